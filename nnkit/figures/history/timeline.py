"""A timeline of events that can be clicked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import HIDDEN, Settings, make_figure
from nnkit.figures.style import BLUE, GREY, ORANGE, TEXT

_ROW = 26  # px from one mark to the next, at least
_BEFORE, _AFTER = 3, 5  # years before the first event, and after the last
_AXIS, _BEND, _MARKS = 0.15, 0.2, 0.26  # places of the years' line, of a bend and of the marks, as shares of the width


class Mark(NamedTuple):
    """An event."""

    name: str  # the customdata that a click returns
    year: int
    label: str
    title: str  # of the tooltip
    open: bool = True  # a closed mark is grey and has no label
    current: bool = False  # the current mark is larger and orange


def timeline(marks: Sequence[Mark], height: int) -> go.Figure:
    """A line of years, to scale from top to bottom, and beside it a mark for each event, in the order of years.

    A mark is higher or lower than its year where marks would come too close to each other; a line leads to its year.
    """
    first, last = marks[0].year - _BEFORE, marks[-1].year + _AFTER
    years = np.array([mark.year for mark in marks], float)
    gap = _ROW * (last - first) / height
    places = np.clip(_spread(years, gap), *_limits(len(marks), gap, first, last))
    axis = _line(np.array([_AXIS, _AXIS]), np.array([first, last], float), 2)
    ends = np.full(len(marks), np.nan)  # of one connection, before the next begins
    x = np.tile([_AXIS, _BEND, _MARKS, np.nan], len(marks))
    connections = _line(x, np.stack([years, places, places, ends], axis=1).ravel(), 1)
    layout = _layout([0, 1], [last, first], [_decade(year) for year in range(-(-first // 10) * 10, last + 1, 10)])
    return make_figure([axis, connections, _marks(marks, places)], layout, height, _alt_text(marks))


def _spread(years: np.ndarray, gap: float) -> np.ndarray:
    """Return the places nearest to the years, by least squares, at which each mark is `gap` or more after the last.

    years: (events,), sorted. Neighbours that would be too close form a block of marks `gap` apart, around the mean of
    their years. A block that meets the one before becomes one with it ("pool adjacent violators", Ayer et al. 1955,
    Annals of Mathematical Statistics 26(4), 641-647).
    """
    offsets = gap * np.arange(len(years))
    blocks: list[list[float]] = []
    for place in years - offsets:
        blocks.append([place])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return np.concatenate([np.full(len(block), np.mean(block)) for block in blocks]) + offsets


def _limits(marks: int, gap: float, first: float, last: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest place of each mark that leave room for the others: (marks,) each."""
    order = np.arange(marks)
    return first + gap * (order + 0.5), last - gap * (marks - order - 0.5)


def _layout(across: list[float], down: list[float], labels: list[Settings]) -> Settings:
    """A layout with the ranges of invisible axes."""
    axes = {"xaxis": {**HIDDEN, "range": across}, "yaxis": {**HIDDEN, "range": down}}
    return {**axes, "annotations": labels, "hovermode": "closest", "clickmode": "event+select"}


def _decade(year: int) -> Settings:
    """The label of a decade, left of the line."""
    place = {"x": _AXIS, "y": year, "xref": "x", "yref": "y", "xanchor": "right", "yanchor": "middle", "xshift": -6}
    return {**place, "text": str(year), "showarrow": False, "font": {"color": GREY, "size": TEXT + 1}}


def _line(x: np.ndarray, y: np.ndarray, width: float) -> Settings:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": GREY, "width": width},
        "opacity": 0.6,
        "hoverinfo": "skip",
    }


def _marks(marks: Sequence[Mark], places: np.ndarray) -> Settings:
    """All marks as one trace, the current one larger and of another colour."""
    colours = [ORANGE if mark.current else BLUE if mark.open else GREY for mark in marks]
    looks = {
        "color": colours,
        "size": [18 if mark.current else 13 for mark in marks],
        "symbol": ["circle" if mark.open else "circle-open" for mark in marks],
        "line": {"width": [0 if mark.open else 2 for mark in marks], "color": colours},
        "opacity": 1,
    }
    texts = [f"  <b>{mark.year}</b>  {mark.label}" if mark.open else f"  <b>{mark.year}</b>" for mark in marks]
    hovers = [
        f"{mark.year} · {mark.title}" if mark.open else f"{mark.year}: later than the chosen year" for mark in marks
    ]
    return {
        "type": "scatter",
        "x": np.full(len(marks), _MARKS),
        "y": places,
        "mode": "markers+text",
        "marker": looks,
        "text": texts,
        "textposition": "middle right",
        "textfont": {"size": TEXT + 1},
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [[mark.name] for mark in marks],
        "unselected": {"marker": {"opacity": 1}},  # a click does not fade the others
        "cliponaxis": False,
    }


def _alt_text(marks: Sequence[Mark]) -> str:
    opened = [mark for mark in marks if mark.open]
    events = "; ".join(f"{mark.year} {mark.label}" for mark in opened)
    closed = len(marks) - len(opened)
    text = f"A timeline with {len(opened)} events: {events}."
    return text + (f" Later events of which you see only the year: {closed}." if closed else "")
