"""The calculation of each operation of a computational graph, and its partial derivatives, as text."""

from collections.abc import Callable, Sequence
from functools import partial

from ui.numbers import pretty, scientific

__all__ = ["calculation", "four_digits", "pretty", "slopes"]

four_digits = partial(scientific, digits=4)
Texts = Sequence[str]


def calculation(operation: str, inputs: Texts) -> str:
    """Write an operation on its inputs, numbers or names as text: 2 · 3 for "multiply"."""
    return _CALCULATIONS[operation](inputs)


def slopes(operation: str, inputs: Texts) -> Texts:
    """Write the partial derivative by each input as a formula in the names of the inputs."""
    return _SLOPES[operation](inputs)


def _pairs(inputs: Texts) -> list[tuple[str, str]]:
    return list(zip(inputs[:-1:2], inputs[1:-1:2], strict=True))


# By the names of nnkit.concepts.autodiff.OPERATIONS.
_CALCULATIONS: dict[str, Callable[[Texts], str]] = {
    "add": " + ".join,
    "subtract": " − ".join,
    "multiply": " · ".join,
    "square": lambda x: f"{x[0]}²",
    "tanh": lambda x: f"tanh {x[0]}",
    "sigmoid": lambda x: f"σ({x[0]})",
    "weighted sum": lambda x: " + ".join([f"{weight} · {value}" for weight, value in _pairs(x)] + [x[-1]]),
    "cross-entropy": lambda x: f"ln(1 + e^{x[0]}) − {x[1]} · {x[0]}",
    "log sum exp": lambda x: f"ln({' + '.join(f'e^{z}' for z in x)})",
}
_SLOPES: dict[str, Callable[[Texts], Texts]] = {
    "add": lambda x: ["1"] * len(x),
    "subtract": lambda x: ["1", "−1"],
    "multiply": lambda x: [x[1], x[0]],
    "square": lambda x: [f"2 {x[0]}"],
    "tanh": lambda x: [f"1 − tanh² {x[0]}"],
    "sigmoid": lambda x: [f"σ({x[0]}) (1 − σ({x[0]}))"],
    "weighted sum": lambda x: [slope for weight, value in _pairs(x) for slope in (value, weight)] + ["1"],
    "cross-entropy": lambda x: [f"σ({x[0]}) − {x[1]}", f"−{x[0]}"],
    "log sum exp": lambda x: [f"softmax for {z}" for z in x],
}
