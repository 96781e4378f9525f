"""Read numbers that a reader has typed or pasted into a table of the app."""

from collections.abc import Mapping

from nnkit.datasets.own_points.errors import TableError, shown
from nnkit.datasets.own_points.number_format import COMMA, POINT


def read_typed(cells: Mapping[str, str]) -> list[float]:
    """Return the numbers in cells, by the place of each, of a table in which the app writes decimal points.

    Each cell may have its own format, as some are typed and some are pasted. Raises TableError where a cell holds no
    number, or can be read in two ways: a number with only a point counts as written like those of the table, unless
    another cell has a decimal comma.
    """
    readings = {place: (POINT.read(cell), COMMA.read(cell)) for place, cell in cells.items()}
    has_decimal_comma = any(point is None and comma is not None for point, comma in readings.values())
    has_decimal_point = any(comma is None and point is not None for point, comma in readings.values())
    values = []
    for place, (point, comma) in readings.items():
        if not cells[place]:
            raise TableError(f"{place} is empty; expected is a number.")
        if point is None and comma is None:
            raise TableError(f"{place} holds {shown(cells[place])}; expected is a number such as 3.5 or 3,5.")
        is_point = comma is None or point == comma or ("," not in cells[place] and not has_decimal_comma)
        is_comma = point is None or ("," in cells[place] and has_decimal_comma and not has_decimal_point)
        if not is_point and not is_comma:
            raise TableError(
                f"{place} holds {shown(cells[place])}, which can mean {point:.12g} or {comma:.12g}. Write one of these."
            )
        value = point if is_point else comma
        assert value is not None
        values.append(value)
    return values
