"""Numbers in words, as pages write them."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_minus(text: str) -> str:
    """With minus signs as long as a plus, where Python writes hyphens."""
    return text.replace("-", "−")


def signed(value: float, decimals: int = 2) -> str:
    """With a minus of a digit's width, and without one before a rounded 0."""
    return with_minus(f"{round(float(value), decimals) + 0.0:.{decimals}f}")


def in_brackets(text: str) -> str:
    """As a factor is written: in brackets where it is negative."""
    return f"({text})" if text.startswith("−") else text


def scientific(value: float) -> str:
    """Three digits, with a power of ten where the number is very small or large: 2.2 · 10⁻¹¹."""
    mantissa, exponent = f"{value:.2e}".split("e")
    if value == 0 or -4 < int(exponent) < 5:
        return with_minus(f"{float(f'{value:.3g}'):,g}")
    return with_minus(f"{float(mantissa):g} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
