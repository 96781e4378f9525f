"""What the answers to the exercises say is true."""

from itertools import product

import numpy as np
import pytest

from nnkit.concepts.decision_line import CORNERS, XOR, try_every_line
from nnkit.concepts.logistic import cross_entropy_terms
from nnkit.concepts.perceptron import (
    GATES,
    LEARNING_RATES,
    Rule,
    Samples,
    answers_of,
    draw_clouds,
    layers_by_hand,
    learn,
    novikoff,
    separate,
)
from nnkit.results.inference import predict
from pages.perceptron import beyond, exercises
from tests.unit.pages.runs import opening

AND = GATES["AND"]
INPUTS = np.column_stack([np.ones(4), AND.points])


@pytest.mark.parametrize("order", ["fixed", "shuffled"])
@pytest.mark.parametrize("at_zero", [0, 1])
def test_from_zero_weights_the_learning_rate_changes_no_step(order, at_zero):
    for samples in (*GATES.values(), draw_clouds(20, 0.3, 0)):
        one, other = (learn(samples, Rule(LEARNING_RATES[rate], "zero", order, at_zero)) for rate in ("1", "0.1"))
        assert one.updates.tolist() == other.updates.tolist()
        assert one.weights(-1) == tuple(10 * weight for weight in other.weights(-1))


def test_from_random_weights_it_may():
    one, other = (learn(AND, Rule(LEARNING_RATES[rate], "random")) for rate in ("1", "0.1"))
    assert one.updates.tolist() != other.updates.tolist()


def test_the_first_step_on_and_changes_the_bias_alone():
    for rate in LEARNING_RATES.values():
        step = learn(AND, Rule(rate)).step(0)
        assert (step.x[1:], step.y, step.z, step.output) == ((0, 0), 0, 0, 1)
        assert step.after == (-rate, 0, 0)


def test_the_bound_and_the_updates_on_and():
    separation = separate(AND)
    fixed, answer = learn(AND, Rule()), exercises.CONVERGENCE.exercises[0].answer
    bound = novikoff(fixed, separation).updates
    assert f"The bound is {float(bound):g}" in answer
    assert f"there are {len(fixed.updates)} updates" in answer
    shuffled = [learn(AND, Rule(order="shuffled", seed=seed)) for seed in range(20)]
    assert {novikoff(trace, separation).updates for trace in shuffled} == {bound}
    counts = {len(trace.updates) for trace in shuffled}
    assert len(counts) > 1
    assert max(counts) <= bound


@pytest.mark.parametrize(("at_zero", "rate"), list(product((0, 1), LEARNING_RATES.values())))
def test_the_cycle_on_xor(at_zero, rate):
    trace = learn(GATES["XOR"], Rule(rate, at_zero=at_zero))
    assert (trace.outcome, trace.cycle_start, trace.epochs) == ("cycle", 2, 3)
    assert "After epoch 3 the weights are the same as after epoch 2" in exercises.CONVERGENCE.exercises[1].answer


def test_xor_with_the_product_as_an_input():
    without, with_it = (learn(Samples(GATES["XOR"].rows, product), beyond.RULE) for product in (False, True))
    answer = exercises.BEYOND.exercises[0].answer
    assert (without.outcome, with_it.outcome) == ("cycle", "converged")
    assert f"after {len(with_it.updates)} updates" in answer
    assert f"its weight is {int(with_it.weights(-1)[3])}".replace("-", "−") in answer
    assert [x1 * x2 for x1, x2, _ in GATES["XOR"].rows] == [0, 0, 0, 1]


def test_one_hidden_unit_is_not_enough_for_xor_and_two_are():
    assert try_every_line(tuple(XOR.tolist())).max_correct == 3
    # One tanh unit rises or falls along one direction only, so the network's answer parts the points by a line.
    random = np.random.default_rng(0)
    logits = np.tanh(CORNERS @ random.normal(size=(2, 5_000)) + random.normal(size=5_000)) + random.normal(size=5_000)
    assert ((logits > 0) == (XOR == 1)[:, None]).sum(axis=0).max() == 3
    two = [run for run in opening("history/hidden") if run.experiment.network.hidden == (2,)]
    assert any(((predict(run.experiment, run.weights, CORNERS)[:, 0] > 0.5) == (XOR == 1)).all() for run in two)


def _line_of(weights):
    return np.array([weights[1][0], *weights[0][:, 0]], float)


def test_a_smaller_learning_rate_leaves_the_sigmoid_neuron_with_shorter_weights():
    """Gradient descent in NumPy, from the weights that the section opens with."""
    (run,), labels = opening("perceptron/today"), np.array(AND.labels)
    lengths = []
    for rate in (1.0, 0.1):
        theta = _line_of(run.snapshots[0].weights)
        for _ in range(1_000):
            by_weights = cross_entropy_terms(AND.points, labels, theta[1:], theta[0]).gradient
            theta -= rate * by_weights[[2, 0, 1]]
        lengths.append(np.linalg.norm(theta))
    assert lengths[0] == pytest.approx(np.linalg.norm(_line_of(run.weights)), rel=1e-4)
    text = exercises.TODAY.exercises[0].answer
    assert f"|w| is {lengths[1]:.1f} instead of {lengths[0]:.1f}" in text


def test_the_line_of_the_sigmoid_neuron_keeps_its_distance():
    (run,), answer = opening("perceptron/today"), exercises.TODAY.exercises[1].answer
    lines = _line_of(run.weights), np.array(learn(AND, Rule()).weights(-1), float)
    distances = [np.abs(INPUTS @ theta) / np.linalg.norm(theta[1:]) for theta in lines]
    assert f"its nearest point is {distances[0].min():.2f} away" in answer
    assert distances[1].tolist().index(0) == 3
    assert AND.rows[3][:2] == (1, 1)
    assert "through (1, 1)" in answer


def test_the_weights_of_three_half_planes():
    layers, answer = layers_by_hand(3, 1), exercises.LAYERS.exercises[0].answer
    assert answer.startswith(f"It has {sum(layer.size for layer in layers)} weights.")
    assert f"makes {layers[0].size}." in answer
    assert answer.endswith(f"makes {layers[1].size}.")


@pytest.mark.parametrize("sides", range(1, 7))
def test_one_region_is_convex_and_two_together_are_not(sides):
    random = np.random.default_rng(0)
    points = random.uniform(-3, 3, (400, 2))

    def inside(regions, places):
        return answers_of(layers_by_hand(sides, regions), places)[-1][:, 0] == 1

    def middles(regions):
        found = points[inside(regions, points)]
        return inside(regions, ((found[:, None] + found) / 2).reshape(-1, 2))

    assert middles(1).all()
    if sides > 2:  # of a half plane or a strip, the second lies over the first
        assert not middles(2).all()
