"""Which columns of a reader's file are x1, x2 and the label, unless the reader says so."""

from collections.abc import Sequence

from nnkit.datasets.own_points.errors import TableError
from nnkit.datasets.own_points.labels import key_of
from nnkit.datasets.own_points.number_format import is_number_like

MAX_LABELS = 20  # different ones in a column: with more, it is no column of labels
SAMPLE = 1_000  # rows that tell columns of numbers from others
INDEX_NAMES = {"", "unnamed: 0", "index", "id", "no", "no.", "nr", "nr.", "#", "row", "rownames"}

Columns = tuple[int, int, int]  # the numbers of x1, x2 and the label, from 0
Cells = Sequence[str]


def label_column(lines: Sequence[Cells]) -> int:
    """Return the last column, unless it has too many different values and another column has few."""
    last = len(lines[0]) - 1
    few = [column for column in range(last + 1) if _has_few(lines, column)]
    return last if last in few or not few else few[-1]


def has_index(names: Cells, lines: Sequence[Cells], has_header: bool) -> bool:
    """Return whether the first column only counts the rows, from 0 or from 1.

    Of three columns it does so only under a name that says so, since two others can't be points.
    """
    is_counted = any([line[0] for line in lines] == [str(start + row) for row in range(len(lines))] for start in (0, 1))
    is_named = has_header and names[0].casefold() in INDEX_NAMES
    return len(lines) > 1 and is_counted and (is_named or len(names) > 3)


def choose_columns(lines: Sequence[Cells], label: int, index: bool) -> Columns:
    """Return the first two columns of numbers and the label. Raises TableError where there are no two such columns."""
    inputs = [column for column in range(int(index), len(lines[0])) if column != label]
    sample = lines[:SAMPLE]
    numeric = [column for column in inputs if 2 * sum(is_number_like(line[column]) for line in sample) > len(sample)]
    if len(numeric) < 2 and len(inputs) == 2:
        numeric = inputs  # the cell that is no number will be named
    if len(numeric) < 2:
        counted = "Column 1 counts the rows. " if index else ""
        count = "1 column" if numeric else "no column"
        raise TableError(
            f"{counted}Besides the label there is {count} of numbers; expected are two, x1 and x2. Add what is missing."
        )
    return numeric[0], numeric[1], label


def _has_few(lines: Sequence[Cells], column: int) -> bool:
    """Return whether the column has 2 to MAX_LABELS different values."""
    different = set()
    for line in lines:
        different.add(key_of(line[column]))
        if len(different) > MAX_LABELS:
            return False
    return len(different) > 1
