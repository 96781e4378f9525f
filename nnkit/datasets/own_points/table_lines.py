"""Read the lines of a reader's CSV file, three cells each, from any spreadsheet program."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

MAX_BYTES = 2_000_000
MAX_SHOWN = 40  # characters of a reader's own text in a message
# The first one that splits the first line into three cells is used. The comma is last: it may be a decimal comma.
DELIMITERS = ("\t", ";", ",")

_SHAPE = "Expected are three: x1, x2 and the label, with commas, semicolons or tabs between them."


class TableError(ValueError):
    """A file can't be used; the message says where, what came, what was expected, and what the visitor can do."""


class TableLine(NamedTuple):
    """One line that is not blank."""

    number: int  # in the file, from 1
    cells: list[str]  # with single spaces in place of all white space

    def place(self, column: int, name: str) -> str:
        """Return where a cell is, for a message; column: its number from 1, name: the column's name."""
        return f"Line {self.number}, column {column} ({shown(name)})"


def read_lines(content: bytes) -> tuple[str, Iterator[TableLine]]:
    """Return the delimiter, and every line that is not blank.

    Raises TableError for a file that can't be read; the iterator raises it for a line that has not three cells.
    """
    text = _text_of(content)
    delimiter = _delimiter_of(text.lstrip("\r\n "))
    lines = _lines(text, delimiter)
    first = next(lines, None)
    if first is None:
        raise TableError(f"The file is empty. {_SHAPE}")
    return delimiter, map(_checked, chain([first], lines))


def cut(text: str) -> str:
    """Return the text with at most MAX_SHOWN characters."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def shown(text: str) -> str:
    """Return a reader's own text for a message: quoted, cut, and without characters that do not print."""
    return repr(cut(text))


def _text_of(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise TableError(
            f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} can be read. Leave out rows or columns."
        )
    try:
        text = content.decode("utf-8-sig")
        bad = content.find(b"\0")  # valid UTF-8, but a sign of a spreadsheet's own format or of UTF-16
    except UnicodeDecodeError as error:
        bad = error.start
    if bad < 0:
        return text
    line = len((content[:bad] + b".").splitlines())
    raise TableError(
        f"Line {line} holds the byte {content[bad]:#04x}, which a table in UTF-8 does not have there. "
        f"Save it as “CSV UTF-8” from your spreadsheet program."
    )


def _delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first line into three cells, or else into the most."""
    counts = {}
    for delimiter in DELIMITERS:
        try:
            counts[delimiter] = len(next(_lines(text, delimiter), TableLine(1, [])).cells)
        except TableError:  # raised again when the file is read
            counts[delimiter] = 0
    return max(counts, key=lambda delimiter: (counts[delimiter] == 3, counts[delimiter]))


def _lines(text: str, delimiter: str) -> Iterator[TableLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    number = 1  # of the file's line where this one begins: a quoted cell may contain line ends
    try:
        for cells in reader:
            if cells:
                line = TableLine(number, [" ".join(cell.split()) for cell in cells])
                if len(cells) > 1 or line.cells[0]:
                    yield line
            number = reader.line_num + 1
    except csv.Error:  # its messages are for programmers
        raise TableError(
            f"Line {number} has a quotation mark that is never closed or inside a cell, or a cell of more than "
            f"{csv.field_size_limit():,} characters. Put marks at both ends of a cell, or take them out."
        ) from None


def _checked(line: TableLine) -> TableLine:
    if len(line.cells) != 3:
        count = "1 column" if len(line.cells) == 1 else f"{len(line.cells):,} columns"
        raise TableError(f"Line {line.number} has {count}: {shown(', '.join(line.cells[:MAX_SHOWN]))}. {_SHAPE}")
    return line
