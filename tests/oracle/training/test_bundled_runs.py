"""The runs that come with the app are those that this version of the code trains."""

import numpy as np
import pytest

from nnkit import Imdb, Run, train
from nnkit.experiment.repeats import repeats_of
from nnkit.jobs import BUNDLED_RUNS
from nnkit.jobs.bundled_scores import bundled_scores
from nnkit.jobs.store import key_of
from nnkit.lessons.genuine import END_TOLERANCE, early_of  # how far another machine may differ
from nnkit.results.score import score_of
from tools.build_runs import bundled_experiments, scored_experiments, to_bundle

EXPERIMENTS = bundled_experiments()
# One seed of each; the forty networks on XOR differ in nothing else. When early stopping ends depends on rounding.
TRAINED = [each for each in EXPERIMENTS if each.training.seed == 0 and each.training.patience is None]
# The first network with each number of layers on each kind of data. `make test-exports` trains the others.
FIRST = {(each.data.name, len(each.network.hidden)): each for each in reversed(TRAINED)}.values()


def test_there_is_a_run_of_this_version_for_each_and_no_other():
    assert {path.stem for path in BUNDLED_RUNS.iterdir()} == set(map(key_of, EXPERIMENTS)), "run `make presets`"


def test_every_file_holds_the_finished_run_of_its_experiment():
    for experiment in EXPERIMENTS:
        bundled = Run.load(BUNDLED_RUNS / f"{key_of(experiment)}.npz")
        assert bundled.experiment == experiment
        assert bundled.outcome == "finished"
    if experiment.training.patience is None:
        assert bundled.epochs_done == experiment.training.epochs
    else:  # it waits for so many epochs after the best one
        assert bundled.epochs_done == bundled.restored_epoch + experiment.training.patience


@pytest.mark.parametrize(
    "experiment",
    [pytest.param(each, marks=() if each in FIRST else pytest.mark.exports) for each in TRAINED],
    ids=lambda each: f"{each.data.name}-{each.network.hidden}",
)
def test_training_anew_gives_the_bundled_run(experiment):
    bundled, anew = Run.load(BUNDLED_RUNS / f"{key_of(experiment)}.npz"), train(experiment)
    assert bundled.history["epoch"] == anew.history["epoch"]
    epochs, loss_tolerance = early_of(experiment)
    early = np.array(anew.history["epoch"]) <= epochs
    for name, tolerance in (("loss", {"rtol": loss_tolerance}), ("accuracy", {"atol": END_TOLERANCE})):
        for key in (name, f"val_{name}"):
            one, other = (np.array(run.history[key], float)[early] for run in (bundled, anew))
            np.testing.assert_allclose(one, other, **tolerance)
    for name in ("accuracy",) if experiment.data.classes else ("loss",):
        assert bundled.test[name] == pytest.approx(anew.test[name], abs=END_TOLERANCE)
    assert [each.epoch for each in bundled.snapshots] == [each.epoch for each in to_bundle(anew).snapshots]


def test_the_runs_on_reviews_keep_two_epochs_with_the_best_and_the_last_and_fit_in_five_megabytes():
    total = 0
    for experiment in (each for each in EXPERIMENTS if isinstance(each.data, Imdb)):
        path = BUNDLED_RUNS / f"{key_of(experiment)}.npz"
        run, total = Run.load(path), total + path.stat().st_size
        best = run.history["epoch"][np.argmin(run.data_history["val_loss"])]
        epochs = [snapshot.epoch for snapshot in run.snapshots]
        assert len(epochs) == 2
        assert {best, experiment.training.epochs} <= set(epochs)
    assert 0 < total < 5e6


@pytest.mark.parametrize("experiment", scored_experiments(), ids=lambda each: f"{each.data.name}-{each.network.hidden}")
def test_the_bundled_scores_are_of_this_version_and_begin_with_that_of_the_bundled_run(experiment):
    scores = bundled_scores(experiment)
    assert scores is not None, "run `make presets`"
    assert len(scores) == len(repeats_of(experiment))
    bundled = Run.load(BUNDLED_RUNS / f"{key_of(experiment)}.npz")
    assert scores[0] == pytest.approx(score_of(bundled))
