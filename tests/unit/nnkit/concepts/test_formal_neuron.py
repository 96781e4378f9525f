"""The formal neuron against truth tables written by hand, and its settings against theory."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from nnkit.concepts.formal_neuron import (
    EXCITATORY,
    INHIBITORY,
    MAX_INPUTS,
    UNCONNECTED,
    FormalNeuron,
    all_neurons,
    input_rows,
    try_every_neuron,
)
from nnkit.concepts.formal_tasks import TASKS, can_be_built, why_not

CONNECTION = st.sampled_from((EXCITATORY, INHIBITORY, UNCONNECTED))
NEURONS = st.builds(
    FormalNeuron,
    st.lists(CONNECTION, min_size=1, max_size=MAX_INPUTS).map(tuple),
    st.integers(-6, 6),
    st.booleans(),
)
# Answers to 00, 01, 10, 11.
XOR, XNOR, NAND = (0, 1, 1, 0), (1, 0, 0, 1), (1, 1, 1, 0)
X1_IMPLIES_X2, X2_IMPLIES_X1 = (1, 1, 0, 1), (1, 0, 1, 1)


def separable(answers, inputs):
    """Whether any weights and threshold give these answers: linear programming, with a margin of one."""
    signs = [1 if answer else -1 for answer in answers]
    rows = [
        [-sign * value for value in (*row, -1)] for sign, row in zip(signs, input_rows(inputs), strict=True)
    ]  # sign (w · x - t) >= 1
    found = linprog([0] * (inputs + 1), rows, [-1] * len(rows), bounds=(None, None))
    return found.status == 0


@pytest.mark.parametrize(
    ("connections", "threshold", "absolute", "answers"),
    [
        ((1, 1), 2, True, (0, 0, 0, 1)),  # AND
        ((1, 1), 1, True, (0, 1, 1, 1)),  # OR
        ((1, -1), 1, True, (0, 0, 1, 0)),  # x1 AND NOT x2
        ((-1,), 0, True, (1, 0)),  # NOT
        ((-1, -1), 0, True, (1, 0, 0, 0)),  # NOR
        ((-1, -1), -1, False, NAND),
        ((-1, 1), 0, False, X1_IMPLIES_X2),
        ((1, 1, 1), 2, True, (0, 0, 0, 1, 0, 1, 1, 1)),  # majority of 000, 001, …
        # One inhibitor against two: a veto, or outvoted.
        ((1, 1, -1), 1, True, (0, 0, 1, 0, 1, 0, 1, 0)),
        ((1, 1, -1), 1, False, (0, 0, 1, 0, 1, 0, 1, 1)),
    ],
)
def test_truth_tables_by_hand(connections, threshold, absolute, answers):
    assert FormalNeuron(connections, threshold, absolute).answers == answers


def test_relative_inhibition_builds_fourteen_of_the_sixteen_tables_of_two_inputs():
    """It builds all but the two that are not linearly separable."""
    every = set(product((0, 1), repeat=4))
    assert try_every_neuron(2, absolute=False).found == every - {XOR, XNOR}
    assert len(try_every_neuron(2, absolute=False).found) == 14


def test_absolute_inhibition_builds_eleven():
    """It builds neither XOR and XNOR nor the tables that need relative inhibition: NAND and both implications."""
    every = set(product((0, 1), repeat=4))
    missing = {XOR, XNOR, NAND, X1_IMPLIES_X2, X2_IMPLIES_X1}
    assert try_every_neuron(2, absolute=True).found == every - missing
    assert len(try_every_neuron(2, absolute=True).found) == 11


@pytest.mark.parametrize("absolute", [True, False])
@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_every_truth_table_of_a_neuron_is_linearly_separable(inputs, absolute):
    assert all(separable(answers, inputs) for answers in try_every_neuron(inputs, absolute).found)


@pytest.mark.parametrize("absolute", [True, False])
@pytest.mark.parametrize("inputs", range(1, MAX_INPUTS + 1))
def test_thresholds_further_out_build_nothing_more(inputs, absolute):
    kinds = product((EXCITATORY, INHIBITORY, UNCONNECTED), repeat=inputs)
    further = {FormalNeuron(kind, place, absolute).answers for kind in kinds for place in range(-9, 10)}
    search = try_every_neuron(inputs, absolute)
    assert further == search.found
    assert search.tried == len(list(all_neurons(inputs, absolute)))


@given(NEURONS)
def test_the_weights_of_a_sum_give_the_same_answers(neuron):
    for row, answer in zip(input_rows(len(neuron.connections)), neuron.answers, strict=True):
        total = sum(weight * value for weight, value in zip(neuron.weights, row, strict=True))
        assert (total >= neuron.threshold) == answer


@given(NEURONS)
def test_a_veto_silences_whatever_else_is_active(neuron):
    for row in input_rows(len(neuron.connections)):
        if neuron.absolute and any(c == INHIBITORY and x for c, x in zip(neuron.connections, row, strict=True)):
            assert neuron.is_vetoed(row)
            assert neuron.fires(row) == 0


def test_the_best_on_xor_is_three_of_four_rows():
    for absolute in (True, False):
        assert try_every_neuron(2, absolute).max_correct(XOR) == 3
        assert try_every_neuron(2, absolute).max_correct((0, 0, 0, 1)) == 4


def test_the_tasks_of_two_inputs_are_all_sixteen_truth_tables():
    wanted = [task.wanted for task in TASKS[2].values()]
    assert len(wanted) == 16
    assert set(wanted) == set(product((0, 1), repeat=4))
    assert sum(can_be_built(task, 2, absolute=False) for task in TASKS[2].values()) == 14
    assert sum(can_be_built(task, 2, absolute=True) for task in TASKS[2].values()) == 11


@pytest.mark.parametrize(("inputs", "name"), [(inputs, name) for inputs, tasks in TASKS.items() for name in tasks])
def test_a_task_names_an_obstacle_just_where_neither_convention_builds_it(inputs, name):
    task = TASKS[inputs][name]
    assert len(task.wanted) == 2**inputs
    built = [can_be_built(task, inputs, absolute) for absolute in (True, False)]
    assert bool(task.obstacle) == (not any(built))
    if not all(built):
        assert why_not(task).endswith(".")
    # “With relative inhibition it can be built” is what a veto's obstacle says.
    assert task.obstacle or built[1]


def test_weights_of_different_sizes_would_build_x1_and_one_of_the_others():
    wanted = TASKS[3]["x1 AND (x2 OR x3)"].wanted
    assert wanted == tuple(int(2 * x1 + x2 + x3 >= 3) for x1, x2, x3 in input_rows(3))


@pytest.mark.parametrize("connections", [(), (1,) * 5, (2,), (1, 0.5)])
def test_invalid_connections_raise_an_error(connections):
    with pytest.raises(ValueError, match="got"):
        FormalNeuron(connections, 1)
