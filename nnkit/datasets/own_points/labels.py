"""The labels in a column of a reader's file: which are the same, and in which order they come."""

from collections import Counter
from collections.abc import Iterable

from nnkit.datasets.own_points.number_format import POINT, NumberFormat

Key = float | str
MAX_DIGITS = 10  # NumPy writes a label such as 1 with 24 characters


def key_of(label: str, number_format: NumberFormat = POINT) -> Key:
    """Return what two spellings of one label have in common: 1 and 1.0, +1 and 1, yes and Yes."""
    number = number_format.read(label)
    return label.casefold() if number is None else number


def spellings(labels: Iterable[str], number_format: NumberFormat = POINT) -> dict[Key, str]:
    """Return each different label in its most frequent spelling, in order: numbers by value, then words."""
    counts = Counter(labels)  # in the order of the file
    found: dict[Key, str] = {}
    for label, _ in counts.most_common():  # equal counts stay in the order of the file
        key = key_of(label, number_format)
        is_long = isinstance(key, float) and len(label) > MAX_DIGITS
        found.setdefault(key, f"{key:.15g}" if is_long else label)
    return {key: found[key] for key in sorted(found, key=lambda key: (isinstance(key, str), key))}
