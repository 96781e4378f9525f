"""Events on a line of years, each of which can be clicked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.style import BLUE, GREY, ORANGE, TEXT, finish, hide_axes, note

_LEVEL, _ROW = 54, 30  # px between labels above each other, and between the rows of a narrow timeline
_YEARS_A_LETTER = 0.62  # that a label takes on a page of 1,000 px
_MARGIN = 7  # years at both ends, for half a label


class Mark(NamedTuple):
    name: str  # given back by a click, as customdata
    year: int
    label: str
    title: str  # of the hover text
    open: bool = True  # one that is not yet is grey, and its label is not told
    current: bool = False


def timeline(marks: Sequence[Mark], narrow: bool = False) -> go.Figure:
    """One mark an event, in order of years: to scale from left to right, or row by row where there is little room."""
    figure = _rows(marks) if narrow else _to_scale(marks)
    return hide_axes(figure).update_layout(hovermode="closest", clickmode="event+select")


def _to_scale(marks: Sequence[Mark]) -> go.Figure:
    years, levels = np.array([mark.year for mark in marks]), np.array(_levels(marks))
    first, last = years.min() - _MARGIN, years.max() + _MARGIN
    x, y = (
        np.stack([start, end, np.full(len(marks), np.nan)], axis=1).ravel()
        for start, end in ((years, years), (0 * levels, levels))
    )
    stems = _line(x, y, 1)
    axis = _line(np.array([first, last]), np.array([0, 0]), 2)
    sides = ["top center" if level > 0 else "bottom center" for level in levels]
    figure = go.Figure([stems, axis, _marks(marks, years, levels, sides, "<br>")])
    for decade in range(-(-int(first) // 10) * 10, int(last) + 1, 10):
        note(
            figure,
            str(decade),
            x=decade,
            xref="x",
            xanchor="center",
            y=0,
            yref="y",
            yanchor="middle",
            font_color=GREY,
            bgcolor="rgba(128,128,128,0.15)",
        )
    low, high = min(levels.min(), 0) - 1, max(levels.max(), 0) + 1
    finish(figure, int(_LEVEL * (high - low)), _told(marks))
    figure.update_xaxes(range=[first, last])
    figure.update_yaxes(range=[low, high])
    return figure


def _rows(marks: Sequence[Mark]) -> go.Figure:
    rows = np.arange(len(marks))
    figure = go.Figure([_line(np.zeros(2), rows[[0, -1]], 2)])
    figure.add_trace(_marks(marks, np.zeros(len(marks)), rows, ["middle right"] * len(marks), "  "))
    finish(figure, _ROW * (len(marks) + 1), _told(marks))
    figure.update_xaxes(range=[-0.06, 1])
    figure.update_yaxes(range=[len(marks) - 0.3, -0.7])
    return figure


def _levels(marks: Sequence[Mark]) -> list[int]:
    """Heights of the labels, up and down in turn: for each the nearest to the line at which it covers no other."""
    ends: dict[int, float] = {}
    levels = []
    for mark in marks:
        half = _YEARS_A_LETTER * max(len(mark.label), 4) / 2
        free = (
            level
            for size in range(1, len(marks) + 1)
            for level in (size, -size)
            if ends.get(level, -np.inf) < mark.year - half
        )
        levels.append(next(free))
        ends[levels[-1]] = mark.year + half
    return levels


def _line(x: np.ndarray, y: np.ndarray, width: float) -> go.Scatter:
    return go.Scatter(x=x, y=y, mode="lines", line={"color": GREY, "width": width}, opacity=0.6, hoverinfo="skip")


def _marks(marks: Sequence[Mark], x: np.ndarray, y: np.ndarray, sides: list[str], between: str) -> go.Scatter:
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
        textposition=sides,
        textfont={"size": TEXT},
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[[mark.name] for mark in marks],
        unselected={"marker": {"opacity": 1}},  # a click chooses; it does not fade the others
        cliponaxis=False,
    )


def _told(marks: Sequence[Mark]) -> str:
    opened = [mark for mark in marks if mark.open]
    told = "; ".join(f"{mark.year} {mark.label}" for mark in opened)
    closed = len(marks) - len(opened)
    return f"{len(opened)} events on a line of years: {told}." + (f" {closed} later ones are closed." if closed else "")
