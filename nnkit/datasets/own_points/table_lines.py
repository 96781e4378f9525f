"""The lines of a reader's CSV file, three cells each, wherever it comes from."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

MAX_BYTES = 2_000_000
MAX_SHOWN = 40  # characters of a reader's own text
# The first that makes three cells of the first line is taken. The comma comes last: it may be a decimal comma.
DELIMITERS = ("\t", ";", ",")

_SHAPE = "Expected are three: x1, x2 and the label, with commas, semicolons or tabs between them."


class TableError(ValueError):
    """A file that can't be used; the message tells the visitor where, what came, what was expected and the mend."""


class TableLine(NamedTuple):
    """Its number in the file, from 1, and its cells, single spaces instead of any other white space."""

    number: int
    cells: list[str]

    def place(self, column: int, name: str) -> str:
        return f"Line {self.number}, column {column} ({shown(name)})"


def read_lines(content: bytes) -> tuple[str, Iterator[TableLine]]:
    """The delimiter, and every line that is not blank. Raises TableError, at a line's turn where the line is wrong."""
    text = _text_of(content)
    delimiter = _delimiter_of(text.lstrip("\r\n "))
    lines = _lines(text, delimiter)
    first = next(lines, None)
    if first is None:
        raise TableError(f"The file is empty. {_SHAPE}")
    return delimiter, map(_checked, chain([first], lines))


def cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def shown(text: str) -> str:
    """A reader's own text in a message: quoted, cut, and with no character that would not print."""
    return repr(cut(text))


def _text_of(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise TableError(
            f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} can be read. Leave out rows or columns."
        )
    try:
        text = content.decode("utf-8-sig")
        bad = content.find(b"\0")  # UTF-8, but never in a table; spreadsheets and UTF-16 are full of them
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
    """What makes three cells of the first line, or else the most."""
    counts = {}
    for delimiter in DELIMITERS:
        try:
            counts[delimiter] = len(next(_lines(text, delimiter), TableLine(1, [])).cells)
        except TableError:  # told when the file is read
            counts[delimiter] = 0
    return max(counts, key=lambda delimiter: (counts[delimiter] == 3, counts[delimiter]))


def _lines(text: str, delimiter: str) -> Iterator[TableLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    number = 1  # where a line begins: a quoted cell may span several of the file
    try:
        for cells in reader:
            if cells:
                line = TableLine(number, [" ".join(cell.split()) for cell in cells])
                if len(cells) > 1 or line.cells[0]:
                    yield line
            number = reader.line_num + 1
    except csv.Error:  # whose words are for programmers
        raise TableError(
            f"Line {number} has a quotation mark that is never closed or inside a cell, or a cell of more than "
            f"{csv.field_size_limit():,} characters. Put marks at both ends of a cell, or take them out."
        ) from None


def _checked(line: TableLine) -> TableLine:
    if len(line.cells) != 3:
        count = "1 column" if len(line.cells) == 1 else f"{len(line.cells):,} columns"
        raise TableError(f"Line {line.number} has {count}: {shown(', '.join(line.cells[:MAX_SHOWN]))}. {_SHAPE}")
    return line
