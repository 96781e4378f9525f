"""The runs that come with the app are those that this version of the code trains."""

import numpy as np
import pytest

from nnkit import Run, train
from nnkit.jobs import BUNDLED_RUNS
from nnkit.jobs.store import key_of
from tools.build_runs import bundled_experiments

EXPERIMENTS = bundled_experiments()
# One seed of each; the forty networks on XOR differ in nothing else.
TRAINED = [experiment for experiment in EXPERIMENTS if experiment.training.seed == 0]
# Another machine rounds otherwise, and training magnifies it. Measured with XLA limited to AVX2 and to SSE4.2: losses
# differ by at most 0.43 % in the first 60 epochs; that is adam on a curve.
SAME_EPOCHS, LOSS_TOLERANCE, ACCURACY_TOLERANCE = 60, 0.02, 0.03


def test_there_is_a_run_of_this_version_for_each_and_no_other():
    assert {path.stem for path in BUNDLED_RUNS.iterdir()} == set(map(key_of, EXPERIMENTS)), "run `make presets`"


def test_every_file_holds_the_finished_run_of_its_experiment():
    for experiment in EXPERIMENTS:
        bundled = Run.load(BUNDLED_RUNS / f"{key_of(experiment)}.npz")
        assert bundled.experiment == experiment
        assert (bundled.outcome, bundled.epochs_done) == ("finished", experiment.training.epochs)


@pytest.mark.parametrize("experiment", TRAINED, ids=lambda each: f"{each.data.name}-{each.network.hidden}")
def test_training_anew_gives_the_bundled_run(experiment):
    bundled, anew = Run.load(BUNDLED_RUNS / f"{key_of(experiment)}.npz"), train(experiment)
    assert bundled.history["epoch"] == anew.history["epoch"]
    early = np.array(anew.history["epoch"]) <= SAME_EPOCHS
    for name, tolerance in (("loss", {"rtol": LOSS_TOLERANCE}), ("accuracy", {"atol": ACCURACY_TOLERANCE})):
        for key in (name, f"val_{name}"):
            one, other = (np.array(run.history[key], float)[early] for run in (bundled, anew))
            np.testing.assert_allclose(one, other, **tolerance)
    for name in ("accuracy",) if experiment.data.classes else ("loss",):
        assert bundled.test[name] == pytest.approx(anew.test[name], abs=ACCURACY_TOLERANCE)
    assert len(bundled.snapshots) == len(anew.snapshots)
