"""The cells of a reader's file, from any spreadsheet program, without what such a program leaves in it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nnkit.datasets.own_points.errors import MAX_SHOWN, TableError, shown
from nnkit.datasets.own_points.file_text import text_of
from nnkit.datasets.own_points.number_format import is_number_like
from nnkit.experiment.limits import LIMITS

# Of those that give as many lines with numbers, the first is used. The comma may be a decimal comma, and names of
# columns may hold spaces.
DELIMITERS = ("\t", ";", ",", " ")
SAMPLE = 20_000  # characters that decide on the delimiter
MIN_COLUMNS = 3
MAX_LINES = int(LIMITS["rows"][1]) + 20  # one row too many, and room for titles and a line of names

_SHAPE = "Expected are at least three: x1, x2 and the label, with commas, semicolons, tabs or spaces between them."
_SEP = re.compile(r'\s*"?sep=(.)"?[,;\t ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


class TableLine(NamedTuple):
    """One line of a file."""

    number: int  # in the file, from 1
    cells: list[str]  # with single spaces in place of all white space

    def place(self, column: int, name: str) -> str:
        """Return where a cell is, for a message; column: its number from 1, name: the column's name."""
        return f"Line {self.number}, column {column} ({shown(name)})"


BLANK = TableLine(0, [])


@dataclass(frozen=True)
class Sheet:
    """The lines that are not blank, all with as many cells, and what was left out, in words."""

    delimiter: str
    lines: tuple[TableLine, ...]  # at least one
    left_out: tuple[str, ...]


def read_sheet(content: bytes) -> Sheet:
    """Return the cells of a file. Raises TableError where it can't be read, or lines differ in their columns."""
    text, left_out = text_of(content), []
    sep = _SEP.match(text)
    if sep:  # Excel reads such a first line, and other programs keep it
        left_out.append(f"the line “sep={sep[1]}”")
    skipped = text[: sep.end()] if sep else ""
    text = text[len(skipped) :]
    delimiter = sep[1] if sep else _delimiter_of(text)
    lines, blank = _filled(_lines(text, delimiter, len(skipped.splitlines()) + 1))
    if not lines:
        raise TableError(f"The file is empty. {_SHAPE}")
    if blank:
        left_out.append("1 blank line" if blank == 1 else f"{blank:,} blank lines")
    lines, titles = _without_titles(lines)
    left_out += titles
    return Sheet(delimiter, *_same_columns(lines, left_out))


def _filled(lines: Iterator[TableLine]) -> tuple[list[TableLine], int]:
    """Return the lines that are not blank, up to more than can be used, and the number of blank ones between them."""
    filled: list[TableLine] = []
    blank = 0
    for line in lines:
        if any(line.cells):
            filled.append(line)
        else:
            blank += 1
        if len(filled) == MAX_LINES:
            break
    return filled, blank


def _delimiter_of(text: str) -> str:
    """Return the delimiter that gives the most lines with two numbers, or else the most cells in the first line."""
    sample = text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1 or SAMPLE]
    lines = [line for line in sample.splitlines() if line.strip()]
    has_tabs = 2 * sum("\t" in line for line in lines) > len(lines)  # commas are then decimal commas
    scores = {}
    for delimiter in ("\t", " ") if has_tabs else DELIMITERS:
        found = []
        try:
            for line in _lines(sample, delimiter, 1):
                found.append(line.cells)
        except TableError:  # raised again when the file is read
            pass
        found = [cells for cells in found if any(cells)]
        numbers = sum(len(cells) >= MIN_COLUMNS and sum(map(is_number_like, cells)) >= 2 for cells in found)
        scores[delimiter] = numbers, delimiter != " " and len(found[0]) if found else 0
    return max(scores, key=scores.__getitem__)


def _lines(text: str, delimiter: str, number: int) -> Iterator[TableLine]:
    """Yield all lines; number: of the first one. A quoted cell may contain line ends."""
    stream = io.StringIO(text.replace("\t", " ") if delimiter == " " else text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=True, strict=True)
    before = number - 1
    try:
        for cells in reader:
            yield TableLine(number, [" ".join(cell.split()) for cell in cells]) if cells else BLANK
            number = before + reader.line_num + 1
    except csv.Error:  # its messages are for programmers
        raise TableError(
            f"Line {number} has a quotation mark that is never closed or inside a cell, or a cell of more than "
            f"{csv.field_size_limit():,} characters. Put marks at both ends of a cell, or take them out."
        ) from None


def _without_titles(lines: list[TableLine]) -> tuple[list[TableLine], list[str]]:
    """Return the lines without those above the table that hold one text alone, and what was left out."""
    start = 0
    while start + 1 < len(lines) and _is_title(lines[start].cells, lines[start + 1].cells):
        start += 1
    return lines[start:], [f"the title in line {line.number}" for line in lines[:start]]


def _is_title(cells: list[str], below: list[str]) -> bool:
    """Return whether a line is a title. With further cells that are empty, it may name a column of numbers below it."""
    if sum(map(bool, cells)) != 1 or any(map(is_number_like, cells)):
        return False
    return len(below) >= MIN_COLUMNS and (len(cells) == 1 or sum(map(is_number_like, below)) < 2)


def _same_columns(lines: list[TableLine], left_out: list[str]) -> tuple[tuple[TableLine, ...], tuple[str, ...]]:
    """Return the lines without empty columns, and what was left out. Raises TableError if lines differ in length."""
    width = Counter(_length(line.cells) for line in lines).most_common(1)[0][0]
    first = lines[0]
    if len(first.cells) == width - 1 and len(lines) > 1 and not any(map(is_number_like, first.cells)):
        first.cells.insert(0, "")  # R gives the numbers of the rows no name
    for line in lines:
        if _length(line.cells) > width or len(line.cells) < width or width < MIN_COLUMNS:
            raise TableError(_wrong_columns(line, width))
    kept = [column for column in range(width) if any(line.cells[column] for line in lines)]
    if empty := max(len(line.cells) for line in lines) - len(kept):
        left_out.append("1 empty column" if empty == 1 else f"{empty} empty columns")
    if len(kept) < MIN_COLUMNS:
        raise TableError(_wrong_columns(lines[0], width))
    return tuple(TableLine(line.number, [line.cells[column] for column in kept]) for line in lines), tuple(left_out)


def _length(cells: list[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)


def _wrong_columns(line: TableLine, width: int) -> str:
    cells = line.cells[: max(_length(line.cells), 1)]
    count = "1 column" if len(cells) == 1 else f"{len(cells):,} columns"
    expected = _SHAPE if width < MIN_COLUMNS else f"Most lines have {width}. Give it as many."
    return f"Line {line.number} has {count}: {shown(', '.join(cells[:MAX_SHOWN]))}. {expected}"
