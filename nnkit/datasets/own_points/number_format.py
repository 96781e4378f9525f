"""How a reader writes numbers: with a decimal point or comma, and with what between thousands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nnkit.datasets.own_points.errors import TableError, shown

_SIGNS = str.maketrans({"−": "-", "’": "'"})  # the minus sign and the apostrophe of typesetting


@dataclass(frozen=True)
class NumberFormat:
    """Reads numbers such as 1,234.5 or 1.234,5, also with a space or an apostrophe between thousands.

    decimal: the sign between units and tenths. other: the point or the comma, which then stands between thousands.
    """

    name: str  # an example of the format
    decimal: str
    other: str
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        decimal = re.escape(self.decimal)
        grouped = rf"[1-9]\d{{0,2}}([{re.escape(self.other)}' ])\d{{3}}(?:\1\d{{3}})*"
        number = rf"[+-]?(?:(?:{grouped}|\d+)(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?"
        object.__setattr__(self, "_pattern", re.compile(number, re.ASCII))

    def read(self, cell: str) -> float | None:
        """Return the number in a cell, or None if it holds none. float() would accept nan and 1_000 as well."""
        plain = cell.translate(_SIGNS)
        if not self._pattern.fullmatch(plain):
            return None
        if plain.isdecimal():
            return float(plain)
        digits = plain.replace(self.other, "").replace("'", "").replace(" ", "").replace(self.decimal, ".")
        return float(digits) + 0.0  # -0.0 becomes 0.0, as in an experiment


POINT, COMMA = NumberFormat("1,234.5", ".", ","), NumberFormat("1.234,5", ",", ".")
FORMATS = {each.name: each for each in (POINT, COMMA)}


def is_number_like(cell: str) -> bool:
    """Return whether the cell holds a number in one of the formats."""
    return POINT.read(cell) is not None or COMMA.read(cell) is not None


def format_of(cells: Mapping[str, int], others: Iterable[str], delimiter: str) -> NumberFormat:
    """Return the one format of a file.

    cells: of the columns that are used as numbers, with the line of each. A cell that holds no number in any format
    does not count. others: of the other columns, which decide where these cells can be read in two ways. Raises
    TableError where the file mixes two formats, or where both are possible and give other numbers.
    """
    numbers = [cell for cell in cells if is_number_like(cell)]
    fitting = _fitting(numbers)
    if not fitting:
        raise TableError(_mixed(numbers, cells))
    different = [cell for cell in numbers if len({each.read(cell) for each in fitting}) > 1]
    if not different:
        return fitting[0]
    # Spreadsheets and programs with decimal commas put semicolons or tabs between cells.
    if delimiter in ", " and not any("," in cell for cell in numbers):
        return POINT
    narrowed = _fitting([cell for cell in others if is_number_like(cell)])
    if len(narrowed) == 1:
        return narrowed[0]
    raise TableError(_ambiguous(different))


def _fitting(cells: Sequence[str]) -> list[NumberFormat]:
    return [each for each in FORMATS.values() if all(each.read(cell) is not None for cell in cells)]


def _mixed(cells: Sequence[str], lines: Mapping[str, int]) -> str:
    point = next(cell for cell in cells if COMMA.read(cell) is None)
    comma = next(cell for cell in cells if POINT.read(cell) is None)
    return (
        f"Line {lines[point]} holds {shown(point)} with a decimal point, and line {lines[comma]} holds {shown(comma)} "
        f"with a decimal comma. Expected is one format for the whole file. Change one of them."
    )


def _ambiguous(cells: Sequence[str]) -> str:
    examples = " and ".join(f"{shown(cell)} ({POINT.read(cell):,g} or {COMMA.read(cell):,g})" for cell in cells[:2])
    return f"The numbers can be read in two ways, such as {examples}. Choose how they are written."
