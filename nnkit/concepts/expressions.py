"""Formulas as graphs of nodes, with initial values, on which backpropagation is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnkit.concepts.autodiff import Node

Place = tuple[float, float]  # column from the left, row from the top


@dataclass(frozen=True, eq=False)
class Expression:
    """A formula as a graph, with the values that its inputs begin with and the places where its nodes are drawn."""

    sentence: str  # for the menu
    formula: str  # LaTeX
    output: Node
    inputs: Mapping[str, float]  # by name
    places: Mapping[str, Place]  # of inputs and operations, by name


def _expression(sentence: str, formula: str, nodes: dict[str, tuple], inputs: dict[str, tuple]) -> Expression:
    """Build the graph. nodes: name -> (operation, names of its inputs, place). inputs: name -> (value, place).

    A node must come after its own inputs; the last one is the output.
    """
    made = {name: Node(name) for name in inputs}
    for name, (operation, names, _) in nodes.items():
        made[name] = Node(name, operation, tuple(made[before] for before in names.split()))
    places = {name: entry[-1] for name, entry in {**inputs, **nodes}.items()}
    values = {name: value for name, (value, _) in inputs.items()}
    return Expression(
        sentence, formula, made[next(reversed(nodes))], MappingProxyType(values), MappingProxyType(places)
    )


_PRODUCT = _expression(
    "Product: (a·b + c)·tanh(d)",
    r"f = (a\,b + c)\,\tanh(d)",
    {
        "ab": ("multiply", "a b", (1, 0.5)),
        "s": ("add", "ab c", (2, 1)),
        "t": ("tanh", "d", (2, 3)),
        "f": ("multiply", "s t", (3, 2)),
    },
    {"a": (2.0, (0, 0)), "b": (-1.0, (0, 1)), "c": (3.0, (1, 2)), "d": (0.5, (1, 3))},
)

_TWICE = _expression(
    "Used twice: (a + b)·a, where two gradients add up",
    r"f = (a + b)\,a",
    {"s": ("add", "a b", (1, 1)), "f": ("multiply", "s a", (2, 0.5))},
    {"a": (2.0, (0, 0)), "b": (-0.5, (0, 1))},
)

_NEURON = _expression(
    "Sigmoid neuron: two inputs, with the cross-entropy",
    r"\begin{gathered}z = w_1 x_1 + w_2 x_2 + b \\ L = \ln(1 + e^z) - y z\end{gathered}",
    {
        "w1x1": ("multiply", "w1 x1", (1, 0.5)),
        "w2x2": ("multiply", "w2 x2", (1, 2.5)),
        "z": ("add", "w1x1 w2x2 b", (2, 2)),
        "L": ("cross-entropy", "z y", (3, 3)),
    },
    {
        "x1": (1.0, (0, 0)),
        "w1": (0.5, (0, 1)),
        "x2": (-2.0, (0, 2)),
        "w2": (0.8, (0, 3)),
        "b": (0.2, (1, 4)),
        "y": (1.0, (2, 4)),
    },
)

_NETWORK = _expression(
    "Network 2-2-1: tanh and sigmoid, with the squared error",
    r"\begin{gathered}a_j = \tanh(w_{1j} x_1 + w_{2j} x_2 + b_j) \\ "
    r"p = \sigma(v_1 a_1 + v_2 a_2 + c) \\ L = (p - y)^2\end{gathered}",
    {
        "z1": ("weighted sum", "w11 x1 w21 x2 b1", (1, 1.5)),
        "z2": ("weighted sum", "w12 x1 w22 x2 b2", (1, 5.5)),
        "a1": ("tanh", "z1", (2, 1.5)),
        "a2": ("tanh", "z2", (2, 5.5)),
        "z": ("weighted sum", "v1 a1 v2 a2 c", (3, 3.5)),
        "p": ("sigmoid", "z", (4, 3.5)),
        "e": ("subtract", "p y", (5, 4.5)),
        "L": ("square", "e", (6, 4.5)),
    },
    {
        "w11": (0.6, (0, 0)),
        "w21": (-0.4, (0, 1)),
        "b1": (0.1, (0, 2)),
        "x1": (1.0, (0, 3)),
        "x2": (0.5, (0, 4)),
        "w12": (-0.7, (0, 6)),
        "w22": (0.9, (0, 7)),
        "b2": (0.0, (0, 5)),
        "v1": (1.2, (2, 2.5)),
        "v2": (-0.8, (2, 4.5)),
        "c": (0.3, (2, 3.5)),
        "y": (1.0, (4, 5.5)),
    },
)

_SOFTMAX = _expression(
    "Softmax: three classes, with the cross-entropy of the first",
    r"\begin{gathered}z_k = w_k\,x \\ L = -\ln \mathrm{softmax}(z)_1 "
    r"= \ln(e^{z_1} + e^{z_2} + e^{z_3}) - z_1\end{gathered}",
    {
        "z1": ("multiply", "w1 x", (1, 0.5)),
        "z2": ("multiply", "w2 x", (1, 1.75)),
        "z3": ("multiply", "w3 x", (1, 3)),
        "s": ("log sum exp", "z1 z2 z3", (2, 1.75)),
        "L": ("subtract", "s z1", (3, 0.75)),
    },
    {"w1": (0.5, (0, 0)), "w2": (1.0, (0, 1)), "x": (2.0, (0, 2)), "w3": (-0.5, (0, 3))},
)

EXPRESSIONS = {
    "product": _PRODUCT,
    "twice": _TWICE,
    "neuron": _NEURON,
    "network": _NETWORK,
    "softmax": _SOFTMAX,
}
