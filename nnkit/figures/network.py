"""The diagram of a network: circles and lines."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from nnkit.experiment import ACTIVATIONS
from nnkit.experiment.layers import Layer
from nnkit.figures.layout import HIDDEN, Settings, make_figure
from nnkit.figures.numbers import PERCENT, plain
from nnkit.figures.style import BLUE, GREY, ORANGE, TEXT

_MAX_CIRCLES = 10  # per column; ⋮ in the middle stands for more
_SPACING, _TITLE = 24, 56  # px from circle to circle, and for the text below them with the margins
_CIRCLE = 14  # px


def network_diagram(
    layers: Sequence[Layer],
    input_label: str = "inputs",
    *,
    inputs: int,
    dropout: float = 0.0,
    height: int | None = None,
) -> go.Figure:
    """Draw a column of circles for the inputs and for each dense layer, with the number of units below it.

    layers: from `nnkit.experiment.layers.layers_of`. inputs: the number of values of a sample. dropout: the share for
    the Dropout layers' hover text, which `layers` do not have. height: in px; as the largest layer needs by default.
    """
    dense = [layer for layer in layers if layer.kind == "Dense"]
    sizes = [inputs, *(layer.units for layer in dense)]
    titles = [input_label, *(_activation(layer) for layer in dense)]
    heights = [_heights(size) for size in sizes]
    tallest = min(max(sizes), _MAX_CIRCLES)
    spacing = (height - _TITLE) / tallest if height else _SPACING
    hovers = [f"{inputs:,} {input_label}", *_hovers(layers, dropout)]
    traces = [_lines(heights), _circles(heights, hovers, min(_CIRCLE, 0.8 * spacing)), _gaps(sizes)]
    under = {"y": -tallest / 2, "yanchor": "top", "showarrow": False, "font": {"size": TEXT}}
    layout = {
        "xaxis": {"range": [-0.5, len(sizes) - 0.5], **HIDDEN},
        "yaxis": {"range": [-tallest / 2 - (_TITLE - 16) / spacing, tallest / 2], **HIDDEN},
        "annotations": [
            {"text": f"{size:,}<br>{title}", "x": column, **under}
            for column, (size, title) in enumerate(zip(sizes, titles, strict=True))
        ],
        "hovermode": "closest",
    }
    columns = ", ".join(f"{size:,} {title}" for size, title in zip(sizes, titles, strict=True))
    parameters = sum(layer.parameters for layer in dense)
    alt = f"A network, from left to right: {columns}. It has {parameters:,} parameters."
    return make_figure(traces, layout, height or _SPACING * tallest + _TITLE, alt)


def _activation(layer: Layer) -> str:
    """Return the usual spelling of the activation's name, such as ReLU for relu."""
    return ACTIVATIONS.get(layer.activation, layer.activation).split(":")[0]


def _heights(size: int) -> np.ndarray:
    """Return the heights of a column's circles, 1 apart and centred on 0; a gap in the middle stands for the rest."""
    if size <= _MAX_CIRCLES:
        return (size - 1) / 2 - np.arange(size)
    heights = (_MAX_CIRCLES - 1) / 2 - np.arange(_MAX_CIRCLES)
    return heights[np.abs(heights) > 1]


def _lines(heights: list[np.ndarray]) -> Settings:
    """Join every drawn circle to every one of the next column, in one trace with NaN between the lines."""
    pieces = []
    for column, (left, right) in enumerate(pairwise(heights)):
        starts, ends = (grid.ravel() for grid in np.meshgrid(left, right))
        across = np.tile([column, column + 1, np.nan], len(starts))
        pieces.append([across, np.stack([starts, ends, np.full(len(starts), np.nan)], axis=1).ravel()])
    x, y = np.concatenate(pieces, axis=1).astype(np.float32)
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": GREY, "width": 0.7},
        "opacity": 0.8,
        "hoverinfo": "skip",
    }


def _circles(heights: list[np.ndarray], hovers: list[str], size: float) -> Settings:
    colours = [GREY, *[BLUE] * (len(heights) - 2), ORANGE]
    counts = [len(column) for column in heights]
    return {
        "type": "scatter",
        "x": np.repeat(np.arange(len(heights)), counts),
        "y": np.concatenate(heights),
        "mode": "markers",
        "marker": {"size": size, "color": list(np.repeat(colours, counts)), "line": {"width": 0}, "opacity": 1},
        "hovertext": list(np.repeat(hovers, counts)),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _gaps(sizes: list[int]) -> Settings:
    """Draw ⋮ in the middle of the columns whose circles are not all drawn."""
    gaps = [column for column, size in enumerate(sizes) if size > _MAX_CIRCLES]
    text = {"mode": "text", "text": "⋮", "textfont": {"size": 18}, "hoverinfo": "skip"}
    return {"type": "scatter", "x": gaps, "y": [0] * len(gaps), **text}


def _hovers(layers: Sequence[Layer], dropout: float) -> list[str]:
    """Write a line about each dense layer, and the dropout after it."""
    lines: list[str] = []
    for layer in layers:
        if layer.kind == "Dense":
            name = f"hidden layer {len(lines) + 1}" if layer.hidden else "output layer"
            units = f"{layer.units} unit{'s' if layer.units > 1 else ''}"
            lines.append(f"{name}: {units}, {_activation(layer)}, {layer.parameters:,} parameters")
        elif layer.kind == "Dropout":
            lines[-1] += (
                f", followed by dropout of {plain(100 * dropout)}{PERCENT}" if dropout else ", followed by dropout"
            )
    return lines
