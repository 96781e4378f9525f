"""What pictures of the plane are put together from: points, shading, boundaries, and axes of one scale."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.style import BEST, CLASSES, DARK, GREY, PROBABILITIES
from nnkit.results.grid import Grid

Pair = tuple[str, str]
Bounds = tuple[np.ndarray, np.ndarray]  # x1, x2: the plane shown goes from each one's first to its last

NAMES, CLASS_NAMES = ("x1", "x2"), ("0", "1")
_SYMBOLS = (("circle", 0), ("triangle-up", 1))  # and by how many px a symbol has to be larger to look as large
FEW, LARGE = 20, 12  # up to so many points, marks can be so large, in px
_HALF = {"start": 50, "end": 50, "size": 1}  # the contour at 50 %


class Points(NamedTuple):
    """Points of two classes; a plain pair does as well."""

    places: np.ndarray  # (n, 2): x1, x2
    labels: np.ndarray  # (n,) 0 or 1


def percent(shares: np.ndarray) -> np.ndarray:
    """Whole percents: a byte a place, and the line at one half moves by less than a pixel."""
    return np.rint(100 * np.asarray(shares)).astype(np.uint8)


def mark_size(points: Points, usual: int) -> int:
    """Of a point's mark, in px: the usual one, or a large one where there are few points."""
    return usual if len(points[1]) > FEW else LARGE


def training_points(
    points: Points, size: int, names: Pair = NAMES, classes: Pair = CLASS_NAMES, on_tiles: bool = True
) -> list[go.Scatter]:
    """A trace for each class, apart by colour and symbol; on tiles they have a light edge."""
    look = {"opacity": 0.9, "line": {"width": 0.75, "color": "#ffffff"} if on_tiles else {"width": 0}}
    traces = [_scatter(points, label, size, look, names, classes, "training") for label in (0, 1)]
    for trace, name in zip(traces, classes, strict=True):
        trace.update(name=f"class {name}", legendrank=1)
    return traces


def validation_points(
    points: Points, names: Pair = NAMES, classes: Pair = CLASS_NAMES, hidden: bool = True
) -> list[go.Scatter]:
    """Smaller and fainter, both classes under one legend entry, which shows them where they are hidden."""
    traces = [_scatter(points, label, 4, {"opacity": 0.55}, names, classes, "validation") for label in (0, 1)]
    for trace, first in zip(traces, (True, False), strict=True):
        trace.update(name="validation points (click)", legendgroup="validation", legendrank=2, showlegend=first)
        trace.visible = "legendonly" if hidden else True
    return traces


def _scatter(
    points: Points, label: int, size: int, look: dict[str, Any], names: Pair, classes: Pair, part: str
) -> go.Scatter:
    places, labels = points
    chosen = np.asarray(places, np.float32)[np.asarray(labels) == label]
    symbol, larger = _SYMBOLS[label]
    place = f"{names[0]} = %{{x:.2f}}, {names[1]} = %{{y:.2f}}"
    return go.Scatter(
        x=chosen[:, 0],
        y=chosen[:, 1],
        mode="markers",
        marker={"symbol": symbol, "size": size + larger, "color": CLASSES[label], **look},
        hovertemplate=f"{part} point of class {classes[label]}<br>{place}<extra></extra>",
    )


def shading(grid: Grid, probabilities: np.ndarray) -> go.Contour:
    """A network's probability of class 1 (rows, columns) as tiles' colour, and its line at one half."""
    return go.Contour(
        x=grid.x1,
        y=grid.x2,
        z=percent(probabilities),
        contours={**_HALF, "coloring": "heatmap"},
        line={"color": DARK, "width": 2},
        colorscale=PROBABILITIES,
        zmin=0,
        zmax=100,
        showscale=False,
        hovertemplate="P(class 1) = %{z} %<br>x1 = %{x:.2f}, x2 = %{y:.2f}<extra></extra>",
    )


def best_boundary(x1: np.ndarray, x2: np.ndarray, truth: np.ndarray) -> go.Contour:
    """The line where the true probability of class 1, `truth` (rows, columns), is one half."""
    return go.Contour(
        x=x1,
        y=x2,
        z=percent(truth),
        contours={**_HALF, "coloring": "none"},
        line={"color": BEST, "width": 2, "dash": "dot"},
        showscale=False,
        showlegend=False,  # as text in its title, which takes less room
        hoverinfo="skip",
    )


def tile(colour: str, meaning: str) -> go.Scatter:
    """A colour of the shading as an entry of the legend, and nothing else."""
    marker = {"symbol": "square", "size": 12, "color": colour, "line": {"width": 1, "color": GREY}}
    return go.Scatter(x=[None], y=[None], mode="markers", name=meaning, marker=marker, hoverinfo="skip")


def square(bounds: Bounds, names: Pair | None = None, **axes: Any) -> dict[str, Any]:
    """Layout of axes with one scale, the plane in the upper left corner of whatever room there is.

    They are given to a figure when it is made: to change its axes afterwards takes Plotly ten times as long.
    """
    x, y = ({"range": [float(places[0]), float(places[-1])], "constrain": "domain", **axes} for places in bounds)
    for axis, name in zip((x, y), names or (), strict=False):
        axis["title"] = {"text": name}
    still = {"fixedrange": True, "zeroline": False}
    return {
        "xaxis": {**still, **x, "constraintoward": "left"},
        "yaxis": {**still, **y, "constraintoward": "top", "scaleanchor": "x"},
    }
