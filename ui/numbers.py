"""Numbers in words, as pages write them."""


def with_minus(text: str) -> str:
    """With minus signs as long as a plus, where Python writes hyphens."""
    return text.replace("-", "−")


def signed(value: float, decimals: int = 2) -> str:
    """With a minus of a digit's width, and without one before a rounded 0."""
    return with_minus(f"{round(float(value), decimals) + 0.0:.{decimals}f}")


def in_brackets(text: str) -> str:
    """As a factor is written: in brackets where it is negative."""
    return f"({text})" if text.startswith("−") else text


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
