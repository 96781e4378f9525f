"""The training loop: its stages, the losses of its batches, and a batch in the plane."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, HIDDEN, Settings, legend_above, make_figure
from nnkit.figures.numbers import percent, plain
from nnkit.figures.planar.traces import AXIS_NAMES, Points, exact_shading, square_axes, training_points
from nnkit.figures.style import BLUE, DARK, GREY, NEUTRAL, ORANGE, TEXT
from nnkit.results.grid import Grid

_BOX = (0.44, 0.38)  # half width and half height of a box, whose neighbours stand 1 apart


def loop_diagram(stages: Sequence[tuple[str, str]], now: int) -> go.Figure:
    """The stages from left to right, with an arrow back to the first.

    stages: name and a short line below it, such as a shape. now: the index of the current stage.
    """
    layout = {
        "xaxis": {"range": [-0.5, len(stages) - 0.5], **HIDDEN},
        "yaxis": {"range": [-1, 0.5], **HIDDEN},
        "shapes": [_box(place, is_now=place == now) for place in range(len(stages))],
        "annotations": [_caption(place, *stage) for place, stage in enumerate(stages)],
        "hovermode": False,
    }
    names = [name for name, _ in stages]
    alt = f"A loop of {len(stages)} stages: {', '.join(names)}. The current stage is {names[now]}."
    return make_figure([_arrows(len(stages) - 1)], layout, 150, alt)


def _box(place: int, is_now: bool) -> Settings:
    """Return the box of a stage; the current one stands out."""
    half, tall = _BOX
    ends = {"x0": place - half, "x1": place + half, "y0": -tall, "y1": tall, "layer": "above"}
    fill, edge = ("#ffdcb0", {"color": ORANGE, "width": 3}) if is_now else (NEUTRAL, {"color": GREY, "width": 1})
    return {"type": "rect", "fillcolor": fill, "line": edge, **ends}


def _caption(place: int, name: str, line: str) -> Settings:
    text = f"<b>{place + 1}<br>{name}</b><br>{line}"  # in one line, number and name are wider than a phone's box
    return {"text": text, "x": place, "y": 0, "showarrow": False, "font": {"size": TEXT, "color": DARK}}


def batch_losses(losses: np.ndarray, known: int, batches: int, height: int = 300) -> go.Figure:
    """The mean loss of each step's batch and the mean of each whole epoch.

    losses: (steps,) nats, of which the first `known` are drawn. batches: the number of steps in an epoch.
    height: in px.
    """
    steps = np.arange(1, known + 1)
    epochs = losses[: known // batches * batches].reshape(-1, batches).mean(axis=1)
    marker = {"size": 5, "color": BLUE}
    traces = [
        {
            "type": "scatter",
            "x": steps,
            "y": losses[:known].astype(np.float32),
            "name": "loss of a batch",
            "mode": "lines+markers",
            "line": {"color": BLUE, "width": 1},
            "marker": marker,
            "hovertemplate": "step %{x}: loss %{y:.4f} nats<extra></extra>",
        },
        {
            "type": "scatter",
            "x": batches * np.arange(1, len(epochs) + 1),
            "y": epochs.astype(np.float32),
            "name": "mean of an epoch",
            "mode": "lines+markers",
            "line": {"color": ORANGE, "width": 2},
            "marker": {"size": 9, "color": ORANGE, "symbol": "diamond"},
            "hovertemplate": "mean of the epoch that ends with step %{x}: %{y:.4f} nats<extra></extra>",
        },
    ]
    x = {"title": {"text": "step"}, "range": [0, max(known + 1, 2 * batches)], **FIXED}
    y = {"title": {"text": "loss (nats)"}, "range": [0, 1.1 * float(losses.max())], **FIXED}
    layout = {"xaxis": x, "yaxis": y, "legend": legend_above(), "hovermode": "closest"}
    alt = "No batch has a loss yet."
    if known:
        alt = (
            f"The first batch had a loss of {losses[0]:.3f} nats, and that of step {known} has "
            f"{losses[known - 1]:.3f} nats."
        )
    return make_figure(traces, layout, height, alt)


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
    all_points = [{**trace, "opacity": 0.28, "showlegend": False} for trace in training_points(points, 6)]
    chosen = training_points(Points(points.coordinates[batch], points.labels[batch]), 9)
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=False)
    layout = {
        **axes,
        "hovermode": "closest",
        "legend": legend_above("— decision boundary, and the points of the batch:"),
    }
    counts = np.bincount(points.labels[batch].astype(int), minlength=2)
    shown = (
        f"A batch of {counts.sum()} of {len(points.labels)} points, {counts[0]} of class 0 and {counts[1]} of class 1."
    )
    predicted = f"Class 1 is predicted on {percent(float(np.mean(probabilities >= 0.5)), 0)} of the plane."
    # Not in whole percents: the boundary of a network that is hardly trained would look like a staircase.
    background = exact_shading(grid, probabilities)
    if new_point:
        chosen = [_star(new_point)]
        layout["legend"] = legend_above("— decision boundary, and a new point:")
        x1, x2 = map(plain, new_point)
        shown = f"{len(points.labels)} points, and a new point at x1 = {x1}, x2 = {x2}."
    return make_figure([background, *all_points, *chosen], layout, height, f"{shown} {predicted}")


def _star(point: tuple[float, float]) -> Settings:
    marker = {"symbol": "star", "size": 15, "color": "#ffd43b", "line": {"width": 1.5, "color": DARK}}
    hover = "the new point<br>x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>"
    x1, x2 = point
    return {
        "type": "scatter",
        "x": [x1],
        "y": [x2],
        "name": "new point",
        "mode": "markers",
        "marker": marker,
        "hovertemplate": hover,
    }


def _arrows(last: int) -> Settings:
    """Arrows from box to box, and one under all of them from the last to the first."""
    half, tall = _BOX
    across = [value for place in range(last) for value in (place + half, place + 1 - half, np.nan)]
    sizes = [0, 9, 0] * last + [0, 0, 0, 12]
    x = np.array([*across, last, last, 0, 0], np.float32)
    y = np.array([0] * 3 * last + [-tall, -0.75, -0.75, -tall], np.float32)
    marker = {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": GREY, "opacity": 1}
    line = {"color": GREY, "width": 2}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines+markers", "line": line, "marker": marker}
