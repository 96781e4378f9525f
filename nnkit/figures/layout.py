"""What every figure's layout has in common: height, margins, fixed axes, a legend and texts above the plot."""

from typing import Any

import plotly.graph_objects as go

from nnkit.figures.style import TEXT

Settings = dict[str, Any]  # a piece of a Plotly figure

# px that numbers, a title and a legend usually take. Where they take more, Plotly makes room by itself, but only
# after it has drawn the whole figure once in vain.
_TITLE_STANDOFF = 13  # from an axis's numbers to its title
_LEFT, _BOTTOM = 74, 68
_RIGHT = 24  # for half of the last number, which may stand at the end of its axis
_LEGEND, _LINE = 48, 16  # one row of legend entries, and each line of the legend's title


def finish(figure: go.Figure, height: int, alt: str, **layout: Any) -> go.Figure:
    """Set a figure's height in px, its alternative text and its margins, and turn dragging off.

    A figure that can be dragged would catch the finger of a reader who only wants to scroll past it. `layout` is
    applied last.
    """
    figure.update_layout(height=height, meta={"alt": alt}, dragmode=False, showlegend=False)
    axes = [axis for axis in (*figure.select_xaxes(), *figure.select_yaxes()) if axis.visible is not False]
    for axis in axes:  # takes half as long as update_xaxes
        axis.automargin, axis.tickfont.size = True, TEXT
        axis.title.font.size, axis.title.standoff = TEXT + 1, _TITLE_STANDOFF
    legend = figure.layout.legend if layout.get("showlegend") else None
    figure.layout.margin = _margins({axis.plotly_name[0] for axis in axes}, legend)
    return figure.update_layout(**layout)


def _margins(visible_axes: set[str], legend: go.layout.Legend | None) -> dict[str, int]:
    """Return the margins in px; `visible_axes` holds "x", "y" or both."""
    margins = dict.fromkeys("lrtb", 8)
    if "y" in visible_axes:
        margins["l"] = _LEFT
    if "x" in visible_axes:
        margins |= {"b": _BOTTOM, "r": _RIGHT}
    if legend and (legend.y or 0) > 1:
        margins["t"] = _LEGEND + (_LINE * (1 + legend.title.text.count("<br>")) if legend.title.text else 0)
    return margins


def disable_zoom(figure: go.Figure) -> go.Figure:
    """Keep the axes from zooming and panning; their grid lines stay."""
    return figure.update_xaxes(fixedrange=True).update_yaxes(fixedrange=True)


def fix_axes(figure: go.Figure) -> go.Figure:
    """Keep the axes from zooming and panning, and hide their grid lines: for pictures."""
    figure.update_xaxes(fixedrange=True, showgrid=False, zeroline=False)
    return figure.update_yaxes(fixedrange=True, showgrid=False, zeroline=False)


def hide_axes(figure: go.Figure) -> go.Figure:
    """Hide the axes, for pictures without units. Call it before `finish`, which leaves room for visible axes."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return fix_axes(figure)


def annotation(text: str, **position: Any) -> Settings:
    """Return a text without an arrow. Its position is a place on the paper unless `position` says otherwise."""
    style = {"showarrow": False, "font": {"size": TEXT}, "align": "left"}
    return {"text": text, "xref": "paper", "yref": "paper", "xanchor": "left", **style, **position}


def add_text_above(figure: go.Figure, text: str, **position: Any) -> go.Figure:
    """Add a line of text on the plot's upper edge, from the left edge on, unless `position` says otherwise."""
    default = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return figure.add_annotation(text=text, showarrow=False, font_size=TEXT, **{**default, **position})


def legend_above(title: str = "") -> Settings:
    """Return a legend above the plot, under a line of text: beside the plot it would take a phone's narrow width."""
    title_above = {"text": title, "side": "top", "font": {"size": TEXT}}
    position = {"x": 0, "y": 1.02, "yanchor": "bottom", "orientation": "h", "tracegroupgap": 0}
    return {**position, "title": title_above, "font": {"size": TEXT}}
