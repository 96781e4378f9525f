"""A perceptron at work: its line between points, and its mistakes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import finish, legend_above
from nnkit.figures.planar.traces import AXIS_NAMES, Points, marker_size, square_axes, training_points
from nnkit.figures.style import BLUE, DARK, GREY, PROBABILITIES
from nnkit.results.grid import Grid

Place = tuple[float, float]

LINES = ((DARK, "solid"), (BLUE, "dash"), ("#a535f0", "dot"), ("#2e9963", "dashdot"), ("#d0342c", "longdash"))
_BEFORE = (GREY, "dash")
_FEW, _MAX_BARS = 20, 100  # epochs, each of which can have a number, or a bar of its own
_SIDES = ((PROBABILITIES[0][1], "0"), (PROBABILITIES[-1][1], "1"))


class Turn(NamedTuple):
    """One sample's turn in the plane."""

    sample: int  # its place among the points
    before: np.ndarray  # (rows, columns) the weighted sums z over the plane before the step
    arrow: tuple[Place, Place] | None  # from the line to where the weights point, after the step


def answered_plane(
    grid: Grid, points: Points, sums: Mapping[str, np.ndarray], at_zero: int = 1, turn: Turn | None = None
) -> go.Figure:
    """Where the weighted sums (rows, columns) over the plane change their sign, a line for each name.

    What the first of them answers is shaded; at_zero: its answer where a sum is 0.
    """
    main, shaded = next(iter(sums.items()))
    shown = f"— {main}"  # in the legend's title, which has the theme's colour: its own would not show on a dark page
    traces = [_sides(grid, shaded, at_zero)]
    if turn is not None:
        traces.append(_line(grid, turn.before, "line before", *_BEFORE))
    looks = zip(sums.items(), LINES, strict=False)
    traces += [_line(grid, values, name, *look).update(showlegend=name != main) for (name, values), look in looks]
    traces += training_points(points, marker_size(points, 8))
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=False)
    if turn is not None:
        traces.append(_ring(points, turn.sample))
        axes["annotations"] = [] if turn.arrow is None else [_arrow_note(*turn.arrow)]
        shown = f"{shown}   ◯ its turn"
    figure = go.Figure(traces, {**axes, "legend": legend_above(shown), "hovermode": "closest"})
    ones = 100 * np.mean(shaded >= 0 if at_zero else shaded > 0)
    told = f"{len(points.labels)} points and the boundary of: {', '.join(sums)}. "
    told += f"With the first, the answer is 1 on {ones:.0f} % of the plane."
    return finish(figure, 400, told, showlegend=True)


def errors_by_epoch(errors: np.ndarray, epoch: int | None = None) -> go.Figure:
    """How many samples were corrected in each epoch, (epochs,); `epoch`, from 0, stands out."""
    epochs = np.arange(1, len(errors) + 1)
    look = {"hovertemplate": "epoch %{x}: %{y} errors<extra></extra>"}
    if len(errors) > _MAX_BARS:  # a hundred bars already take the browser longer than this one shape
        line = {"shape": "hvh", "width": 1, "color": GREY}
        traces = [go.Scatter(x=epochs, y=errors, mode="lines", line=line, fill="tozeroy", **look)]
    else:
        traces = [go.Bar(x=epochs, y=errors, marker_color=GREY, **look)]
    if epoch is not None:
        width = max(0.85, len(errors) / _MAX_BARS)  # or nobody would see it
        traces.append(go.Bar(x=[epoch + 1], y=[errors[epoch]], width=width, marker_color=BLUE, **look))
    y = {"title": {"text": "errors"}, "rangemode": "tozero", "tickformat": "d", "fixedrange": True}
    x = {"title": {"text": "epoch"}, "tickformat": "d", "fixedrange": True}
    x |= {"dtick": 1} if len(errors) <= _FEW else {"nticks": 8}
    figure = go.Figure(traces, {"xaxis": x, "yaxis": y, "bargap": 0.15, "barmode": "overlay"})
    alt = f"Errors in each of {len(errors):,} epochs: {errors[0]} in the first, {errors[-1]} in the last."
    return finish(figure, 240, alt)


def _sides(grid: Grid, sums: np.ndarray, at_zero: int) -> go.Contour:
    """Tiles of two colours: where the answer is 0, and where it is 1."""
    drawn = np.asarray(sums, np.float32)
    if not drawn.any():  # no side is told from the other
        drawn = np.full_like(drawn, 1 if at_zero else -1)
    (zero, _), (one, _) = _SIDES
    sign = "≥" if at_zero else ">"
    return go.Contour(
        x=grid.x1,
        y=grid.x2,
        z=drawn,
        customdata=np.asarray(sums, np.float32),
        contours={"start": 0, "end": 0, "size": 1, "coloring": "fill"},
        line_width=0,
        colorscale=[[0, zero], [0.5, zero], [0.5, one], [1, one]],
        zmin=-1,
        zmax=1,
        zauto=False,
        showscale=False,
        hovertemplate=f"z = %{{customdata:.3~g}}, and the answer is 1 where z {sign} 0"
        "<br>x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>",
    )


def _line(grid: Grid, sums: np.ndarray, name: str, colour: str, dash: str) -> go.Contour:
    return go.Contour(
        x=grid.x1,
        y=grid.x2,
        z=np.asarray(sums, np.float32),
        contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
        line={"color": colour, "width": 2.5, "dash": dash},
        name=name,
        showscale=False,
        showlegend=True,
        hoverinfo="skip",
    )


def _ring(points: Points, sample: int) -> go.Scatter:
    x, y = points.coordinates[sample]
    ring = {"symbol": "circle-open", "size": 26, "color": DARK, "line": {"width": 3}}
    hover = f"the sample whose turn it is: x1 = {x:g}, x2 = {y:g}, class {points.labels[sample]}<extra></extra>"
    return go.Scatter(x=[x], y=[y], mode="markers", marker=ring, showlegend=False, hovertemplate=hover)


def _arrow_note(tail: Place, head: Place) -> dict[str, Any]:
    """An arrow in data units."""
    ends = {"x": head[0], "y": head[1], "ax": tail[0], "ay": tail[1]}
    refs = {"xref": "x", "yref": "y", "axref": "x", "ayref": "y"}
    return {**ends, **refs, "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 2.5, "arrowcolor": DARK}
