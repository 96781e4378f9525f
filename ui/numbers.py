"""Numbers as pages write them."""

from collections.abc import Iterable

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_minus(text: str) -> str:
    """Replace hyphens by minus signs, which are as wide as a plus."""
    return text.replace("-", "−")


def fixed(value: float, decimals: int = 2) -> str:
    """Write a number with so many decimals: −0.50. A negative number that rounds to 0 has no minus."""
    return with_minus(f"{round(float(value), decimals) + 0.0:.{decimals}f}")


def scientific(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, and with a power of ten where it is very small or large.

    Examples: 0.25, 12,300, 2.2 · 10⁻¹¹.
    """
    rounded = f"{value + 0.0:.{digits - 1}e}"  # + 0.0: no minus before a 0
    mantissa, _, exponent = rounded.partition("e")
    if value == 0 or not exponent or -4 < int(exponent) < 5:  # infinity has no exponent
        return with_minus(f"{float(rounded):,.9g}")
    return with_minus(f"{float(mantissa):g} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}")


def factor(text: str) -> str:
    """Put a written number in brackets if it is negative, as in 2 · (−3)."""
    return f"({text})" if text.startswith("−") else text


def sum_of_products(left: Iterable[str], right: Iterable[str]) -> str:
    """Write the sum of products of written numbers: 0.50 · 2.00 + (−1.00) · 3.00."""
    return " + ".join(f"{factor(one)} · {factor(other)}" for one, other in zip(left, right, strict=True))


def percent(share: float, decimals: int = 1) -> str:
    """Write a share of 1 in percent: 12.5 %."""
    return with_minus(f"{share:.{decimals}%}".replace("%", " %"))


def duration(seconds: float) -> str:
    """Write how long something takes: 12 s, 3 min."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def counted(number: int, noun: str) -> str:
    """Write a number and its noun, with an s unless there is one: 1 epoch, 1,000 epochs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
