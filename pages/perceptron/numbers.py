"""Fractions as this page writes them."""

from collections.abc import Sequence
from fractions import Fraction

from ui.numbers import fixed, with_minus

DECIMALS = 4
MAX_DENOMINATOR = 12  # of a fraction that is written as one


def fraction_text(value: Fraction) -> str:
    """Write a fraction as a decimal number if that is short, else as a short fraction, else rounded to DECIMALS."""
    if value.denominator <= MAX_DENOMINATOR and 10**DECIMALS % value.denominator:
        return with_minus(str(value))
    return fixed(value, DECIMALS).rstrip("0").rstrip(".")


def weights_text(weights: Sequence[Fraction]) -> str:
    """Write weights as a vector: (−1, 1/3, 0.5)."""
    return f"({', '.join(map(fraction_text, weights))})"
