"""The scripts run where nobody knows this project, and their results are those of the app."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from nnkit import PRESETS, Mnist, train
from nnkit.code import data_file, script
from nnkit.code.comparison import AGREES, DIFFERS
from tests.oracle.code.drawn import DATA, experiments
from tests.oracle.code.stranger import Stranger


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "reviews.npz").write_bytes(data_file())
    stranger = Stranger(folder)
    yield stranger
    stranger.close()


def assert_agrees(stranger, experiment):
    run = train(experiment)
    outcome = stranger.run(script(experiment, run))
    assert outcome.figures == 3
    if experiment.network.dropout:  # other units are left out: equal in distribution only
        assert AGREES in outcome.verdict or DIFFERS in outcome.verdict
        return
    assert AGREES in outcome.verdict, outcome.printed
    if len(outcome.history["loss"]) == len(run.history["epoch"]):
        for key, values in outcome.history.items():
            np.testing.assert_allclose(values, run.history[key], rtol=2e-3, atol=2e-3 if "loss" in key else 0.05)


@pytest.mark.parametrize("kind", DATA)
def test_the_script_of_a_drawn_experiment_agrees_with_the_app(stranger, kind):
    """One of each kind of data; `make test-exports` draws fifty. Hypothesis begins with the simplest, left out here."""
    drawn = []

    @settings(max_examples=2, phases=[Phase.generate])
    @given(experiments(DATA[kind]))
    def draw(experiment):
        drawn.append(experiment)

    draw()
    assert_agrees(stranger, drawn[-1])


FAMILIES = {
    "mnist": replace(PRESETS["mnist"], training=replace(PRESETS["mnist"].training, epochs=2)),
    "mnist-full-batch": replace(
        PRESETS["mnist"],
        data=Mnist(1_000, 0.1),
        training=replace(PRESETS["mnist"].training, epochs=10, batch_size=None, patience=2, restore_best=True),
    ),
    # More epochs than are trained one by one here, with a full batch and with mini-batches.
    "moons": replace(PRESETS["moons-5"], training=replace(PRESETS["moons-5"].training, epochs=102)),
    "moons-l1": replace(
        PRESETS["moons-50-l1"],
        training=replace(PRESETS["moons-50-l1"].training, epochs=102, batch_size=64, learning_rate=0.1),
    ),
    "imdb": replace(
        PRESETS["imdb-l2"],
        data=replace(PRESETS["imdb-l2"].data, train_size=2_000),
        training=replace(PRESETS["imdb-l2"].training, epochs=3),
    ),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_scripts_of_each_family_agree_with_the_app(monkeypatch, stranger, name):
    monkeypatch.setattr("nnkit.code.training.MAX_SINGLE_EPOCHS", 100)  # `make test-exports` runs whole presets
    monkeypatch.setattr("nnkit.code.training.BLOCKS", 4)
    assert ('"epoch" of Keras\'s covers' in script(FAMILIES[name])) == name.startswith("moons")
    assert_agrees(stranger, FAMILIES[name])
