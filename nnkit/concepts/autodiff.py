"""Backpropagation on a computational graph: reverse-mode automatic differentiation over single numbers.

A formula is a graph of nodes. In the forward pass, every node computes its value from the values of its inputs. In the
backward pass, from the output to the inputs, every node passes its gradient on to each of its inputs, multiplied by its
own slope there: the chain rule. Baydin et al. (2018), Journal of Machine Learning Research 18(153).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Values = Mapping[str, float]  # by the names of nodes


@dataclass(frozen=True)
class Operation:
    """A function of numbers: value(*inputs) is its value, slopes(*inputs) its partial derivative by each input."""

    symbol: str
    value: Callable[..., float]
    slopes: Callable[..., Sequence[float]]


def sigmoid(z: float) -> float:
    """σ(z) = 1 / (1 + e^-z), written so that nothing overflows and small values keep all their digits."""
    return float(np.exp(-np.logaddexp(0, -z)))


def weighted_sum(*inputs: float) -> float:
    """w₁x₁ + w₂x₂ + … + b. inputs: w₁, x₁, w₂, x₂, …, b."""
    return float(np.dot(inputs[:-1:2], inputs[1:-1:2]) + inputs[-1])


def weighted_sum_slopes(*inputs: float) -> list[float]:
    """The partial derivatives of `weighted_sum`: x₁ by w₁, w₁ by x₁, …, and 1 by b."""
    pairs = zip(inputs[:-1:2], inputs[1:-1:2], strict=True)
    return [slope for weight, x in pairs for slope in (x, weight)] + [1.0]


# To add an operation, enter its symbol, value and slopes here; tests run for every entry.
OPERATIONS = {
    "add": Operation("+", lambda *x: sum(x), lambda *x: [1.0] * len(x)),
    "subtract": Operation("−", lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "multiply": Operation("×", lambda a, b: a * b, lambda a, b: (b, a)),
    "square": Operation("x²", lambda x: x * x, lambda x: (2 * x,)),
    "tanh": Operation("tanh", lambda x: float(np.tanh(x)), lambda x: (1 - float(np.tanh(x)) ** 2,)),
    "sigmoid": Operation("σ", sigmoid, lambda x: (sigmoid(x) * sigmoid(-x),)),
    "weighted sum": Operation("Σ", weighted_sum, weighted_sum_slopes),
    # -ln of the true class's probability under a sigmoid, as ln(1 + e^z) - yz of the logit z and the class y. It is not
    # results.inference.binary_cross_entropy, because y is an input here, and the graph shows its slope too.
    "cross-entropy": Operation("CE", lambda z, y: float(np.logaddexp(0, z)) - y * z, lambda z, y: (sigmoid(z) - y, -z)),
    "log sum exp": Operation(
        "ln Σe",
        lambda *z: float(np.logaddexp.reduce(z)),
        lambda *z: np.exp(np.array(z) - np.logaddexp.reduce(z)).tolist(),  # softmax
    ),
}


@dataclass(frozen=True, eq=False)
class Node:
    """A number with a unique name: an input, or the result of an operation on other nodes."""

    name: str
    operation: str = ""  # a name of OPERATIONS; "" for an input
    inputs: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Contribution:
    """What one node (source) adds to the gradient of one of its inputs (target): its own gradient times its slope."""

    source: str
    target: str
    upstream: float  # ∂output/∂source
    local: float  # ∂source/∂target

    @property
    def product(self) -> float:
        """The summand of ∂output/∂target."""
        return self.upstream * self.local


def topological_order(output: Node) -> list[Node]:
    """Every node that the output depends on, once and after all its inputs; the output is the last."""
    order: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in order:
            for before in node.inputs:
                visit(before)
            order[node] = None

    visit(output)
    return list(order)


def forward(output: Node, inputs: Values) -> dict[str, float]:
    """The forward pass: the value of every node by name, in the order in which they are computed.

    inputs: the values of nodes without operation. Raises KeyError where one is missing.
    """
    values: dict[str, float] = {}
    for node in topological_order(output):
        numbers = [values[before.name] for before in node.inputs]
        values[node.name] = OPERATIONS[node.operation].value(*numbers) if node.operation else float(inputs[node.name])
    return values


def backward(output: Node, values: Values) -> list[Contribution]:
    """The backward pass: all contributions, in the order in which they are made. values: the result of `forward`.

    A node comes after every node that uses it: by then its own gradient is complete.
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
    """∂output/∂node by name: the sum of the contributions to the node. That of the output itself is 1."""
    sums = {output.name: 1.0}
    for contribution in contributions:
        sums[contribution.target] = sums.get(contribution.target, 0.0) + contribution.product
    return sums


def changed(output: Node, inputs: Values, name: str, by: float) -> float:
    """The output after a number, `by`, has been added to the input with this name."""
    return forward(output, {**inputs, name: inputs[name] + by})[output.name]


def finite_difference(output: Node, inputs: Values, name: str, step: float = 1e-5) -> float:
    """∂output/∂input by a central difference, (f(x + h) - f(x - h)) / 2h with h = step."""
    return (changed(output, inputs, name, step) - changed(output, inputs, name, -step)) / (2 * step)
