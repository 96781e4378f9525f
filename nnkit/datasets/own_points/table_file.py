"""Read a reader's CSV file of three columns: x1, x2 and one of two labels."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from nnkit.datasets.own_points.table_lines import MAX_SHOWN, TableError, TableLine, cut, read_lines, shown
from nnkit.experiment import Row
from nnkit.experiment.limits import LIMITS, MAX_COORDINATE, MIN_ROWS_PER_CLASS

__all__ = ["TableError", "TableFile", "read_table"]

COLUMNS = ("x1", "x2", "class")  # for a file without a line of names

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)  # float() would accept nan and 1_000 as well


@dataclass(frozen=True)
class TableFile:
    """The content of a file; names and labels are cut to MAX_SHOWN characters."""

    rows: tuple[Row, ...]  # in the file's order
    columns: tuple[str, str, str]  # names of x1, x2 and the label
    classes: tuple[str, str]  # the labels that became class 0 and 1


def read_table(content: bytes) -> TableFile:
    """Return the points in a CSV file with or without a line of names. Raises TableError for all other content."""
    delimiter, lines = read_lines(content)
    first = next(lines)
    columns = COLUMNS
    if any(_is_number(cell, delimiter) for cell in first.cells[:2]):
        lines = chain([first], lines)
    else:
        x1, x2, label = (cut(cell) or name for cell, name in zip(first.cells, COLUMNS, strict=True))
        columns = (x1, x2, label)
    points = _points(lines, columns, delimiter)
    classes = _classes([label for _, _, label in points], columns[2])
    rows = tuple((x1, x2, classes.index(label)) for x1, x2, label in points)
    return TableFile(rows, columns, (cut(classes[0]), cut(classes[1])))


def _points(lines: Iterator[TableLine], columns: tuple[str, ...], delimiter: str) -> list[tuple[float, float, str]]:
    """Return x1, x2 and label of each line. Raises TableError at the first wrong line, or the first one too many."""
    points: list[tuple[float, float, str]] = []
    labels: list[str] = []
    max_rows = LIMITS["rows"][1]
    for line in lines:
        if len(points) == max_rows:
            raise TableError(
                f"Line {line.number} is row {max_rows + 1:,}; at most {max_rows:,} can be used. Leave out some."
            )
        x1, x2 = (_coordinate(line, column, columns, delimiter) for column in (1, 2))
        label, place = line.cells[2], line.place(3, columns[2])
        if not label:
            raise TableError(f"{place} is empty. Give the row its label, or take it out.")
        if label not in labels:
            labels.append(label)
        if len(labels) > 2:
            raise TableError(
                f"{place} holds {shown(label)}, a third label after {shown(labels[0])} and {shown(labels[1])}; "
                f"expected are two. Keep the rows of two labels only."
            )
        points.append((x1, x2, label))
    return points


def _coordinate(line: TableLine, column: int, columns: tuple[str, ...], delimiter: str) -> float:
    cell, place = line.cells[column - 1], line.place(column, columns[column - 1])
    if not cell:
        raise TableError(f"{place} is empty. Fill in a number, or take the row out.")
    if not _is_number(cell, delimiter):
        comma = "" if delimiter == "," else " or 3,5"
        raise TableError(f"{place} holds {shown(cell)}; expected is a number such as 3.5{comma}, -2 or 1e3.")
    value = float(_with_point(cell, delimiter)) + 0.0  # -0.0 becomes 0.0, as in an experiment
    if abs(value) > MAX_COORDINATE:
        raise TableError(
            f"{place} holds {shown(cell)}; expected is a number from -{MAX_COORDINATE:,.0f} to "
            f"{MAX_COORDINATE:,.0f}. Use a larger unit, such as thousands."
        )
    return value


def _is_number(cell: str, delimiter: str) -> bool:
    return bool(_NUMBER.fullmatch(_with_point(cell, delimiter)))


def _with_point(cell: str, delimiter: str) -> str:
    """Replace a decimal comma by a point, unless commas separate the cells."""
    return cell.replace(",", ".") if delimiter != "," and cell.count(",") == 1 and "." not in cell else cell


def _classes(labels: list[str], column: str) -> tuple[str, str]:
    """Return the two labels in sorted order. Raises TableError where rows or labels are too few."""
    counts, min_rows = Counter(labels), LIMITS["rows"][0]
    if len(labels) < min_rows:
        raise TableError(f"The file has {len(labels)} rows of data; expected are at least {min_rows}. Add some.")
    if len(counts) < 2:
        raise TableError(
            f"Column 3 ({shown(column)}) holds {shown(labels[0])} in all {len(labels):,} rows; expected are two "
            f"different labels. Add rows of another."
        )
    label, count = counts.most_common()[-1]
    if count < MIN_ROWS_PER_CLASS:
        raise TableError(
            f"Column 3 ({shown(column)}) holds {shown(label)} in {count} of {len(labels):,} rows; expected are at "
            f"least {MIN_ROWS_PER_CLASS} of each label. Add rows of this one."
        )
    if len({cut(label) for label in counts}) < 2:
        raise TableError(
            f"Column 3 ({shown(column)}) holds two labels that both begin with {shown(label)}. "
            f"Shorten them to {MAX_SHOWN} characters."
        )
    first, second = sorted(counts)
    return first, second
