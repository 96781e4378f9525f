"""What figures of the plane call the axes and the classes."""

from html import escape
from typing import NamedTuple

from nnkit.experiment import COORDINATES, Data, Table

Pair = tuple[str, str]
MAX_LABEL = 20  # characters of a reader's label that a legend has room for


class PlaneNames(NamedTuple):
    """Names as Plotly reads them: it takes <b> and the like for markup, so they are escaped."""

    axes: Pair = COORDINATES
    classes: Pair = ("0", "1")  # as after the word “class”


def names_of(data: Data) -> PlaneNames:
    """Return the names of a reader's own columns, which are drawn scaled, and labels; x1, x2, 0 and 1 for others."""
    if not isinstance(data, Table):
        return PlaneNames()
    x1, x2 = (f"{_escaped(column)} (scaled)" for column in data.columns)
    zero, one = (
        number if label == number else f"{number} ({_escaped(_short(label))})"
        for label, number in zip(data.labels, ("0", "1"), strict=True)
    )
    return PlaneNames((x1, x2), (zero, one))


def _short(label: str) -> str:
    return label if len(label) <= MAX_LABEL else label[: MAX_LABEL - 1] + "…"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("%{", "% {")  # %{x} stands for a value in hover texts
