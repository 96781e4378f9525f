"""Backpropagation against finite differences, worked examples and random graphs."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nnkit.concepts.autodiff import (
    OPERATIONS,
    Node,
    backward,
    changed,
    finite_difference,
    forward,
    gradients,
    sigmoid,
    topological_order,
)
from nnkit.concepts.expressions import EXPRESSIONS

UNARY, ANY = ("tanh", "sigmoid", "square"), ("add", "log sum exp")
SIZES = some.floats(-2, 2).map(lambda value: round(value, 3))


def both_passes(output, inputs):
    values = forward(output, inputs)
    return values, gradients(output, backward(output, values))


@some.composite
def graphs(draw):
    """A random graph over three inputs, whose last node is the output, and values for the inputs."""
    nodes = [Node("a"), Node("b"), Node("c")]
    for number in range(draw(some.integers(1, 8))):
        operation = draw(some.sampled_from(sorted(OPERATIONS)))
        least = {"weighted sum": 3}.get(operation, 1 if operation in UNARY else 2)
        count = draw(some.sampled_from((3, 5))) if operation == "weighted sum" else least
        count = draw(some.integers(1, 4)) if operation in ANY else count
        inputs = draw(some.lists(some.sampled_from(nodes), min_size=count, max_size=count))
        nodes.append(Node(f"n{number}", operation, tuple(inputs)))
    return nodes[-1], {name: draw(SIZES) for name in "abc"}


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_gradient_is_its_finite_difference(graph):
    output, inputs = graph
    values, slopes = both_passes(output, inputs)
    if max(map(abs, values.values())) > 1e3:
        return  # squares of squares: the differences would be noise
    for name in inputs:
        difference = finite_difference(output, inputs, name)
        assert slopes.get(name, 0.0) == pytest.approx(difference, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_expressions_agree_with_their_finite_differences(name):
    expression = EXPRESSIONS[name]
    _, slopes = both_passes(expression.output, expression.inputs)
    for each in expression.inputs:
        difference = finite_difference(expression.output, expression.inputs, each)
        assert slopes[each] == pytest.approx(difference, rel=1e-7, abs=1e-9)


def test_a_worked_example():
    """f = (a b + c) tanh d at a = 2, b = -1, c = 3, d = 0: f = 0, ∂f/∂d = 1, and all others tanh 0 = 0."""
    expression = EXPRESSIONS["product"]
    values, slopes = both_passes(expression.output, {"a": 2, "b": -1, "c": 3, "d": 0})
    assert (values["ab"], values["s"], values["f"]) == (-2, 1, 0)
    assert {name: slopes[name] for name in "abcd"} == {"a": 0, "b": 0, "c": 0, "d": 1}


def test_a_value_used_twice_gets_the_sum_of_both_gradients():
    """f = (a + b) a = a² + a b: ∂f/∂a = 2a + b, ∂f/∂b = a."""
    expression = EXPRESSIONS["twice"]
    values = forward(expression.output, {"a": 3, "b": 4})
    made = backward(expression.output, values)
    assert values["f"] == 21
    assert sorted(each.product for each in made if each.target == "a") == [3, 7]
    slopes = gradients(expression.output, made)
    assert (slopes["a"], slopes["b"], slopes["f"]) == (10, 3, 1)


def test_a_node_contributes_only_after_all_nodes_that_use_it():
    expression = EXPRESSIONS["network"]
    made = backward(expression.output, forward(expression.output, expression.inputs))
    for place, contribution in enumerate(made):
        later = {each.target for each in made[place:]}
        assert contribution.source not in later


def test_the_order_has_every_node_once_and_after_its_inputs():
    """A chain of 40 doublings: a search that visits nodes more than once would take 2⁴⁰ steps."""
    node = Node("x0")
    for number in range(1, 41):
        node = Node(f"x{number}", "add", (node, node))
    order = topological_order(node)
    assert [each.name for each in order] == [f"x{number}" for number in range(41)]
    values, slopes = both_passes(node, {"x0": 1})
    assert values["x40"] == slopes["x0"] == 2**40


@pytest.mark.parametrize("z", [-1000.0, -50.0, 0.0, 50.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_cross_entropy_at_extreme_logits(z, y):
    """ln(1 + e^z) - yz by hand: |z| where the class is missed with certainty, 0 where it is hit, ln 2 at z = 0."""
    output = Node("L", "cross-entropy", (Node("z"), Node("y")))
    values, slopes = both_passes(output, {"z": z, "y": y})
    missed = (z > 0) != (y == 1)
    assert values["L"] == pytest.approx(math.log(2) if z == 0 else abs(z) if missed else 0, abs=1e-12)
    assert slopes["z"] == pytest.approx((0.5 if z == 0 else float(z > 0)) - y, abs=1e-12)


@pytest.mark.parametrize("logits", [(1000.0, -1000.0, 0.0), (-1000.0, -1000.0, -1000.0), (1000.0, 1000.0, 1000.0)])
def test_softmax_at_extreme_logits(logits):
    names = ("z1", "z2", "z3")
    nodes = {name: Node(name) for name in names}
    output = Node("L", "subtract", (Node("s", "log sum exp", tuple(nodes.values())), nodes["z2"]))
    values, slopes = both_passes(output, dict(zip(names, logits, strict=True)))
    shares = np.array([logit == max(logits) for logit in logits]) / logits.count(max(logits))
    assert values["L"] == pytest.approx(max(logits) + math.log(logits.count(max(logits))) - logits[1])
    np.testing.assert_allclose([slopes[name] for name in names], shares - [0, 1, 0], atol=1e-12)


@pytest.mark.parametrize("z", [-1000.0, -1.5, 0.0, 2.0, 1000.0])
def test_the_sigmoid_never_overflows(z):
    exact = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
    assert sigmoid(z) == pytest.approx(exact, rel=1e-14)


def test_a_changed_input_changes_the_output_alone():
    expression = EXPRESSIONS["twice"]
    assert changed(expression.output, {"a": 1, "b": 1}, "b", 2) == 4
    assert changed(expression.output, {"a": 1, "b": 1}, "a", 1) == 6


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_arrows_lead_to_the_right_and_no_two_nodes_share_a_place(name):
    expression = EXPRESSIONS[name]
    places = expression.places
    order = topological_order(expression.output)
    assert {node.name for node in order} == set(places)
    assert len(set(places.values())) == len(places)
    for node in order:
        assert all(places[before.name][0] < places[node.name][0] for before in node.inputs)
    for first in places.values():
        near = [other for other in places.values() if other != first and other[0] == first[0]]
        assert all(abs(first[1] - other[1]) >= 1 for other in near), "circles with numbers above and below need a row"
