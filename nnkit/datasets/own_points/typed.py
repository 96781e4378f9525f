"""Read numbers that a reader has typed or pasted into a table of the app."""

from collections.abc import Sequence

from nnkit.datasets.own_points.errors import TableError, shown
from nnkit.datasets.own_points.number_format import FORMATS


def read_typed(cells: Sequence[str]) -> list[float]:
    """Return the numbers that a reader has typed or pasted into a table of the app, which writes decimal points.

    Each cell may have its own format, as some are typed and some are pasted. Raises TableError where a cell holds no
    number, or can be read in two ways: a number with only a point counts as written like those of the table, unless
    another cell has a decimal comma.
    """
    readings = [[each.read(cell) for each in FORMATS.values()] for cell in cells]
    has_decimal_comma = any(point is None and comma is not None for point, comma in readings)
    has_decimal_point = any(comma is None and point is not None for point, comma in readings)
    return [
        _typed(cell, point, comma, has_decimal_comma, has_decimal_point)
        for cell, (point, comma) in zip(cells, readings, strict=True)
    ]


def _typed(
    cell: str, point: float | None, comma: float | None, has_decimal_comma: bool, has_decimal_point: bool
) -> float:
    if point is None and comma is None:
        raise TableError(f"{shown(cell)} is not a number such as 3.5 or 3,5.")
    if point is None or comma is None or point == comma:
        return comma if point is None else point  # type: ignore[return-value]  # one of them is a number
    if "," not in cell and not has_decimal_comma:
        return point
    if "," in cell and has_decimal_comma and not has_decimal_point:
        return comma
    raise TableError(f"{shown(cell)} can mean {point:g} or {comma:g}. Write it as one of these.")
