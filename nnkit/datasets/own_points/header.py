"""Whether the first line of a reader's file holds the names of the columns or the first point."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from nnkit.datasets.own_points.columns import SAMPLE
from nnkit.datasets.own_points.labels import key_of
from nnkit.datasets.own_points.number_format import is_number_like

Cells = Sequence[str]


def has_header(first: Cells, rest: Sequence[Cells], label: int) -> bool:
    """Return whether the first line holds names. rest: the other lines. label: the number of the label's column.

    Names may look like numbers: pandas names columns 0, 1, 2, and some tables name them by years. So the label and the
    rest of the file decide where the first line holds numbers alone.
    """
    inputs, sample = [column for column in range(len(first)) if column != label], rest[:SAMPLE]
    numeric = [column for column in inputs if _share(is_number_like(row[column]) for row in sample) > 0.5] or inputs
    names = [first[column] for column in numeric]
    if not any(map(is_number_like, names)):
        return True
    if not rest or not all(name.isdecimal() for name in names if name):
        return False
    decimals = any(_share(not row[column].isdecimal() for row in sample) > 0.5 for column in numeric)
    labels = [key_of(row[label]) for row in rest]
    numbers = [int(name) for name in names if name]
    if key_of(first[label]) in labels:  # such as 0, 1, 2 over points of the classes 1 and 2
        return decimals and list(first) in _counted(len(first))
    ascending = all(after - before == 1 for before, after in pairwise(numbers))
    word_over_numbers = not is_number_like(first[label]) and _share(isinstance(key, float) for key in labels) > 0.5
    return decimals or word_over_numbers or (ascending and len(numbers) > 1)


def _counted(columns: int) -> list[list[str]]:
    """Return the names that programs give to columns without any: numbers from 0 or 1, or an index and such numbers."""
    return [
        [str(column) for column in range(columns)],
        [str(column) for column in range(1, columns + 1)],
        ["", *(str(column) for column in range(columns - 1))],
    ]


def _share(answers: Iterable[bool]) -> float:
    """Return the share of answers that are true."""
    found = list(answers)
    return sum(found) / len(found) if found else 0.0
