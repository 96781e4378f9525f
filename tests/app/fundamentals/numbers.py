"""Numbers as the page Fundamentals writes them."""

import re


def parse_number(text: str) -> float:
    """The number in a text such as 1.78 · 10⁻¹⁵ or 4,880."""
    text = text.replace(",", "").translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(re.sub(r" · 10(-?\d+)", r"e\1", text))
