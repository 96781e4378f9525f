"""What every figure's layout has in common: height, margins, fixed axes, a legend and texts above the plot."""

import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from nnkit.figures.style import TEXT

Settings = dict[str, Any]  # a piece of a Plotly figure

# px that numbers, a title and a legend usually take. Where they take more, Plotly makes room by itself, but only
# after it has drawn the whole figure once in vain.
_TITLE_STANDOFF = 13  # from an axis's numbers to its title
_STANDOFF = 4  # from the plot to an axis's numbers: in a corner, those of both axes must not touch
_LEFT, _BOTTOM = 74, 68
_RIGHT = 24  # for half of the last number, which may stand at the end of its axis
_LEGEND, _LINE = 48, 16  # one row of legend entries, and each line of the legend's title

_UNCOPIED = re.compile(r"[xy]axis\d+|sliders")  # the first axes are copied, so that Python can ask for them
# 60,000 instead of Plotly's 60k; a power of ten from a million on, and below 0.00001.
_NUMBERS = {"separatethousands": True, "exponentformat": "power", "minexponent": 5}

FIXED = {"fixedrange": True}  # an axis that neither zooms nor pans; its grid lines stay
PICTURE = {**FIXED, "showgrid": False, "zeroline": False}  # an axis of a picture
HIDDEN = {**PICTURE, "visible": False}  # an axis of a picture without units


def make_figure(traces: Sequence[Settings], layout: Settings, height: int, alt: str) -> go.Figure:
    """Make a figure of plain dicts: its traces, and its layout with what `complete` adds."""
    return assemble(traces, complete(layout, height, alt))


class QuickFigure(go.Figure):
    """A figure with parts of its layout that plotly.py neither checks nor copies.

    It would copy the numbers of a slider one by one, and make an object with a hundred settings for every axis.
    """

    _uncopied: Settings = {}  # noqa: RUF012  it is replaced, never changed

    def to_dict(self) -> Settings:
        """Return the figure as its JSON has it."""
        drawn = super().to_dict()
        return {**drawn, "layout": {**drawn["layout"], **self._uncopied}}


def assemble(traces: Sequence[Settings], layout: Settings, kind: type[QuickFigure] = QuickFigure) -> go.Figure:
    """Give Plotly everything at once, because changing a figure afterwards takes it ten times as long.

    Plotly does not check names and values here, which would take it three times as long: a test checks every figure.
    """
    copied = {name: part for name, part in layout.items() if not _UNCOPIED.fullmatch(name)}
    figure = kind({"data": list(traces), "layout": copied}, _validate=False)
    figure._uncopied = {name: part for name, part in layout.items() if name not in copied}
    return figure


def complete(layout: Settings, height: int, alt: str) -> Settings:
    """Return a layout with a height in px, an alternative text, margins and the style of its axes.

    What the layout has already stays. Its legend is shown if there is one. Dragging is off, because it would catch the
    finger of a reader who only wants to scroll past the figure.
    """
    names = {"xaxis", "yaxis", *(name for name in layout if name.startswith(("xaxis", "yaxis")))}
    axes = {name: _style(layout.get(name, {})) for name in names}
    visible = {name[0] for name, axis in axes.items() if axis.get("visible") is not False}
    margins = {**_margins(visible, layout.get("legend")), **layout.get("margin", {})}
    common = {"height": height, "meta": {"alt": alt}, "dragmode": False, "showlegend": "legend" in layout}
    return {**common, **layout, **axes, "margin": margins}


def _style(axis: Settings) -> Settings:
    """Return an axis with the sizes of its texts, unless it is invisible."""
    if axis.get("visible") is False:
        return axis
    title = {"font": {"size": TEXT + 1}, "standoff": _TITLE_STANDOFF, **axis.get("title", {})}
    numbers = {} if axis.get("type") in ("log", "category") else _NUMBERS
    standard = {"automargin": True, "ticklabelstandoff": _STANDOFF, "tickfont": {"size": TEXT}}
    return {**standard, **numbers, **axis, "title": title}


def _margins(visible_axes: set[str], legend: Settings | None) -> dict[str, int]:
    """Return the margins in px; `visible_axes` holds "x", "y" or both."""
    margins = dict.fromkeys("lrtb", 8)
    if "y" in visible_axes:
        margins["l"] = _LEFT
    if "x" in visible_axes:
        margins |= {"b": _BOTTOM, "r": _RIGHT}
    if legend and legend["y"] > 1:
        title = legend["title"]["text"]
        margins["t"] = _LEGEND + (_LINE * (1 + title.count("<br>")) if title else 0)
    return margins


def numbered(name: str, number: int) -> str:
    """Return Plotly's name of one of several axes or legends, counted from 1: xaxis, xaxis2, xaxis3 …"""
    return name if number == 1 else f"{name}{number}"


def annotation(text: str, **position: Any) -> Settings:
    """Return a text without an arrow. Its position is a place on the paper unless `position` says otherwise."""
    style = {"showarrow": False, "font": {"size": TEXT}, "align": "left"}
    return {"text": text, "xref": "paper", "yref": "paper", "xanchor": "left", **style, **position}


def text_above(text: str, **position: Any) -> Settings:
    """Return a line of text on the plot's upper edge, from the left edge on, unless `position` says otherwise."""
    default = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"text": text, "showarrow": False, "font": {"size": TEXT}, **default, **position}


def legend_above(title: str = "") -> Settings:
    """Return a legend above the plot, under a line of text: beside the plot it would take a phone's narrow width."""
    title_above = {"text": title, "side": "top", "font": {"size": TEXT}}
    position = {"x": 0, "y": 1.02, "yanchor": "bottom", "orientation": "h", "tracegroupgap": 0}
    return {**position, "title": title_above, "font": {"size": TEXT}}
