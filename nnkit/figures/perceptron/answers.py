"""A perceptron's line between points, and its errors in each epoch."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, Settings, legend_above, make_figure
from nnkit.figures.numbers import PERCENT, fixed, plain
from nnkit.figures.planar.traces import AXIS_NAMES, Points, marker_size, square_axes, training_points
from nnkit.figures.style import BLUE, DARK, GREY, PROBABILITIES
from nnkit.results.grid import Grid

Place = tuple[float, float]

LINES = ((DARK, "solid"), (BLUE, "dash"), ("#a535f0", "dot"), ("#2e9963", "dashdot"), ("#d0342c", "11px,3px"))
_BEFORE = (GREY, "dash")
_ABOVE = 20  # px above the plot, for the highest number beside it
_MAX_LABELS, _MAX_BARS = 20, 100  # epochs that can each have a tick label, and a bar
_FEW_ERRORS = 6  # up to which the axis has a tick for each number
_SIDES = ((PROBABILITIES[0][1], "0"), (PROBABILITIES[-1][1], "1"))


class Turn(NamedTuple):
    """One step with one sample."""

    sample: int  # row number of the point
    before: np.ndarray  # (rows, columns) z over the grid, before the step
    arrow: tuple[Place, Place] | None  # tail and head: from the line in the direction of the weights, after the step


def answered_plane(
    grid: Grid,
    points: Points,
    pre_activations: Mapping[str, np.ndarray],
    at_zero: int = 1,
    turn: Turn | None = None,
    height: int = 400,
) -> go.Figure:
    """The decision boundaries of one or more neurons, and the outputs of the first one by colour.

    pre_activations: by name, z (rows, columns) over the grid. at_zero: the first neuron's output where z is 0. turn: a
    step to show too. height: in px.
    """
    main, shaded = next(iter(pre_activations.items()))
    shown = f"— {main}"  # in the legend's title, which has the theme's text colour: DARK would not show on a dark page
    traces = [_sides(grid, shaded, at_zero)]
    if turn is not None:
        traces.append(_line(grid, turn.before, "line before", *_BEFORE))
    looks = zip(pre_activations.items(), LINES, strict=False)
    traces += [{**_line(grid, values, name, *look), "showlegend": name != main} for (name, values), look in looks]
    traces += training_points(points, marker_size(points, 8))
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=False)
    if turn is not None:
        traces.append(_ring(points, turn.sample))
        axes["annotations"] = [] if turn.arrow is None else [_arrow_note(*turn.arrow)]
        shown = f"{shown}   ◯ current sample"
    layout = {**axes, "legend": legend_above(shown), "hovermode": "closest"}
    ones = 100 * np.mean(shaded >= 0 if at_zero else shaded > 0)
    alt = f"{len(points.labels)} points. Boundaries: {', '.join(pre_activations)}. "
    alt += f"For “{main}”, the output is 1 on {fixed(float(ones), 0)}{PERCENT} of the plane."
    return make_figure(traces, layout, height, alt)


def errors_by_epoch(errors: np.ndarray, epoch: int | None = None, height: int = 240) -> go.Figure:
    """The number of errors in each epoch, (epochs,). epoch: the one to highlight, from 0. height: in px."""
    epochs = np.arange(1, len(errors) + 1)
    look = {"hovertemplate": "epoch %{x}<br>errors: %{y}<extra></extra>"}
    traces: list[Settings] = [{"type": "bar", "x": epochs, "y": errors, "marker": {"color": GREY}, **look}]
    if len(errors) > _MAX_BARS:  # one area takes the browser less time than a hundred bars
        area = {"mode": "lines", "line": {"shape": "hvh", "width": 1, "color": GREY}, "fill": "tozeroy"}
        traces = [{"type": "scatter", "x": epochs, "y": errors, **area, **look}]
    if epoch is not None:
        highlight = {
            "width": max(0.85, len(errors) / _MAX_BARS),
            "marker": {"color": BLUE},
        }  # wide enough to be visible
        traces.append({"type": "bar", "x": [epoch + 1], "y": [errors[epoch]], **highlight, **look})
    y = {"title": {"text": "errors"}, "rangemode": "tozero", "tickformat": "d", **FIXED}
    if np.max(errors, initial=0) <= _FEW_ERRORS:  # else there would be ticks between whole numbers
        y["dtick"] = 1
    x: Settings = {"title": {"text": "epoch"}, "tickformat": "d", **FIXED}
    x |= {"dtick": 1} if len(errors) <= _MAX_LABELS else {"nticks": 8}
    layout = {"xaxis": x, "yaxis": y, "bargap": 0.15, "barmode": "overlay", "margin": {"t": _ABOVE}}
    alt = f"Errors in each of {len(errors):,} epochs: {errors[0]} in the first, {errors[-1]} in the last."
    return make_figure(traces, layout, height, alt)


def _sides(grid: Grid, pre_activations: np.ndarray, at_zero: int) -> Settings:
    """The regions of output 0 and of output 1 by colour."""
    drawn = np.asarray(pre_activations, np.float32)
    if not drawn.any():  # z is 0 everywhere
        drawn = np.full_like(drawn, 1 if at_zero else -1)
    (zero, _), (one, _) = _SIDES
    sign = "≥" if at_zero else ">"
    return {
        "type": "contour",
        "x": grid.x1,
        "y": grid.x2,
        "z": drawn,
        "customdata": np.asarray(pre_activations, np.float32),
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "fill"},
        "line": {"width": 0},
        "colorscale": [[0, zero], [0.5, zero], [0.5, one], [1, one]],
        "zmin": -1,
        "zmax": 1,
        "zauto": False,
        "showscale": False,
        "hovertemplate": f"z = %{{customdata:.3~g}}, and the output is 1 where z {sign} 0"
        "<br>x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>",
    }


def _line(grid: Grid, pre_activations: np.ndarray, name: str, colour: str, dash: str) -> Settings:
    return {
        "type": "contour",
        "x": grid.x1,
        "y": grid.x2,
        "z": np.asarray(pre_activations, np.float32),
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
        "line": {"color": colour, "width": 2.5, "dash": dash},
        "name": name,
        "showscale": False,
        "showlegend": True,
        "hoverinfo": "skip",
    }


def _ring(points: Points, sample: int) -> Settings:
    x, y = points.coordinates[sample]
    ring = {"symbol": "circle-open", "size": 26, "color": DARK, "line": {"width": 3}}
    hover = f"current sample: x1 = {plain(x)}, x2 = {plain(y)}, class {points.labels[sample]}<extra></extra>"
    return {
        "type": "scatter",
        "x": [x],
        "y": [y],
        "mode": "markers",
        "marker": ring,
        "showlegend": False,
        "hovertemplate": hover,
    }


def _arrow_note(tail: Place, head: Place) -> Settings:
    """An arrow in data units."""
    ends = {"x": head[0], "y": head[1], "ax": tail[0], "ay": tail[1]}
    refs = {"xref": "x", "yref": "y", "axref": "x", "ayref": "y"}
    return {**ends, **refs, "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 2.5, "arrowcolor": DARK}
