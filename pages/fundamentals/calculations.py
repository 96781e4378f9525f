"""Calculations in words: what each operation of a graph does to numbers, and its slopes."""

from collections.abc import Callable, Sequence

from ui.numbers import in_brackets, scientific

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
Texts = Sequence[str]


def pretty(name: str) -> str:
    """A node's name as one writes it: w₁ for w1."""
    return name.translate(SUBSCRIPTS)


def number(value: float, digits: int = 4) -> str:
    """With so many significant digits, and a power of ten where it is very small or large: −2.2 · 10⁻¹¹."""
    return scientific(value + 0.0, digits)


def factor(value: float) -> str:
    """In brackets where it is negative."""
    return in_brackets(number(value))


def calculation(operation: str, inputs: Texts) -> str:
    """Such as 2 · 3 for the operation "multiply" on texts of two numbers."""
    return _CALCULATIONS[operation](inputs)


def slopes(operation: str, inputs: Texts) -> Texts:
    """The partial derivative by each input, as a formula in their names."""
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
