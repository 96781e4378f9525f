"""Numbers as they are written on the page."""

from collections.abc import Sequence
from fractions import Fraction

DECIMALS = 4
SMALL = 12  # a denominator that reads well


def number(value: Fraction) -> str:
    """As a decimal where it has few, as a fraction where that is short, and rounded else."""
    if value.denominator <= SMALL and 10**DECIMALS % value.denominator:
        return str(value).replace("-", "−")
    return f"{round(float(value), DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".").replace("-", "−")


def factor(value: Fraction) -> str:
    """In brackets where it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def told_weights(weights: Sequence[Fraction]) -> str:
    return f"({', '.join(map(number, weights))})"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
