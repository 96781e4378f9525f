"""What the answers to the exercises say is true."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_rel

from nnkit import Planar, load
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.experiment import Network
from nnkit.results.inference import output_logits, penalty
from pages.overfitting import exercises
from pages.overfitting.findings import scores_of
from pages.overfitting.remedy_controls import name_of
from tests.unit.pages.runs import opening
from ui.numbers import percent
from ui.training.over_seeds import known_scores


def answer(found, number):
    return found.exercises[number - 1].answer


def test_the_widths_with_the_lowest_losses_of_the_opening():
    scores = {run.experiment.network.hidden[0]: scores_of(run) for run in opening("overfitting/width")}
    training, validation = (
        min(scores, key=lambda width: getattr(scores[width], name)) for name in ("loss", "val_loss")
    )
    text = answer(exercises.WIDTH, 1)
    assert f"{training} units has the lowest training loss, {scores[training].loss:.3f} nats" in text
    assert f"{validation} units has the lowest validation loss, {scores[validation].val_loss:.3f} nats" in text


def test_the_boundary_of_one_unit_and_of_none_is_straight():
    """The logit is a function of one weighted sum, so it is the same all along a line on which that sum is."""
    run = opening("overfitting/width")[0]
    assert run.experiment.network.hidden == (1,)
    random = np.random.default_rng(0)
    for network in (Network((1,), "tanh"), Network((1,), "sigmoid"), Network((1,), "relu"), Network((), "tanh")):
        experiment = replace(run.experiment, network=network)
        shapes = ((2, 1), (1,), (1, 1), (1,))[: 4 if network.hidden else 2]
        weights = tuple(random.normal(size=shape).astype("float32") for shape in shapes)
        along = np.array([-weights[0][1, 0], weights[0][0, 0]])  # at right angles to the weights
        line = np.array([0.3, -0.2], "float32") + np.linspace(-2, 2, 9, dtype="float32")[:, None] * along
        assert np.ptp(output_logits(experiment, weights, line)) < 1e-4
        across = np.linspace(-3, 3, 50, dtype="float32")[:, None] * weights[0][:, 0]
        steps = np.diff(output_logits(experiment, weights, across)[:, 0])
        assert (steps >= 0).all() or (steps <= 0).all()


def test_where_the_validation_loss_of_the_opening_is_lowest():
    (run,), text = opening("overfitting/depth"), answer(exercises.DEPTH, 1)
    history = {name: np.array(values, float) for name, values in run.history.items()}
    best = int(history["val_loss"].argmin())
    assert abs(history["epoch"][best] - 300) < 10
    assert "near epoch 300" in text
    assert f"at {history['val_loss'][best]:.2f} nats. At epoch 5,000 it is {history['val_loss'][-1]:.2f} nats" in text
    assert f"from {history['loss'][best]:.2f} to {history['loss'][-1]:.2f}" in text


def test_squares_as_inputs_give_circles():
    experiment = opening("overfitting/depth")[0].experiment
    data = replace(experiment.data, features=("x1²", "x2²"))
    circle = replace(experiment, data=data, network=Network((), "tanh"))
    weights = np.array([[1.0], [1.0]], "float32"), np.array([-1.0], "float32")  # 0 where x1² + x2² = 1
    angles = np.linspace(0, 6, 20)
    squares = np.column_stack([np.cos(angles), np.sin(angles)]).astype("float32") ** 2
    assert np.abs(output_logits(circle, weights, squares)).max() < 1e-6


def test_the_shares_of_small_weights_in_the_opening():
    kernels = {
        (run.experiment.network.l1 > 0, run.experiment.network.l2 > 0): run.weights[0]
        for run in opening("overfitting/remedies")
        if not run.experiment.network.dropout
    }
    near = {name: np.mean(np.abs(kernel) < 0.01) for name, kernel in kernels.items()}
    assert max(near, key=near.get) == (True, False)
    text = answer(exercises.REMEDIES, 1)
    assert f"L1: {percent(near[True, False], 0)} of the weights" in text
    assert f"With L2, it is {percent(near[False, True], 0)}" in text


def test_the_pull_of_l1_is_constant_and_that_of_l2_proportional():
    plain = opening("overfitting/remedies")[0].experiment

    def pull(name, weight, step=1e-3):
        experiment = replace(plain, network=replace(plain.network, hidden=(1,), **{name: 0.01}))
        rest = (np.zeros(1), np.zeros((1, 1)), np.zeros(1))
        high, low = (penalty(experiment, (np.array([[weight + s], [0.0]]), *rest)) for s in (step, -step))
        return (high - low) / (2 * step)

    assert pull("l1", 2.0) == pytest.approx(pull("l1", 0.1))
    assert pull("l2", 2.0) == pytest.approx(20 * pull("l2", 0.1))


def test_only_the_penalties_add_to_the_loss():
    for run in opening("overfitting/remedies"):
        network = run.experiment.network
        assert (penalty(run.experiment, run.weights) > 0) == bool(network.l1 or network.l2)
    assert opening("overfitting/remedies")[3].experiment.network.dropout > 0


def test_what_ten_draws_say_about_the_remedies():
    experiments = {name_of(run.experiment): run.experiment for run in opening("overfitting/remedies")}
    scores = known_scores(experiments)
    assert list(scores) == list(experiments), "run `make presets`"
    gains = {
        name: ttest_rel(*([score.accuracy for score in scores[each]] for each in (name, "no remedy")))
        for name in scores
        if name != "no remedy"
    }
    means = [
        np.mean([score.accuracy for score in scores[name]]) - np.mean([score.accuracy for score in scores["no remedy"]])
        for name in gains
    ]
    assert all(gain.pvalue < 0.001 for gain in gains.values())
    text = answer(exercises.REMEDIES, 3)
    assert f"by {100 * min(means):.1f} to {100 * max(means):.1f} percentage points" in text
    best = scores["early stopping"]
    as_good = {
        name
        for name in gains
        if name != "early stopping"
        and ttest_rel(*([score.accuracy for score in each] for each in (best, scores[name]))).pvalue > 0.05
    }
    assert list(gains)[int(np.argmax(means))] == "early stopping"
    assert as_good == {"dropout 0.1"}
    assert "Early stopping has the highest mean, but its difference from dropout is not clear" in text


def test_the_best_possible_accuracy_depends_on_the_noise_alone():
    text = answer(exercises.POINTS, 1)
    found = [percent(bayes_accuracy(Planar(noise=noise))) for noise in (0.4, 0.2)]
    assert text.startswith(f"It rises from {found[0]} to {found[1]}")
    assert bayes_accuracy(Planar(points=20)) == bayes_accuracy(Planar(points=2_000))


def test_an_edited_point_does_not_move_the_best_boundary():
    data = Planar()
    points, axis = load(data), np.linspace(-2, 3, 12)
    rows = [(float(x1), float(x2), int(label)) for (x1, x2), label in zip(points.x_train, points.y_train, strict=True)]
    rows[0] = (*rows[0][:2], 1 - rows[0][2])
    edited = replace(data, edited=tuple(rows))
    assert (load(edited).y_train != points.y_train).sum() == 1
    assert (bayes_map(edited, axis, axis) == bayes_map(data, axis, axis)).all()
