"""Numbers as they are written on the page."""

from collections.abc import Sequence
from fractions import Fraction

from ui.numbers import signed, with_minus

DECIMALS = 4
SMALL = 12  # a denominator that reads well


def number(value: Fraction) -> str:
    """As a decimal where it has few, as a fraction where that is short, and rounded else."""
    if value.denominator <= SMALL and 10**DECIMALS % value.denominator:
        return with_minus(str(value))
    return signed(value, DECIMALS).rstrip("0").rstrip(".")


def factor(value: Fraction) -> str:
    """In brackets where it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def told_weights(weights: Sequence[Fraction]) -> str:
    return f"({', '.join(map(number, weights))})"


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
