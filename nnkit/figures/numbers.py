"""Numbers as figures and pages write them: one form for each kind of number."""

from math import ceil

PERCENT = "\u00a0%"  # behind a number: no line is broken between the two
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_minus(text: str) -> str:
    """Replace hyphens by minus signs, which are as wide as a plus."""
    return text.replace("-", "−")


def fixed(value: float, decimals: int = 2) -> str:
    """Write a number with so many decimals: −0.50. A negative number that rounds to 0 has no minus."""
    return with_minus(f"{round(float(value), decimals) + 0.0:,.{decimals}f}")


def scientific(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, and with a power of ten where it is very small or large.

    Examples: 0.25, 12,300, 2.2 · 10⁻¹¹.
    """
    rounded = f"{value + 0.0:.{digits - 1}e}"  # + 0.0: no minus before a 0
    mantissa, _, exponent = rounded.partition("e")
    if value == 0 or not exponent or -4 < int(exponent) < 5:  # infinity has no exponent
        return with_minus(f"{float(rounded):,.9g}")
    return with_minus(f"{float(mantissa):g} · 10{str(int(exponent)).translate(_SUPERSCRIPTS)}")


def plain(value: float, digits: int = 6) -> str:
    """Write a number with at most so many significant digits and without a power of ten: 0.00001, 60,000, −0.5."""
    text = f"{float(f'{value:.{digits}g}') + 0.0:,.12f}"
    return with_minus(text.rstrip("0").rstrip("."))


def percent(share: float, decimals: int = 1) -> str:
    """Write a share of 1 in percent: 12.5 %."""
    return with_minus(f"{share:.{decimals}%}").replace("%", PERCENT)


def signed(value: float, decimals: int = 2) -> str:
    """Write a number with its sign: +0.25, −0.50."""
    text = fixed(value, decimals)
    return text if text.startswith("−") else f"+{text}"


def epoch_text(epoch: float) -> str:
    """Write an epoch as a whole number: 3, and 4 for a stop in the middle of epoch 4."""
    return f"{ceil(round(float(epoch), 6)):,}"
