"""Backpropagation on a computational graph: reverse-mode automatic differentiation over single numbers.

A formula is a graph of nodes. Forward, every node computes its value from those before it. Backward, from the output
to the inputs, every node hands its gradient on to each of its inputs, times its own slope there: the chain rule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Values = Mapping[str, float]  # by a node's name


@dataclass(frozen=True)
class Operation:
    """value(*inputs) -> number, slopes(*inputs) -> the partial derivative by each of them."""

    symbol: str
    value: Callable[..., float]
    slopes: Callable[..., Sequence[float]]


def sigmoid(z: float) -> float:
    """1 / (1 + e^-z), written so that nothing overflows."""
    return float(np.exp(-np.logaddexp(0, -z)))


def weighted_sum(*inputs: float) -> float:
    """w₁x₁ + w₂x₂ + … + b of w₁, x₁, w₂, x₂, …, b."""
    return float(np.dot(inputs[:-1:2], inputs[1:-1:2]) + inputs[-1])


def swapped(*inputs: float) -> list[float]:
    """Each weight's slope is its input and each input's its weight; the bias's is 1."""
    pairs = zip(inputs[:-1:2], inputs[1:-1:2], strict=True)
    return [slope for weight, x in pairs for slope in (x, weight)] + [1.0]


# A new operation: its formula, value and slopes here; tests find it.
OPERATIONS = {
    "add": Operation("+", lambda *x: sum(x), lambda *x: [1.0] * len(x)),
    "subtract": Operation("−", lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "multiply": Operation("×", lambda a, b: a * b, lambda a, b: (b, a)),
    "square": Operation("x²", lambda x: x * x, lambda x: (2 * x,)),
    "tanh": Operation("tanh", lambda x: float(np.tanh(x)), lambda x: (1 - float(np.tanh(x)) ** 2,)),
    "sigmoid": Operation("σ", sigmoid, lambda x: (sigmoid(x) * sigmoid(-x),)),
    "weighted sum": Operation("Σ", weighted_sum, swapped),
    # ln(1 + e^z) - yz, of the sum before the sigmoid and of the class y: no logarithm meets a probability of 0.
    "cross-entropy": Operation("CE", lambda z, y: float(np.logaddexp(0, z)) - y * z, lambda z, y: (sigmoid(z) - y, -z)),
    "log sum exp": Operation(
        "ln Σe",
        lambda *z: float(np.logaddexp.reduce(z)),
        lambda *z: np.exp(np.array(z) - np.logaddexp.reduce(z)).tolist(),  # softmax
    ),
}


@dataclass(frozen=True, eq=False)
class Node:
    """A number with a name of its own: an input, or what an operation of OPERATIONS makes of other nodes."""

    name: str
    operation: str = ""
    inputs: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Contribution:
    """What one node hands on to one of its inputs: the gradient it got, times its slope there."""

    source: str
    target: str
    upstream: float  # ∂output/∂source
    local: float  # ∂source/∂target

    @property
    def product(self) -> float:
        return self.upstream * self.local


def topological_order(output: Node) -> list[Node]:
    """Every node that the output depends on, once, after all its inputs; the output is the last."""
    order: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in order:
            for before in node.inputs:
                visit(before)
            order[node] = None

    visit(output)
    return list(order)


def forward(output: Node, inputs: Values) -> dict[str, float]:
    """The value of every node, in the order in which they are computed; inputs: those of nodes without operation."""
    values: dict[str, float] = {}
    for node in topological_order(output):
        numbers = [values[before.name] for before in node.inputs]
        values[node.name] = OPERATIONS[node.operation].value(*numbers) if node.operation else float(inputs[node.name])
    return values


def backward(output: Node, values: Values) -> list[Contribution]:
    """All contributions, in the order in which they are made; values: those of `forward`.

    A node's turn comes after that of every node that uses it: by then its own gradient is complete.
    """
    contributions, gradient = [], {output.name: 1.0}
    for node in reversed(topological_order(output)):
        if not node.operation:
            continue
        slopes = OPERATIONS[node.operation].slopes(*(values[before.name] for before in node.inputs))
        for before, slope in zip(node.inputs, slopes, strict=True):
            contribution = Contribution(node.name, before.name, gradient[node.name], float(slope))
            contributions.append(contribution)
            gradient[before.name] = gradient.get(before.name, 0.0) + contribution.product
    return contributions


def gradients(output: Node, contributions: Sequence[Contribution]) -> dict[str, float]:
    """∂output/∂node by name: the sum of all that was handed on to it. Of the output itself 1."""
    sums = {output.name: 1.0}
    for contribution in contributions:
        sums[contribution.target] = sums.get(contribution.target, 0.0) + contribution.product
    return sums


def changed(output: Node, inputs: Values, name: str, by: float) -> float:
    """The output once the input with this name has been changed."""
    return forward(output, {**inputs, name: inputs[name] + by})[output.name]


def finite_difference(output: Node, inputs: Values, name: str, step: float = 1e-5) -> float:
    """∂output/∂input without any calculus: (f(x + h) - f(x - h)) / 2h."""
    return (changed(output, inputs, name, step) - changed(output, inputs, name, -step)) / (2 * step)
