"""Read the points in a reader's file: two columns of numbers, and one of labels."""

from dataclasses import dataclass

from nnkit.datasets.own_points.classes import choose_classes, name_of
from nnkit.datasets.own_points.errors import TableError, shown
from nnkit.datasets.own_points.labels import key_of
from nnkit.datasets.own_points.notes import notes_of
from nnkit.datasets.own_points.number_format import COMMA, NumberFormat
from nnkit.datasets.own_points.outline import Choices, Classes, Outline, read_outline
from nnkit.datasets.own_points.sheet import TableLine
from nnkit.experiment import Row
from nnkit.experiment.limits import LIMITS, MAX_COORDINATE

__all__ = ["Choices", "Outline", "TableError", "TableFile", "read_outline", "read_points", "read_table"]


@dataclass(frozen=True)
class TableFile:
    """The points of a file; names and labels are cut to MAX_SHOWN characters."""

    rows: tuple[Row, ...]  # in the file's order
    columns: tuple[str, str, str]  # names of x1, x2 and the label
    classes: tuple[str, str]  # the labels that became class 0 and 1
    keys: Classes  # what these are compared by
    notes: tuple[str, ...]  # how the file was read, in sentences


def read_table(content: bytes, choices: Choices | None = None) -> TableFile:
    """Return the points in a file. Raises TableError for all content that can't be used."""
    return read_points(read_outline(content, choices or Choices()))


def read_points(outline: Outline) -> TableFile:
    """Return the points of a file as outlined. Raises TableError at the first wrong cell, or where rows are too few."""
    max_rows = int(LIMITS["rows"][1])
    if len(outline.lines) > max_rows:
        raise TableError(
            f"Line {outline.lines[max_rows].number} is row {max_rows + 1:,}; at most {max_rows:,} can be used. Leave "
            f"out some."
        )
    number_format, points = outline.number_format, []
    for line in outline.lines:
        x1, x2 = (_coordinate(line, column, outline, number_format) for column in outline.columns[:2])
        points.append((x1, x2, key_of(_label(line, outline), number_format)))
    zero, one = choose_classes([key for _, _, key in points], outline)
    rows = tuple((x1, x2, int(key == one)) for x1, x2, key in points if zero is None or key in (zero, one))
    x1_name, x2_name, label_name = (outline.names[column] for column in outline.columns)
    classes = name_of(zero, outline), name_of(one, outline)
    return TableFile(rows, (x1_name, x2_name, label_name), classes, (zero, one), notes_of(outline, len(rows)))


def _coordinate(line: TableLine, column: int, outline: Outline, number_format: NumberFormat) -> float:
    cell, place = line.cells[column], line.place(column + 1, outline.names[column])
    if not cell:
        raise TableError(f"{place} is empty. Fill in a number, or take the row out.")
    value = number_format.read(cell)
    if value is None:
        example = "3,5" if number_format is COMMA else "3.5"
        raise TableError(f"{place} holds {shown(cell)}; expected is a number such as {example}, -2 or 1e3.")
    if abs(value) > MAX_COORDINATE:
        raise TableError(
            f"{place} holds {shown(cell)}; expected is a number from -{MAX_COORDINATE:,.0f} to "
            f"{MAX_COORDINATE:,.0f}. Use a larger unit, such as thousands."
        )
    return value


def _label(line: TableLine, outline: Outline) -> str:
    column = outline.columns[2]
    if not line.cells[column]:
        place = line.place(column + 1, outline.names[column])
        raise TableError(f"{place} is empty. Give the row its label, or take it out.")
    return line.cells[column]
