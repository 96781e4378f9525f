"""The outputs of a network with weights set by hand over the plane: half planes and their combinations."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, Settings, make_figure, numbered
from nnkit.figures.numbers import percent
from nnkit.figures.style import PROBABILITIES, TEXT
from nnkit.results.grid import Grid

_TITLE, _MARGIN = 26, 16  # px: a map's title, and the margins above and below all maps
_WIDE = 0.96  # a map's width, as a share of its column


def unit_maps(grid: Grid, groups: Sequence[Mapping[str, np.ndarray]], across: int, tile: int = 104) -> go.Figure:
    """A map of each unit's outputs, `across` of them in a row.

    groups: units that belong together, such as a layer, from the first layer to the last; each group begins a new row.
    A unit has a title and its outputs, (rows, columns) of 0 and 1. tile: the height of a map, in px.
    """
    rows, cells = 0, []
    for group in groups:
        for number, (title, values) in enumerate(group.items()):
            cells.append(((rows + number // across, number % across), title, values))
        rows += -(-len(group) // across)
    height = rows * (tile + _TITLE) + _MARGIN
    traces = []
    layout: Settings = {"annotations": []}
    hidden = {"visible": False, **FIXED}
    for number, ((row, column), title, values) in enumerate(cells, 1):
        left, top = column / across, 1 - (row * (tile + _TITLE) + _TITLE) / (height - _MARGIN)
        x = {"domain": [left, left + _WIDE / across], "anchor": numbered("y", number)}
        y = {"domain": [max(0.0, top - tile / (height - _MARGIN)), top], "anchor": numbered("x", number)}
        layout |= {numbered("xaxis", number): {**hidden, **x}, numbered("yaxis", number): {**hidden, **y}}
        above = {"x": left, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        layout["annotations"].append({"text": title, "showarrow": False, "font": {"size": TEXT}, **above})
        traces.append(_map(grid, values, title, number))
    _, last, values = cells[-1]
    alt = f"Maps of the outputs of these units: {', '.join(title for _, title, _ in cells)}. "
    alt += f"The output of the last one, {last}, is 1 on {percent(np.mean(values), 0)} of the plane."
    return make_figure(traces, layout, height, alt)


def _map(grid: Grid, values: np.ndarray, name: str, number: int) -> Settings:
    return {
        "type": "heatmap",
        "x": grid.x1,
        "y": grid.x2,
        "z": np.asarray(values, np.uint8),
        "xaxis": numbered("x", number),
        "yaxis": numbered("y", number),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [PROBABILITIES[0], [1, PROBABILITIES[-1][1]]],
        "showscale": False,
        "hovertemplate": f"{name}: output %{{z}}<br>x1 = %{{x:.2f}}, x2 = %{{y:.2f}}<extra></extra>",
    }
