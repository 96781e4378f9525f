"""Maps of the plane: points, one network's predictions, and how far several networks agree."""

import re
from html import unescape
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings, legend_above, make_figure
from nnkit.figures.numbers import percent
from nnkit.figures.planar.names import PlaneNames
from nnkit.figures.planar.traces import (
    DEFAULT_NAMES,
    Bounds,
    Points,
    best_boundary,
    coordinates_text,
    legend_tile,
    marker_size,
    shading,
    square_axes,
    training_points,
    validation_points,
)
from nnkit.figures.style import PROBABILITIES, TEXT, best_possible_key
from nnkit.results.grid import Grid, grid_around

Map = tuple[np.ndarray, np.ndarray, np.ndarray]  # x1 (columns,), x2 (rows,), P(class 1) (rows, columns)

COMPACT = 258  # px: at this height the plane fills a column of 210 px under a title of two lines
FULL = 400
_MIN_FULL = 320  # px; a map of less height has no room for a legend
_TICKS = 20  # px for the tick labels of a compact map, on the left and below
_LINE = 16  # px of a line of text
_BEST = best_possible_key("best possible boundary")
_TITLE_WIDTH = 38  # characters that fit 200 px


def point_plot(
    train: Points,
    validation: Points | None = None,
    bayes: Map | None = None,
    names: PlaneNames = DEFAULT_NAMES,
) -> go.Figure:
    """Draw the training points; a click on their legend entry shows the validation points.

    bayes: the true probability of class 1; its line at one half is the best possible boundary on new points.
    """
    traces, drawn = [], [train[0]]
    counts = np.bincount(np.asarray(train[1], int), minlength=2)
    zero, one = map(unescape, names.classes)
    alt = f"{counts.sum():,} training points: {counts[0]:,} of class {zero} and {counts[1]:,} of class {one}."
    if validation is not None:
        traces += validation_points(validation, names)
        drawn.append(validation[0])
        alt += f" {len(validation[1]):,} validation points can be shown."
    if bayes is not None:
        traces.append(best_boundary(*bayes))
        alt += " The dotted line is the best possible boundary."
    traces += training_points(train, 7, names, on_tiles=False)
    grid = grid_around(np.concatenate(drawn), 2)
    bounds = (grid.x1, grid.x2) if bayes is None else bayes[:2]
    return _full(traces, square_axes(bounds, names.axes, showgrid=True), alt, _BEST if bayes is not None else "")


def decision_map(
    grid: Grid,
    probabilities: np.ndarray,
    train: Points,
    validation: Points | None = None,
    bayes_map: np.ndarray | None = None,
    title: str = "",
    height: int = COMPACT,
    model: str = "network",
    compact: bool | None = None,
    names: PlaneNames = DEFAULT_NAMES,
) -> go.Figure:
    """Draw a network's probability of class 1 as shading, and the line at one half, under the training points.

    probabilities, bayes_map: (rows, columns) shares over `grid`, as `probability_map` returns them; the second is the
        true probability, whose line at one half is dotted.
    title: lines of text with <br> between them, and <b>; a compact map breaks long lines.
    height: in px.
    compact: for several maps in a row, without a legend and titles of axes; below 320 px by default.
    model: the name in the legend of what has this boundary.
    """
    compact, bounds = height < _MIN_FULL if compact is None else compact, (grid.x1, grid.x2)
    traces = [shading(grid, probabilities, names)]
    if bayes_map is not None:
        traces.append(best_boundary(*bounds, bayes_map))
    if validation is not None:  # without a legend to show them, they are visible
        traces += validation_points(validation, names, hidden=not compact)
    traces += training_points(train, 5 if height < _MIN_FULL else marker_size(train, 7), names)
    alt = _map_alt_text(title, np.asarray(probabilities), bayes_map)
    if compact:
        return _compact(traces, bounds, alt, title, height)
    # Where all answers are on one side of one half, no line is drawn.
    drawn = [f"— {model}'s boundary"] if np.min(probabilities) < 0.5 < np.max(probabilities) else []
    lines = "   ".join([*drawn, _BEST] if bayes_map is not None else drawn)
    above = "<br>".join(filter(None, (title, lines)))
    return _full(traces, square_axes(bounds, names.axes, showgrid=False), alt, above, height)


def agreement_map(
    grid: Grid,
    votes: np.ndarray,
    train: Points,
    networks: int,
    bayes_map: np.ndarray | None = None,
    names: PlaneNames = DEFAULT_NAMES,
) -> go.Figure:
    """Draw how many of several networks predict class 1; `votes` (rows, columns) is their share over `grid`."""
    counts, bounds = np.rint(networks * np.asarray(votes)).astype(np.uint8), (grid.x1, grid.x2)
    bands = {
        "type": "contour",
        "x": grid.x1,
        "y": grid.x2,
        "z": counts,
        "contours": {"start": 0.5, "end": networks - 0.5, "size": 1},
        "line": {"width": 0},
        "colorscale": PROBABILITIES,
        "zmin": 0,
        "zmax": networks,
        "showscale": False,
        "hovertemplate": f"%{{z}} of {networks} networks answer class {names.classes[1]}"
        f"<br>{coordinates_text(names.axes)}<extra></extra>",
    }
    boundary = [] if bayes_map is None else [best_boundary(*bounds, bayes_map)]
    meanings = (f"all {networks}: class {names.classes[0]}", "split", f"all {networks}: class {names.classes[1]}")
    tiles = [legend_tile(colour, meaning) for (_, colour), meaning in zip(PROBABILITIES, meanings, strict=True)]
    # The tiles have the same colours as the points.
    points = [{**trace, "showlegend": False} for trace in training_points(train, 7, names)]
    traces = [bands, *boundary, *points, *tiles]
    lines = _BEST if bayes_map is not None else ""
    return _full(traces, square_axes(bounds, names.axes, showgrid=False), _votes_alt_text(counts, networks), lines)


def _full(traces: list[Settings], axes: Settings, alt: str, lines: str, height: int = FULL) -> go.Figure:
    """Make a figure with a legend above. Its title explains the lines, which as entries would take a row each."""
    return make_figure(traces, {**axes, "legend": legend_above(lines), "hovermode": "closest"}, height, alt)


def _compact(traces: list[Settings], bounds: Bounds, alt: str, title: str, height: int) -> go.Figure:
    """Make a figure with few tick labels, and the title above, from the left edge of the column."""
    lines = [short for line in title.split("<br>") for short in wrap(line, _TITLE_WIDTH)]
    above = {"text": "<br>".join(lines), "align": "left", "font": {"size": TEXT}, "showarrow": False}
    above |= {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -_TICKS}
    above |= {"y": 1, "yref": "paper", "yanchor": "bottom"}
    # Without automargin, maps side by side have one size.
    axes = square_axes(bounds, showgrid=False, nticks=5, ticks="", ticklabelstandoff=2, automargin=False)
    margin = {"t": _LINE * len(lines) + 6, "l": _TICKS, "r": 2, "b": _TICKS, "pad": 0}
    layout = {**axes, "annotations": [above], "hovermode": "closest", "margin": margin}
    return make_figure(traces, layout, height, alt)


def _map_alt_text(title: str, probabilities: np.ndarray, bayes_map: np.ndarray | None) -> str:
    of = f" ({re.sub('<.*?>', '', title.replace('<br>', ', '))})" if title else ""
    says = probabilities >= 0.5
    text = f"Decision map{of}: the answer is class 1 on {percent(says.mean(), 0)} of the plane."
    if bayes_map is None:
        return text
    right = percent(np.mean(says == (np.asarray(bayes_map) >= 0.5)), 0)
    return f"{text} It is the best possible answer on {right} of the plane."


def _votes_alt_text(counts: np.ndarray, networks: int) -> str:
    minority = np.minimum(counts, networks - counts).astype(int)
    return (
        f"On {percent(np.mean(minority == 0), 0)} of the plane, all {networks} networks give the same answer. On "
        f"{percent(np.mean(10 * minority >= 3 * networks), 0)} of the plane, at least 30\u00a0% of them disagree with "
        "the others."
    )
