"""Numbers as they are written on the page."""

from ui.numbers import in_brackets, signed, with_minus


def factor(value: float, decimals: int = 2) -> str:
    """In brackets where it is negative."""
    return in_brackets(signed(value, decimals))


def percent(share: float, decimals: int = 1) -> str:
    return f"{with_minus(f'{100 * share:.{decimals}f}')} %"
