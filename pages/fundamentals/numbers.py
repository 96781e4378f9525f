"""Numbers as they are written on the page."""

from ui.numbers import in_brackets, scientific, signed

__all__ = ["factor", "scientific"]


def factor(value: float, decimals: int = 2) -> str:
    """In brackets where it is negative."""
    return in_brackets(signed(value, decimals))
