"""How a reader's file was read, in sentences."""

from nnkit.datasets.own_points.columns import SAMPLE
from nnkit.datasets.own_points.errors import shown
from nnkit.datasets.own_points.number_format import COMMA, FORMATS
from nnkit.datasets.own_points.outline import Outline


def notes_of(outline: Outline, used: int) -> tuple[str, ...]:
    """Say what the first line was taken for, what was left out, and how numbers were read.

    used: the number of rows that became points.
    """
    header, left_out = outline.header, list(outline.left_out)
    x1, x2, label = outline.columns
    if outline.index and 0 not in outline.columns:
        left_out.append("column 1, which counts the rows")
    if others := len(outline.lines) - used:
        left_out.append("1 row with another label" if others == 1 else f"{others:,} rows with other labels")
    first = header or outline.lines[0]
    notes = [f"Line {first.number} holds {'the names of the columns' if header else 'the first point'}."]
    if len(outline.names) > 3:
        names = [shown(outline.names[column]) for column in (x1, x2, label)]
        notes.append(f"x1 is {names[0]}, x2 is {names[1]}, the label is {names[2]}.")
    if left_out:
        notes.append(f"Left out: {', '.join(left_out)}.")
    if example := _example(outline):
        notes.append(f"{shown(example)} is read as {outline.number_format.read(example):.12g}.")
    return tuple(notes)


def _example(outline: Outline) -> str:
    """Return a cell that the other format reads as another number, or one with a decimal comma; "" without any."""
    cells = [line.cells[column] for column in outline.columns[:2] for line in outline.lines[:SAMPLE]]
    marked = [cell for cell in cells if any(sign in cell for sign in ",'’ ") or outline.number_format is COMMA]
    readings = {cell: {each.read(cell) for each in FORMATS.values()} - {None} for cell in marked}
    return max(readings, key=lambda cell: len(readings[cell]), default="")
