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


def scientific(value: float, digits: int = 3) -> str:
    """So many digits, with a power of ten where the number is very small or large: 2.2 · 10⁻¹¹."""
    rounded = f"{value:.{digits - 1}e}"
    mantissa, _, exponent = rounded.partition("e")
    if value == 0 or not exponent or -4 < int(exponent) < 5:  # infinity has no exponent
        return with_minus(f"{float(rounded):,.9g}")
    return with_minus(f"{float(mantissa):g} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
