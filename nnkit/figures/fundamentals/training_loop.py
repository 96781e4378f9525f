"""The training loop: its stages, the losses of its batches, and a batch in the plane."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import finish, hide_axes, legend_above
from nnkit.figures.planar.traces import AXIS_NAMES, Points, shading, square_axes, training_points
from nnkit.figures.style import BLUE, DARK, GREY, NEUTRAL, ORANGE, TEXT
from nnkit.results.grid import Grid

_BOX = (0.44, 0.38)  # half width and half height of a box, whose neighbours stand 1 apart


def loop_diagram(stages: Sequence[tuple[str, str]], now: int) -> go.Figure:
    """The stages from left to right, with an arrow back to the first.

    stages: name and a short line below it, such as a shape. now: the index of the current stage.
    """
    last, (half, tall) = len(stages) - 1, _BOX
    figure = go.Figure(_arrows(last))
    for place, (name, line) in enumerate(stages):
        here = place == now
        box = {"x0": place - half, "x1": place + half, "y0": -tall, "y1": tall, "layer": "above"}
        fill, edge = ("#ffdcb0", ORANGE) if here else (NEUTRAL, GREY)
        figure.add_shape(type="rect", fillcolor=fill, line={"color": edge, "width": 3 if here else 1}, **box)
        text = f"<b>{place + 1} {name}</b><br>{line}"
        figure.add_annotation(x=place, y=0, text=text, showarrow=False, font={"size": TEXT, "color": DARK})
    figure.update_xaxes(range=[-0.5, last + 0.5])
    figure.update_yaxes(range=[-1, 0.5])
    alt = f"A loop of {len(stages)} stages, {', '.join(name for name, _ in stages)}; now: {stages[now][0]}."
    return finish(hide_axes(figure), 150, alt, hovermode=False)


def batch_losses(losses: np.ndarray, known: int, batches: int, height: int = 300) -> go.Figure:
    """The mean loss of each step's batch and the mean of each whole epoch.

    losses: (steps,) nats, of which the first `known` are drawn. batches: the number of steps in an epoch.
    height: in px.
    """
    steps = np.arange(1, known + 1)
    epochs = losses[: known // batches * batches].reshape(-1, batches).mean(axis=1)
    marker = {"size": 5, "color": BLUE}
    traces = [
        go.Scatter(
            x=steps,
            y=losses[:known].astype(np.float32),
            name="loss of a batch",
            mode="lines+markers",
            line={"color": BLUE, "width": 1},
            marker=marker,
            hovertemplate="step %{x}: loss %{y:.4f} nats<extra></extra>",
        ),
        go.Scatter(
            x=batches * np.arange(1, len(epochs) + 1),
            y=epochs.astype(np.float32),
            name="mean of an epoch",
            mode="lines+markers",
            line={"color": ORANGE, "width": 2},
            marker={"size": 9, "color": ORANGE, "symbol": "diamond"},
            hovertemplate="epoch that ends with step %{x}: %{y:.4f} nats, the mean of its batches<extra></extra>",
        ),
    ]
    x = {"title": {"text": "step"}, "range": [0, max(known + 1, 2 * batches)], "fixedrange": True}
    y = {"title": {"text": "loss (nats)"}, "range": [0, 1.1 * float(losses.max())], "fixedrange": True}
    figure = go.Figure(traces, {"xaxis": x, "yaxis": y, "legend": legend_above(), "hovermode": "closest"})
    alt = "No batch has a loss yet."
    if known:
        alt = (
            f"The loss of the batch in step {known} is {losses[known - 1]:.3f} nats, that of the first {losses[0]:.3f}."
        )
    return finish(figure, height, alt, showlegend=True)


def batch_plane(
    grid: Grid,
    probabilities: np.ndarray,
    points: Points,
    batch: np.ndarray,
    new_point: tuple[float, float] | None = None,
    height: int = 360,
) -> go.Figure:
    """All points faint, those of the batch in full colour, over the network's probability of class 1.

    probabilities: (rows, columns). batch: row numbers of points. new_point: x1 and x2 of a point that is drawn as a
    star instead of the batch. height: in px.
    """
    all_points = training_points(points, 6)
    for trace in all_points:
        trace.update(opacity=0.28, showlegend=False)
    chosen = training_points(Points(points.coordinates[batch], points.labels[batch]), 9)
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=False)
    layout = {**axes, "hovermode": "closest", "legend": legend_above("— network's boundary, and the batch's points:")}
    counts = np.bincount(points.labels[batch].astype(int), minlength=2)
    alt = f"A batch of {counts.sum()} points, {counts[0]} of class 0 and {counts[1]} of class 1, among "
    alt += f"{len(points.labels)}; class 1 is predicted on {100 * np.mean(probabilities >= 0.5):.0f} % of the plane."
    # Not in whole percents: the boundary of a network that is hardly trained would look like a staircase.
    background = shading(grid, probabilities).update(z=(100 * probabilities).astype(np.float32))
    background.hovertemplate = str(background.hovertemplate).replace("%{z}", "%{z:.1f}")
    if new_point:
        chosen = [_star(new_point)]
        layout["legend"] = legend_above("— network's boundary, and a new point:")
        alt += f" A new point at x1 = {new_point[0]:g}, x2 = {new_point[1]:g}."
    return finish(go.Figure([background, *all_points, *chosen], layout), height, alt, showlegend=True)


def _star(point: tuple[float, float]) -> go.Scatter:
    marker = {"symbol": "star", "size": 15, "color": "#ffd43b", "line": {"width": 1.5, "color": DARK}}
    hover = "the new point<br>x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>"
    x1, x2 = point
    return go.Scatter(x=[x1], y=[x2], name="new point", mode="markers", marker=marker, hovertemplate=hover)


def _arrows(last: int) -> list[go.Scatter]:
    """Arrows from box to box, and one under all of them from the last to the first."""
    half, tall = _BOX
    across = [value for place in range(last) for value in (place + half, place + 1 - half, np.nan)]
    sizes = [0, 9, 0] * last + [0, 0, 0, 12]
    x = np.array([*across, last, last, 0, 0], np.float32)
    y = np.array([0] * 3 * last + [-tall, -0.75, -0.75, -tall], np.float32)
    marker = {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": GREY, "opacity": 1}
    return [go.Scatter(x=x, y=y, mode="lines+markers", line={"color": GREY, "width": 2}, marker=marker)]
