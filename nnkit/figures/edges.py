"""The weights of a small network as lines between its neurons, coloured by sign and as wide as they are large."""

from collections.abc import Sequence

import numpy as np

from nnkit.figures.layout import Settings

Weights = Sequence[np.ndarray]  # kernel and bias of each layer, as `get_weights()` gives them

MAX_EDGES = 300  # drawn; more would be a web in which none can be followed, and 2 MB of lines
_BINS = (0.0, 0.05, 0.15, 0.3, 0.5, 0.75)  # of the largest weight: from here on a line is as wide as the next number
WIDTHS = (0.5, 1.0, 1.8, 2.8, 4.0, 5.5)  # px
OPACITIES = (0.35, 0.5, 0.65, 0.8, 0.9, 1.0)


class Edges:
    """The weights that are drawn: those that are largest at some time of the film, the same in every frame."""

    def __init__(self, snapshots: Sequence[Weights]) -> None:
        kernels = [np.stack(stack) for stack in zip(*(weights[::2] for weights in snapshots), strict=True)]
        self.sizes = [kernels[0].shape[1], *(kernel.shape[2] for kernel in kernels)]
        places = [np.indices(kernel.shape[1:]).reshape(2, -1) for kernel in kernels]
        values = np.concatenate([kernel.reshape(len(kernel), -1) for kernel in kernels], axis=1)
        layers = np.repeat(np.arange(len(kernels)), [place.shape[1] for place in places])
        largest = np.abs(values).max(axis=0)
        drawn = np.sort(np.argsort(-largest, kind="stable")[:MAX_EDGES])
        self.count, self.limit = values.shape[1], float(largest.max()) or 1.0
        self.everything = values  # (frames, weights) of all kernels
        self.values = values[:, drawn].astype(np.float32)  # (frames, edges)
        self.layers = layers[drawn]  # the column that an edge leaves
        self.starts, self.ends = np.concatenate(places, axis=1)[:, drawn]

    def names(self, features: Sequence[str]) -> list[str]:
        """What each joins, in words."""
        units = [node_names(column, size, len(self.sizes), features) for column, size in enumerate(self.sizes)]
        joined = zip(self.layers, self.starts, self.ends, strict=True)
        return [f"{units[layer][start]} → {units[layer + 1][end]}" for layer, start, end in joined]


def node_names(column: int, size: int, columns: int, features: Sequence[str]) -> list[str]:
    if column == 0:
        return list(features)
    if column == columns - 1:
        return ["output"]
    return [f"neuron {unit} of layer {column}" for unit in range(1, size + 1)]


def line_ends(heights: list[np.ndarray], columns: np.ndarray, units: np.ndarray) -> np.ndarray:
    first = np.cumsum([0, *(len(column) for column in heights)])
    return np.concatenate(heights)[first[columns] + units]


def line_style(colour: str, width: float, opacity: float) -> Settings:
    look = {"color": colour, "width": width}
    return {"type": "scatter", "mode": "lines", "line": look, "opacity": opacity, "hoverinfo": "skip"}


def binned_lines(values: np.ndarray, limit: float, layers: np.ndarray, y: np.ndarray) -> list[Settings]:
    """The lines (edges,) of each sign and width as one path, NaN between them."""
    widths = np.searchsorted(_BINS, np.abs(values) / limit, side="right") - 1
    changes = []
    for sign in (False, True):
        for width in range(len(WIDTHS)):
            chosen = np.flatnonzero((widths == width) & ((values >= 0) == sign))
            up = np.full((len(chosen), 3), np.nan, np.float32)
            up[:, :2] = y[:, chosen].T
            across = (layers[chosen, None] + np.array([0, 1, 1])).astype(np.uint8)
            changes.append({"x": across.ravel(), "y": up.ravel()})
    return changes
