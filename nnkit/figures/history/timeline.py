"""A timeline of events that can be clicked."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import finish
from nnkit.figures.style import BLUE, GREY, ORANGE, TEXT

_LEVEL, _ROW = 46, 30  # px between labels above each other, and between the rows of a narrow timeline
_YEARS_PER_LETTER = 0.62  # width of a label on a page of 1,000 px
_BEFORE, _AFTER = 5, 8  # years before the first mark, and after the last, whose label needs room
_DIGITS = 5  # width of a year, in letters
_GAP = 1.8  # half the width of a decade's name, in years


class Mark(NamedTuple):
    """An event."""

    name: str  # the customdata that a click returns
    year: int
    label: str
    title: str  # of the tooltip
    open: bool = True  # a closed mark is grey and has no label
    current: bool = False  # the current mark is larger and orange


def timeline(marks: Sequence[Mark], narrow: bool = False) -> go.Figure:
    """A mark for each event, in the order of years: to scale from left to right, or for a narrow page in rows."""
    return _rows(marks) if narrow else _to_scale(marks)


def _to_scale(marks: Sequence[Mark]) -> go.Figure:
    years, levels = np.array([mark.year for mark in marks]), np.array(_levels(marks))
    first, last = int(years.min()) - _BEFORE, int(years.max()) + _AFTER
    x, y = (
        np.stack([start, end, np.full(len(marks), np.nan)], axis=1).ravel()
        for start, end in ((years, years), (0 * levels, levels))
    )
    stems = _line(x, y, 1)
    decades = range(-(-first // 10) * 10, last + 1, 10)
    ends = [first, *(end for year in decades for end in (year - _GAP, np.nan, year + _GAP)), last]
    axis = _line(np.array(ends), np.zeros(len(ends)), 2)
    low, high = int(min(levels.min(), 0)) - 1, int(max(levels.max(), 0)) + 1
    layout = {**_frame([first, last], [low, high]), "annotations": [_decade(year) for year in decades]}
    figure = go.Figure([stems, axis, _marks(marks, years, levels, "<br>")], layout)
    return finish(figure, _LEVEL * (high - low), _alt_text(marks))


def _frame(across: list[float], down: list[float]) -> dict[str, Any]:
    """A layout with the ranges of invisible axes: to change a layout afterwards takes Plotly ten times as long."""
    hidden = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    axes = {"xaxis": {**hidden, "range": across}, "yaxis": {**hidden, "range": down}}
    return {**axes, "hovermode": "closest", "clickmode": "event+select"}


def _decade(year: int) -> dict[str, Any]:
    """The label of a decade, on the line itself."""
    place = {"x": year, "y": 0, "xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"}
    return {**place, "text": str(year), "showarrow": False, "font": {"color": GREY, "size": TEXT}}


def _rows(marks: Sequence[Mark]) -> go.Figure:
    rows = np.arange(len(marks))
    traces = [_line(np.zeros(2), rows[[0, -1]], 2), _marks(marks, np.zeros(len(marks)), rows, "  ")]
    figure = go.Figure(traces, _frame([-0.06, 1], [len(marks) - 0.3, -0.7]))
    return finish(figure, _ROW * (len(marks) + 1), _alt_text(marks))


def _levels(marks: Sequence[Mark]) -> list[int]:
    """Heights of the marks, alternately above and below the line.

    A label extends to the right of its mark. Each mark is higher than all marks on its side that its label reaches, so
    that no stem crosses a label.
    """
    heights: list[int] = []
    for place in reversed(range(len(marks))):
        reach = marks[place].year + _YEARS_PER_LETTER * max(len(marks[place].label), _DIGITS) + _GAP
        same_side = zip(marks[place + 2 :: 2], heights[-2::-2], strict=True)
        heights.append(1 + max((height for mark, height in same_side if mark.year <= reach), default=0))
    return [-height if place % 2 else height for place, height in enumerate(reversed(heights))]


def _line(x: np.ndarray, y: np.ndarray, width: float) -> go.Scatter:
    return go.Scatter(x=x, y=y, mode="lines", line={"color": GREY, "width": width}, opacity=0.6, hoverinfo="skip")


def _marks(marks: Sequence[Mark], x: np.ndarray, y: np.ndarray, between: str) -> go.Scatter:
    """All marks as one trace, the current one larger and of another colour."""
    colours = [ORANGE if mark.current else BLUE if mark.open else GREY for mark in marks]
    looks = {
        "color": colours,
        "size": [18 if mark.current else 13 for mark in marks],
        "symbol": ["circle" if mark.open else "circle-open" for mark in marks],
        "line": {"width": [0 if mark.open else 2 for mark in marks], "color": colours},
        "opacity": 1,
    }
    texts = [f"<b>{mark.year}</b>{between}{mark.label}" if mark.open else f"<b>{mark.year}</b>" for mark in marks]
    hovers = [f"{mark.year} · {mark.title}" if mark.open else f"{mark.year}: still closed" for mark in marks]
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        marker=looks,
        text=texts,
        textposition="middle right",
        textfont={"size": TEXT},
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[[mark.name] for mark in marks],
        unselected={"marker": {"opacity": 1}},  # a click does not fade the others
        cliponaxis=False,
    )


def _alt_text(marks: Sequence[Mark]) -> str:
    opened = [mark for mark in marks if mark.open]
    events = "; ".join(f"{mark.year} {mark.label}" for mark in opened)
    closed = len(marks) - len(opened)
    return f"{len(opened)} events on a line of years: {events}." + (
        f" {closed} later ones are closed." if closed else ""
    )
