"""Two proofs as figures: why the rule ends if a line separates the classes, and why no line does."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, legend_above, make_figure
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.perceptron.answers import Place
from nnkit.figures.planar.traces import AXIS_NAMES, Points, marker_size, square_axes, training_points
from nnkit.figures.style import BLUE, CLASSES, GREY, ORANGE, with_opacity
from nnkit.results.grid import Grid


def length_bounds(
    updates: np.ndarray, at_least: np.ndarray, at_most: np.ndarray, lengths: np.ndarray, height: int = 400
) -> go.Figure:
    """The length |w| of the weights after each update, between two bounds that meet where the updates must end.

    updates, at_least, at_most: (n,). lengths: of the weights at first and after each update. height: in px.
    """
    curves = (
        ("|w| is at most", updates, at_most, {"color": ORANGE, "width": 2.5}, "lines"),
        ("|w| is at least", updates, at_least, {"color": GREY, "width": 2.5, "dash": "dash"}, "lines"),
        ("actual |w|", np.arange(len(lengths)), lengths, {"color": BLUE, "width": 2}, "lines+markers"),
    )
    traces = [
        {
            "type": "scatter",
            "x": x,
            "y": np.asarray(y, np.float32),
            "name": name,
            "line": line,
            "mode": mode,
            "marker": {"size": 5},
            "hovertemplate": "%{y:.3~g} after %{x:.0f} updates",
        }
        for name, x, y, line, mode in curves
    ]
    x_axis = {"title": {"text": "updates"}, "rangemode": "tozero", **FIXED}
    y_axis = {"title": {"text": "length of w"}, **FIXED}
    layout = {"xaxis": x_axis, "yaxis": y_axis, "legend": legend_above(), "hovermode": "closest"}
    alt = f"The length of the weights is {scientific(lengths[-1])} after {len(lengths) - 1:,} updates. "
    alt += f"Its two bounds meet near {fixed(updates[at_least <= at_most][-1], 1)} updates."
    return make_figure(traces, layout, height, alt)


def crossing_hulls(
    grid: Grid, points: Points, used: tuple[Sequence[int], Sequence[int]], shared: Place, height: int = 400
) -> go.Figure:
    """A few points of each class, joined, and a place that lies between both the ones and the others.

    used: the row numbers of the points of class 0 and of class 1. shared: that place. height: in px.
    """
    traces = [
        {
            "type": "scatter",
            "x": points.coordinates[[*rows, rows[0]], 0],
            "y": points.coordinates[[*rows, rows[0]], 1],
            "mode": "lines",
            "line": {"color": CLASSES[label], "width": 3},
            "fill": "toself",
            "fillcolor": with_opacity(CLASSES[label]),
            "showlegend": False,
            "hoverinfo": "skip",
        }
        for label, rows in enumerate(used)
    ]
    traces += training_points(points, marker_size(points, 8), on_tiles=False)
    star = {"symbol": "star", "size": 16, "color": GREY}
    hover = "x1 = %{x:.3~g}, x2 = %{y:.3~g}<extra></extra>"
    x, y = shared
    traces.append(
        {
            "type": "scatter",
            "x": [x],
            "y": [y],
            "mode": "markers",
            "marker": star,
            "name": "between both classes",
            "hovertemplate": hover,
        }
    )
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=True)
    layout = {**axes, "legend": legend_above(), "hovermode": "closest"}
    alt = (
        f"The point ({scientific(x)}, {scientific(y)}) lies between points of class 0 ({len(used[0])} are joined) and "
        f"also between points of class 1 ({len(used[1])} are joined)."
    )
    return make_figure(traces, layout, height, alt)
