"""Traces and axes of figures of the plane: points, shading, boundaries, and axes with one scale."""

from typing import Any, NamedTuple

import numpy as np

from nnkit.figures.layout import FIXED, Settings
from nnkit.figures.planar.names import Pair, PlaneNames
from nnkit.figures.style import BEST, CLASSES, DARK, GREY, PROBABILITIES
from nnkit.results.grid import Grid

Bounds = tuple[np.ndarray, np.ndarray]  # x1, x2: the axes go from the first to the last value of each

DEFAULT_NAMES = PlaneNames()
AXIS_NAMES = DEFAULT_NAMES.axes
_SYMBOLS = (("circle", 0), ("triangle-up", 1))  # and how many px larger the symbol must be to look equally large
MAX_FEW, LARGE_MARKER = 20, 12  # up to that many points, markers can be that large, in px


class Points(NamedTuple):
    """Points of two classes; a plain pair does as well."""

    coordinates: np.ndarray  # (n, 2): x1, x2
    labels: np.ndarray  # (n,) 0 or 1


def whole_percents(shares: np.ndarray) -> np.ndarray:
    """Round shares to whole percents, uint8: small to send, and the line at one half moves by less than a pixel."""
    return np.rint(100 * np.asarray(shares)).astype(np.uint8)


def marker_size(points: Points, usual: int) -> int:
    """Return the size of a point's marker in px: the usual one, or a large one where there are few points."""
    return usual if len(points[1]) > MAX_FEW else LARGE_MARKER


def training_points(
    points: Points, size: int, names: PlaneNames = DEFAULT_NAMES, on_tiles: bool = True
) -> list[Settings]:
    """Draw a trace for each class, with its own colour and symbol; on tiles the markers have a light edge."""
    style = {"opacity": 0.9, "line": {"width": 0.75, "color": "#ffffff"} if on_tiles else {"width": 0}}
    traces = [_scatter(points, label, size, style, names, "training") for label in (0, 1)]
    return [
        {**trace, "name": f"class {name}", "legendrank": 1} for trace, name in zip(traces, names.classes, strict=True)
    ]


def validation_points(points: Points, names: PlaneNames = DEFAULT_NAMES, hidden: bool = True) -> list[Settings]:
    """Draw smaller, fainter points; one legend entry stands for both classes and shows them where they are hidden."""
    traces = [_scatter(points, label, 4, {"opacity": 0.55}, names, "validation") for label in (0, 1)]
    entry = {"name": "validation points (click)", "legendgroup": "validation", "legendrank": 2}
    entry["visible"] = "legendonly" if hidden else True
    return [{**trace, **entry, "showlegend": first} for trace, first in zip(traces, (True, False), strict=True)]


def _scatter(points: Points, label: int, size: int, style: Settings, names: PlaneNames, split: str) -> Settings:
    coordinates, labels = points
    chosen = np.asarray(coordinates, np.float32)[np.asarray(labels) == label]
    symbol, larger = _SYMBOLS[label]
    hover = coordinates_text(names.axes)
    return {
        "type": "scatter",
        "x": chosen[:, 0],
        "y": chosen[:, 1],
        "mode": "markers",
        "marker": {"symbol": symbol, "size": size + larger, "color": CLASSES[label], **style},
        "hovertemplate": f"{split} point of class {names.classes[label]}<br>{hover}<extra></extra>",
    }


def coordinates_text(axes: Pair) -> str:
    """Return the part of a hover text that names a point's coordinates."""
    return f"{axes[0]} = %{{x:.2f}}, {axes[1]} = %{{y:.2f}}"


def shading_settings(x1: np.ndarray, x2: np.ndarray, highest: int) -> Settings:
    """Return a contour trace without its values: class 1's probability in colours, and the line at one half.

    highest: the whole number that stands for probability 1.
    """
    return {
        "type": "contour",
        "x": x1,
        "y": x2,
        "contours": {**_contour_at_half(highest), "coloring": "heatmap"},
        "line": {"color": DARK, "width": 2},
        "colorscale": PROBABILITIES,
        "zmin": 0,
        "zmax": highest,
        "showscale": False,
    }


def shading(grid: Grid, probabilities: np.ndarray, names: PlaneNames = DEFAULT_NAMES) -> Settings:
    """Draw a network's probability of class 1 (rows, columns) as colours, and its line at one half."""
    hover = f"P(class {names.classes[1]}) = %{{z}}\u00a0%<br>{coordinates_text(names.axes)}<extra></extra>"
    settings = shading_settings(grid.x1, grid.x2, 100)
    return {**settings, "z": whole_percents(probabilities), "hovertemplate": hover}


def exact_shading(grid: Grid, probabilities: np.ndarray) -> Settings:
    """Draw `shading` without rounding, where the boundary between whole percents would be a zigzag."""
    trace = shading(grid, probabilities)
    hover = trace["hovertemplate"].replace("%{z}", "%{z:.1f}")
    return {**trace, "z": 100 * np.asarray(probabilities, np.float32), "hovertemplate": hover}


def best_boundary_settings(x1: np.ndarray, x2: np.ndarray, truth: np.ndarray, highest: int) -> Settings:
    """Return a dotted line where the true probability of class 1 is one half.

    truth: (rows, columns) whole numbers. highest: the number that stands for probability 1.
    """
    return {
        "type": "contour",
        "x": x1,
        "y": x2,
        "z": truth,
        "contours": {**_contour_at_half(highest), "coloring": "none"},
        "line": {"color": BEST, "width": 2, "dash": "dot"},
        "showscale": False,
        "hoverinfo": "skip",
    }


def best_boundary(x1: np.ndarray, x2: np.ndarray, truth: np.ndarray) -> Settings:
    """Draw the line where the true probability of class 1, `truth` (rows, columns), is one half.

    It has no legend entry: the legend's title names it, which takes less room.
    """
    return {**best_boundary_settings(x1, x2, whole_percents(truth), 100), "showlegend": False}


def _contour_at_half(highest: int) -> Settings:
    return {"start": highest // 2, "end": highest // 2, "size": 1}


def legend_tile(colour: str, meaning: str) -> Settings:
    """Return a trace that draws nothing, for a legend entry of one colour of the shading."""
    marker = {"symbol": "square", "size": 12, "color": colour, "line": {"width": 1, "color": GREY}}
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": meaning,
        "marker": marker,
        "hoverinfo": "skip",
    }


def square_axes(bounds: Bounds, names: Pair | None = None, **axes: Any) -> Settings:
    """Return the layout of axes with one scale, in the upper left corner of the figure; `axes` are for both."""
    x, y = ({"range": [float(values[0]), float(values[-1])], "constrain": "domain", **axes} for values in bounds)
    for axis, name in zip((x, y), names or (), strict=False):
        axis["title"] = {"text": name}
    fixed = {**FIXED, "zeroline": False}
    return {
        "xaxis": {**fixed, **x, "constraintoward": "left"},
        "yaxis": {**fixed, **y, "constraintoward": "top", "scaleanchor": "x"},
    }
