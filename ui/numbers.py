"""Numbers as pages write them. How a single number is written stands in nnkit/figures/numbers.py."""

from collections.abc import Iterable

from nnkit import Run
from nnkit.figures.numbers import PERCENT, epoch_text, fixed, percent, plain, scientific, signed, with_minus

__all__ = [
    "PERCENT",
    "counted",
    "duration",
    "epoch_text",
    "epochs_text",
    "factor",
    "fixed",
    "percent",
    "plain",
    "pretty",
    "scientific",
    "signed",
    "sum_of_products",
    "with_minus",
]


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def pretty(name: str) -> str:
    """Write a variable's name with subscripts: w₁ for w1."""
    return name.translate(SUBSCRIPTS)


def factor(text: str) -> str:
    """Put a written number in brackets if it is negative, as in 2 · (−3)."""
    return f"({text})" if text.startswith("−") else text


def sum_of_products(left: Iterable[str], right: Iterable[str]) -> str:
    """Write the sum of products of written numbers: 0.50 · 2.00 + (−1.00) · 3.00."""
    return " + ".join(f"{factor(one)} · {factor(other)}" for one, other in zip(left, right, strict=True))


def duration(seconds: float) -> str:
    """Write how long something takes: 12 s, 3 min."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def counted(number: int, noun: str) -> str:
    """Write a number and its noun, with an s unless there is one: 1 epoch, 1,000 epochs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def epochs_text(run: Run) -> str:
    """Write for how many epochs the run has trained: 10 epochs, or stopped in epoch 4."""
    if run.outcome == "stopped":
        return f"stopped in epoch {epoch_text(run.epochs_done)}"
    return counted(round(run.epochs_done), "epoch")
