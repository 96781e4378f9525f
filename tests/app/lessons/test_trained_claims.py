"""What the lessons say of networks that do not come with the app. Each is trained here, once for all tests."""

from dataclasses import replace

import pytest

from nnkit import PRESETS
from nnkit.experiment import Network
from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import table_of
from tests.unit.lessons.test_shipped_lessons import lesson, texts


@pytest.fixture
def ends_of(shared_queue):
    """Return the last row of each experiment's table, once it is trained."""

    def train(*experiments):
        return table_of(shared_queue.submit_all(experiments, "a test").runs).finals

    return train


def percent(share, decimals=1):
    return f"{share:.{decimals}%}".replace("%", " %")


def test_small_networks_on_xor(ends_of):
    (opening,) = OPENINGS["perceptron/beyond"]

    def right(units, seed):
        training = replace(opening.training, seed=seed)
        (end,) = ends_of(replace(opening, network=Network((units,), "tanh"), training=training))
        return round(4 * end["training accuracy"])

    assert f"It gets {right(1, 0)} of 4 right" in texts("hidden-layer", 2)
    assert right(2, 0) == right(2, 1) == 4
    assert "From the seeds 0 and 1, this works." in texts("hidden-layer", 3)
    assert f"stuck at {right(2, 2)} of 4 points" in texts("hidden-layer", 3)


def test_forty_networks_with_relu(ends_of):
    relu = [replace(each, network=replace(each.network, activation="relu")) for each in OPENINGS["history/hidden"]]
    solved = {row["hidden units"]: int(row["solved"]) for row in ends_of(*relu)}
    listed = f"{solved[2]}, {solved[3]}, {solved[4]} and {solved[8]}"
    assert f"only {listed} of ten networks" in texts("hidden-layer", 5)
    assert f"the numbers are {listed}" in lesson("hidden-layer").teacher


def test_digits_without_a_hidden_layer_and_with_a_larger_one(ends_of):
    (opening,) = OPENINGS["mnist/train"]
    none, larger = (ends_of(replace(opening, network=Network(hidden)))[0]["test accuracy"] for hidden in ((), (32,)))
    assert f"still reads {percent(none)} of the test digits" in texts("digits", 5)
    assert f"{percent(none)}. Many pupils" in lesson("digits").teacher.replace("\u00a0", " ")
    assert f"reads {percent(larger)} of the test digits" in texts("digits", 6)


def test_more_points_and_shorter_trainings(ends_of):
    (opening,) = OPENINGS["overfitting/depth"]
    (many,) = ends_of(replace(opening, data=replace(opening.data, points=2_000)))
    assert f"The gap is {many['gap']:.2f}" in texts("overfitting", 5)

    def end(units, epochs):
        network, training = Network((units,), "tanh"), replace(opening.training, epochs=epochs)
        return ends_of(replace(opening, network=network, training=training))[0]

    early, later = end(50, 300), end(50, 500)
    said = f"the validation loss is {early['validation loss']:.2f} and the gap is {early['gap']:.2f}"
    assert f"{said}. With 500 epochs, the gap is {later['gap']:.2f}" in texts("overfitting", 6)
    for units, epochs in ((50, 300), (8, 500), (5, 1_000)):
        assert end(units, epochs)["validation loss"] <= 0.35
        assert end(units, epochs)["gap"] <= 0.05
        assert f"{units} units with {epochs:,} epochs" in lesson("overfitting").teacher


def test_a_penalty_that_is_too_strong(ends_of):
    plain, *_ = OPENINGS["overfitting/remedies"]
    (strong,) = ends_of(replace(plain, network=replace(plain.network, l2=0.1)))
    assert f"It gets {percent(strong['training accuracy'], 0)} right" in texts("remedies", 3)
    assert f"rises from 0.34 to {strong['validation loss']:.2f}" in texts("remedies", 3)
    assert f"With 0.1, it would be {strong['validation loss']:.2f}" in texts("remedies", 6)
    (one,) = ends_of(OPENINGS["overfitting/width"][0])
    assert one["hidden units"] == 1
    assert round(one["training accuracy"], 2) == round(strong["training accuracy"], 2)


def test_a_smaller_vocabulary(ends_of):
    baseline = PRESETS["imdb-baseline"]
    (end,) = ends_of(replace(baseline, data=replace(baseline.data, vocabulary=1_000)))
    said = f"{end['parameters']:,.0f} parameters and still reads {percent(end['test accuracy'])} of the test reviews"
    assert said in texts("words", 5)
