"""What the answers to the exercises say is true."""

from itertools import product

import numpy as np
import pytest

from nnkit.concepts.decision_line import CORNERS, XOR, DecisionLine, try_every_line
from nnkit.concepts.formal_neuron import FormalNeuron, all_neurons, input_rows, try_every_neuron
from nnkit.concepts.formal_tasks import TASKS, can_be_built
from nnkit.concepts.hebb import HebbConfig, learn
from nnkit.figures.history.neurons import PARTS
from pages.history import exercises
from pages.history.events import EVENTS
from pages.history.hidden import corners_right
from tests.unit.pages.runs import opening

XOR_TABLE = tuple(XOR.tolist())
OFFSETS = [number / 20 for number in range(-30, 31)]  # of the slider


def test_the_years_between_the_perceptron_and_backpropagation():
    perceptron, backpropagation = EVENTS["perceptron"].year, EVENTS["backpropagation"].year
    answer = exercises.TIMELINE.exercises[0].answer
    assert f"{backpropagation - perceptron} years: {perceptron} and {backpropagation}" in answer


def test_what_was_known_in_1980():
    answer = exercises.TIMELINE.exercises[1].answer
    for name, author in (("linnainmaa", "Linnainmaa"), ("werbos", "Werbos")):
        assert EVENTS[name].year < 1980 < EVENTS["backpropagation"].year
        assert f"{author}'s thesis of {EVENTS[name].year}" in answer


def test_the_part_that_does_the_work_of_the_threshold():
    assert PARTS["threshold"].model == "threshold"
    assert exercises.NEURON.exercises[0].answer.startswith(f"The {PARTS['threshold'].cell}.")


@pytest.mark.parametrize("absolute", [True, False])
def test_a_formal_neuron_gets_three_rows_of_xor_right(absolute):
    assert try_every_neuron(2, absolute).max_correct(XOR_TABLE) == 3
    assert "at most 3 of the 4 rows" in exercises.NEURON.exercises[1].answer


def test_the_thresholds_of_and_and_or():
    for inputs in (2, 3, 4):
        rows = input_rows(inputs)
        neurons = {threshold: FormalNeuron((1,) * inputs, threshold).answers for threshold in range(1, inputs + 1)}
        assert [at for at, table in neurons.items() if table == tuple(map(int, map(all, rows)))] == [inputs]
        assert [at for at, table in neurons.items() if table == tuple(map(int, map(any, rows)))] == [1]
    assert neurons[2] == tuple(int(sum(row) >= 2) for row in rows)


def test_the_only_setting_that_computes_an_implication():
    wanted = tuple(int(not x1 or x2) for x1, x2 in input_rows(2))
    neurons = [neuron for absolute in (True, False) for neuron in all_neurons(2, absolute)]
    assert [neuron for neuron in neurons if neuron.answers == wanted] == [FormalNeuron((-1, 1), 0, absolute=False)]


def test_two_synapses_of_an_input_build_what_one_each_cannot():
    """As in the paper, whose neurons may have several synapses from one axon: here x1 is given twice."""
    wanted = TASKS[3]["x1 AND (x2 OR x3)"].wanted
    assert not can_be_built(TASKS[3]["x1 AND (x2 OR x3)"], 3, absolute=True)
    assert not can_be_built(TASKS[3]["x1 AND (x2 OR x3)"], 3, absolute=False)
    doubled = FormalNeuron((1, 1, 1, 1), 3)
    assert tuple(doubled.fires((x1, x1, x2, x3)) for x1, x2, x3 in input_rows(3)) == wanted


def test_nets_with_absolute_inhibition_do_what_relative_inhibition_does():
    """Theorem 4 of McCulloch and Pitts, for a neuron that no single one with absolute inhibition replaces."""
    relative = FormalNeuron((-1, 1), 0, absolute=False)  # x1 implies x2
    assert relative.answers not in try_every_neuron(2, absolute=True).found
    first, both = FormalNeuron((-1,), 0), FormalNeuron((1, 1), 2)
    either = FormalNeuron((1, 1), 1)
    net = tuple(either.fires((first.fires((x1,)), both.fires((x1, x2)))) for x1, x2 in input_rows(2))
    assert net == relative.answers


def test_hebbs_weights_never_become_shorter_together_though_single_ones_may():
    shrinks = False
    for neurons, correlation, seed in product((2, 3, 4), (0.0, 0.5, 0.95), range(3)):
        weights = learn(HebbConfig(neurons, correlation, 0.03, 200, seed)).hebb
        assert (np.diff(np.linalg.norm(weights, axis=1)) >= 0).all()
        shrinks |= bool((np.diff(np.abs(weights), axis=0) < 0).any())
    assert shrinks


def test_ojas_weights_end_at_length_one():
    assert "within 0.02 of 1" in exercises.HEBB.exercises[1].answer
    for neurons, correlation, seed in product((2, 3, 4), (0.0, 0.5, 0.95), range(4)):
        weights = learn(HebbConfig(neurons, correlation, 0.01, 2_000, seed)).oja
        assert np.linalg.norm(weights[-1]) == pytest.approx(1, abs=0.02)


def test_the_offsets_of_and_at_45_degrees():
    right = [offset for offset in OFFSETS if DecisionLine(45, offset).is_correct(CORNERS, (0, 0, 0, 1)).all()]
    distances = CORNERS @ DecisionLine(45, 0).direction
    answer = exercises.LINE.exercises[0].answer
    assert answer.startswith(f"All offsets from {right[0]:.2f} to {right[-1]:.2f}.")
    assert f"are {distances[1]:.2f} away from (0, 0)" in answer
    assert f"(1, 1) is {distances[3]:.2f}" in answer
    assert distances[1] == pytest.approx(distances[2])


def test_a_line_gets_three_points_of_xor_right():
    assert DecisionLine(45, 0.5).is_correct(CORNERS, XOR).tolist() == [True, True, True, False]
    assert try_every_line(XOR_TABLE).max_correct == 3
    ones, zeros = CORNERS[XOR == 1], CORNERS[XOR == 0]
    assert np.allclose(ones.mean(axis=0), zeros.mean(axis=0))


def test_how_many_networks_of_the_opening_learn_xor():
    runs = opening("history/hidden")
    solved = {
        width: [corners_right(run) == 4 for run in runs if run.experiment.network.hidden == (width,)]
        for width in (2, 8)
    }
    assert f"{sum(solved[2])} of {len(solved[2])} with 2 units" in exercises.HIDDEN.exercises[0].answer
    assert "all 10 with 8" in exercises.HIDDEN.exercises[0].answer
    assert len(solved[8]) == 10
    assert all(solved[8])
    assert len({(run.experiment.data, run.experiment.training.learning_rate) for run in runs}) == 1


@pytest.mark.parametrize("bend", [np.tanh, lambda z: 1 / (1 + np.exp(-z)), lambda z: np.maximum(z, 0)])
def test_one_hidden_unit_gets_three_points_of_xor_right(bend):
    """From many random weights. The answer 1 is a bent sum that is above or below a limit."""
    random = np.random.default_rng(0)
    kernel, bias = random.normal(size=(2, 5_000)), random.normal(size=5_000)
    logits = bend(CORNERS @ kernel + bias) * random.normal(size=5_000) + random.normal(size=5_000)
    assert ((logits > 0) == (XOR == 1)[:, None]).sum(axis=0).max() == 3
