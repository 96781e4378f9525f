"""The weights of a small network as lines between its neurons: colours show their signs, widths their sizes."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nnkit.figures.layout import Settings
from nnkit.figures.style import BLUE, GREY_LABEL, ORANGE

Weights = Sequence[np.ndarray]  # kernel and bias of each layer, as `get_weights()` gives them

MAX_EDGES = 300  # more lines could not be told apart, and would take 2 MB
WIDTHS = (0.5, 1.0, 1.8, 2.8, 4.0, 5.5)  # px
OPACITIES = (0.35, 0.5, 0.65, 0.8, 0.9, 1.0)
_WIDTHS_FROM = (0.0, 0.05, 0.15, 0.3, 0.5, 0.75)  # shares of the largest weight, at which each width begins


class Edges:
    """The weights that are drawn, the same in every frame: those whose largest value in any frame is the largest."""

    def __init__(self, snapshots: Sequence[Weights]) -> None:
        kernels = [np.stack(stack) for stack in zip(*(weights[::2] for weights in snapshots), strict=True)]
        self.sizes = [kernels[0].shape[1], *(kernel.shape[2] for kernel in kernels)]
        units = [np.indices(kernel.shape[1:]).reshape(2, -1) for kernel in kernels]
        values = np.concatenate([kernel.reshape(len(kernel), -1) for kernel in kernels], axis=1)
        layers = np.repeat(np.arange(len(kernels)), [pairs.shape[1] for pairs in units])
        largest = np.abs(values).max(axis=0)
        drawn = np.sort(np.argsort(-largest, kind="stable")[:MAX_EDGES])
        self.count, self.limit = values.shape[1], float(largest.max()) or 1.0  # of all weights, drawn or not
        self.values = values[:, drawn].astype(np.float32)  # (frames, edges)
        self.layers = layers[drawn]  # (edges,) the column that an edge leaves
        self.starts, self.ends = np.concatenate(units, axis=1)[:, drawn]  # (edges,) units, from 0

    def names(self, features: Sequence[str]) -> list[str]:
        """Name the two neurons that each edge joins."""
        units = [node_names(column, size, len(self.sizes), features) for column, size in enumerate(self.sizes)]
        joined = zip(self.layers, self.starts, self.ends, strict=True)
        return [f"{units[layer][start]} → {units[layer + 1][end]}" for layer, start, end in joined]


def node_names(column: int, size: int, columns: int, features: Sequence[str]) -> list[str]:
    """Name the neurons of a column; the first column's names are the features, the last one is the output."""
    if column == 0:
        return list(features)
    if column == columns - 1:
        return ["output"]
    return [f"neuron {unit} of layer {column}" for unit in range(1, size + 1)]


def edge_ends(edges: Edges, places: list[np.ndarray]) -> np.ndarray:
    """Look up where each edge starts and ends, (2, edges); `places` has an array (units,) for each column.

    places: of the neurons on one axis.
    """
    first = np.cumsum([0, *(len(column) for column in places)])
    rows = np.stack([first[edges.layers] + edges.starts, first[edges.layers + 1] + edges.ends])
    return np.concatenate(places)[rows]


def line_styles(width_factor: float = 1.0, opacity_factor: float = 1.0) -> list[Settings]:
    """Return the traces for `lines_by_width`, without their points: negative weights first, thin lines first."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "line": {"color": colour, "width": width * width_factor},
            "opacity": opacity * opacity_factor,
            "hoverinfo": "skip",
        }
        for colour in (ORANGE, BLUE)
        for width, opacity in zip(WIDTHS, OPACITIES, strict=True)
    ]


def lines_by_width(values: np.ndarray, limit: float, x: np.ndarray, y: np.ndarray) -> list[list[Settings]]:
    """Join the lines of each sign and width to one path, with NaN between the lines; return the paths of each frame.

    values: (frames, edges). limit: the largest weight's size. x, y: (2, edges) places of the starts and ends; x in
    whole numbers below 256.
    """
    widths = np.searchsorted(_WIDTHS_FROM, np.abs(values) / limit, side="right") - 1
    styles = widths + len(WIDTHS) * (values >= 0)  # the numbers of the traces in `line_styles`
    order = np.argsort(styles, axis=1, kind="stable")
    gaps = np.full(y.shape[1], np.nan, np.float32)
    up = np.stack([*y, gaps], axis=1, dtype=np.float32)[order].reshape(len(values), -1)
    across = np.stack([*x, x[1]], axis=1).astype(np.uint8)[order].reshape(len(values), -1)
    firsts = [np.bincount(row, minlength=2 * len(WIDTHS)).cumsum() for row in styles]
    ends = [[0, *(3 * first).tolist()] for first in firsts]
    return [
        [{"x": places[start:end], "y": heights[start:end]} for start, end in pairwise(bounds)]
        for places, heights, bounds in zip(across, up, ends, strict=True)
    ]


def hover_points(shares: np.ndarray, x: np.ndarray, y: np.ndarray) -> Settings:
    """Return a trace that draws nothing, for hover texts on the lines.

    shares: where its points stand on each line, from 0 (start) to 1. x, y: (2, edges) places of the starts and ends.
    """
    across, up = ((np.outer(1 - shares, starts) + np.outer(shares, ends)).ravel() for starts, ends in (x, y))
    return {
        "type": "scatter",
        "mode": "none",
        "hoveron": "points",
        "x": across.astype(np.float32),
        "y": up.astype(np.float32),
        "hoverlabel": GREY_LABEL,
    }
