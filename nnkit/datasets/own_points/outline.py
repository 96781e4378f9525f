"""What a reader's file consists of, and what the reader may decide about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nnkit.datasets.own_points.columns import Columns, choose_columns, has_index, label_column
from nnkit.datasets.own_points.errors import TableError, cut
from nnkit.datasets.own_points.header import has_header
from nnkit.datasets.own_points.labels import Key, spellings
from nnkit.datasets.own_points.number_format import FORMATS, POINT, NumberFormat, format_of
from nnkit.datasets.own_points.sheet import TableLine, read_sheet

DEFAULT_NAMES = ("x1", "x2", "class")  # for a file without a line of names

Classes = tuple[Key | None, Key]  # the labels of class 0, where None is every label but that of class 1, and of class 1


@dataclass(frozen=True)
class Choices:
    """What a reader decides about a file; None leaves it to the file."""

    header: bool | None = None  # whether the first line holds names
    columns: Columns | None = None
    numbers: str | None = None  # a name in FORMATS
    classes: Classes | None = None


@dataclass(frozen=True)
class Outline:
    """A file as it is read so far: the page can offer its columns and labels, even where its points can't be used."""

    lines: tuple[TableLine, ...]  # of points, without the line of names
    header: TableLine | None
    index: bool  # whether the first column only counts the rows
    delimiter: str
    left_out: tuple[str, ...]
    choices: Choices

    @cached_property
    def columns(self) -> Columns:
        """The columns of x1, x2 and the label. Raises TableError where they can't be found."""
        if self.choices.columns is not None:
            return self.choices.columns
        if not self.lines:
            return 0, 1, 2
        cells = [line.cells for line in self.lines]
        return choose_columns(cells, label_column(cells), self.index)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, cut; those of a column without a name follow from what it is used as."""
        count = len((self.header or self.lines[0]).cells)
        given = self.header.cells if self.header else [""] * count
        try:
            roles = dict(zip(self.columns, DEFAULT_NAMES, strict=True))
        except TableError:
            roles = {}
        return tuple(cut(name) or roles.get(column, f"column {column + 1}") for column, name in enumerate(given))

    @cached_property
    def number_format(self) -> NumberFormat:
        """The format of all numbers. Raises TableError where the file mixes two, or both are possible."""
        if self.choices.numbers is not None:
            return FORMATS[self.choices.numbers]
        x1, x2, label = self.columns
        rest = [column for column in range(len(self.names)) if column not in (x1, x2, label)]
        return format_of(self._cells((x1, x2)), self._cells(rest), self.delimiter)

    @cached_property
    def labels(self) -> dict[Key, str]:
        """The different labels, in order, each as it is written most often."""
        try:
            number_format = self.number_format
        except TableError:
            number_format = POINT
        return spellings([line.cells[self.columns[2]] for line in self.lines], number_format)

    def _cells(self, columns: Iterable[int]) -> dict[str, int]:
        """Return each different cell of the columns, with the number of the first line that holds it."""
        found: dict[str, int] = {}
        for column in columns:
            for line in self.lines:
                found.setdefault(line.cells[column], line.number)
        return found


def read_outline(content: bytes, choices: Choices) -> Outline:
    """Return what a file consists of. Raises TableError where it is no table of at least three columns."""
    sheet = read_sheet(content)
    first, rest = sheet.lines[0], sheet.lines[1:]
    cells = [line.cells for line in rest]
    label = choices.columns[2] if choices.columns else label_column(cells) if cells else len(first.cells) - 1
    is_header = has_header(first.cells, cells, label) if choices.header is None else choices.header
    header, lines = (first, rest) if is_header else (None, sheet.lines)
    index = has_index(first.cells, [line.cells for line in lines], is_header)
    return Outline(lines, header, index, sheet.delimiter, sheet.left_out, choices)
