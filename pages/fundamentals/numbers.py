"""Numbers as they are written on the page."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def signed(value: float, decimals: int = 2) -> str:
    """With a minus of a digit's width, and without one before a rounded 0."""
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def factor(value: float, decimals: int = 2) -> str:
    """In brackets where it is negative."""
    text = signed(value, decimals)
    return f"({text})" if text.startswith("−") else text


def scientific(value: float) -> str:
    """Three digits, with a power of ten where the number is very small or large: 2.2 · 10⁻¹¹."""
    mantissa, exponent = f"{value:.2e}".split("e")
    if value == 0 or -4 < int(exponent) < 5:
        return f"{value:.3g}".replace("-", "−")
    return f"{float(mantissa):g} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}".replace("-", "−")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
