"""Numbers as they are written on the page."""

from ui.numbers import in_brackets, signed, with_minus

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def factor(value: float, decimals: int = 2) -> str:
    """In brackets where it is negative."""
    return in_brackets(signed(value, decimals))


def scientific(value: float) -> str:
    """Three digits, with a power of ten where the number is very small or large: 2.2 · 10⁻¹¹."""
    mantissa, exponent = f"{value:.2e}".split("e")
    if value == 0 or -4 < int(exponent) < 5:
        return with_minus(f"{value:.3g}")
    return with_minus(f"{float(mantissa):g} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}")
