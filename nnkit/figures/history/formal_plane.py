"""The rows of a truth table of two inputs as corners of a square, and a neuron's line between them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings, legend_above, make_figure
from nnkit.figures.numbers import plain
from nnkit.figures.planar.traces import square_axes
from nnkit.figures.style import CLASSES, DARK, PROBABILITIES

HEIGHT = 380  # px
_SPAN = np.array([-0.5, 1.5])  # of both inputs
_CORNERS = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])
_SYMBOLS = ("circle", "triangle-up")


def corner_plane(
    weights: Sequence[float],
    threshold: float,
    wanted: Sequence[int] | None = None,
    says: str = "fires",
    height: int = HEIGHT,
) -> go.Figure:
    """The half plane where w1 x1 + w2 x2 > threshold, its edge, and the corners (0, 0), (0, 1), (1, 0), (1, 1).

    wanted: the class of each corner, in this order; a corner on the wrong side gets a ring. Without it, corners have
    the class of their side. says: what a neuron does in the half plane. height: in px.
    """
    w1, w2 = weights
    sides = (_CORNERS @ (w1, w2) > threshold).astype(int)
    labels = sides if wanted is None else np.asarray(wanted)
    traces = [_half_planes(w1, w2, threshold, says)]
    wrong = _CORNERS[sides != labels]
    if len(wrong):
        ring = {"symbol": "circle-open", "size": 34, "line": {"width": 3}, "color": DARK}
        traces.append({**_markers(wrong, ring, "wrong side", None), "showlegend": False})
    for label in (0, 1):
        marker = {"symbol": _SYMBOLS[label], "size": 16 + 2 * label, "color": CLASSES[label]}
        marker |= {"opacity": 1, "line": {"width": 1, "color": "#ffffff"}}
        chosen = labels == label
        tooltips = [f"wanted {label}, answer {side}" for side in sides[chosen]]
        name = f"{'wanted' if wanted is not None else 'answer'} {label}"
        traces.append(_markers(_CORNERS[chosen], marker, name, tooltips))
    axes = square_axes((_SPAN, _SPAN), ("x1", "x2"), showgrid=False, dtick=1)
    layout = {**axes, "legend": legend_above(), "hovermode": "closest"}
    right = int((sides == labels).sum())
    on = (
        ", ".join(f"({plain(x1)}, {plain(x2)})" for (x1, x2), side in zip(_CORNERS, sides, strict=True) if side)
        or "none"
    )
    alt = f"Corners where the neuron {says}: {on}. Right answers: {right} of 4."
    return make_figure(traces, layout, height, alt)


def _half_planes(w1: float, w2: float, threshold: float, says: str) -> Settings:
    """Both half planes by colour. The edge is exact, because the weighted sum is linear between places."""
    places = np.linspace(_SPAN[0], _SPAN[1], 41)
    x1, x2 = np.meshgrid(places, places)
    z = w1 * x1 + w2 * x2 - threshold
    largest = np.abs(z).max() or 1.0
    return {
        "type": "contour",
        "x": places.astype(np.float32),
        "y": places.astype(np.float32),
        "z": z.astype(np.float32),
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "fill"},
        "line": {"color": DARK, "width": 2},
        "colorscale": [
            [0, PROBABILITIES[0][1]],
            [0.5, PROBABILITIES[0][1]],
            [0.5, PROBABILITIES[2][1]],
            [1, PROBABILITIES[2][1]],
        ],
        "zmin": -largest,
        "zmax": largest,
        "showscale": False,
        "hovertemplate": f"z = %{{z:.2f}}; the neuron {says} if z > 0<br>"
        "x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>",
    }


def _markers(places: np.ndarray, marker: Settings, name: str, tooltips: list[str] | None) -> Settings:
    hover: Settings = {"hoverinfo": "skip"}
    if tooltips:
        hover = {"text": tooltips, "hovertemplate": "%{text}<br>x1 = %{x:g}, x2 = %{y:g}<extra></extra>"}
    x1, x2 = places[:, 0], places[:, 1]
    return {"type": "scatter", "x": x1, "y": x2, "mode": "markers", "marker": marker, "name": name, **hover}
