"""The panel of the hidden neurons' outputs over the plane, as rows of small maps."""

from collections.abc import Sequence

import numpy as np

from nnkit.figures.layout import Settings, annotation
from nnkit.figures.montage import montage
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import GREY, NEUTRAL, WEIGHTS, colour_key
from nnkit.results.grid import Grid

MAX_TILE = 130  # px; larger maps would show no more
_LAYER_GAP = 8  # px
_BOUNDED = ("tanh", "sigmoid")  # activations with outputs of at most 1


def no_neurons_panel(panel_layout: AnimationLayout, frames: int) -> AnimationPanel:
    """Say that there is no hidden layer."""
    text = "<b>No hidden layer</b>: with x1 and x2 alone, the line at ½ is straight"
    return AnimationPanel([], changes=[[]] * frames, annotations=[panel_layout.title("neurons", text, xshift=-48)])


class Tiling:
    """The layout of the maps of all layers in a box in px: rows of square tiles, as large as there is room for."""

    def __init__(self, units: Sequence[int], width: float, height: float) -> None:
        for tile in range(MAX_TILE, 2, -1):
            self.tile = tile
            self.rows = [-(-count // int(width // tile)) for count in units]
            if sum(self.rows) * tile + _LAYER_GAP * (len(units) - 1) <= height:
                break
        self.columns = [-(-count // rows) for count, rows in zip(units, self.rows, strict=True)]
        self.height = sum(self.rows) * self.tile + _LAYER_GAP * (len(units) - 1)
        self.width = max(self.columns) * self.tile

    def tops(self, side: int) -> list[float]:
        """Return the top of each layer, in map pixels from above, with maps of side × side."""
        gap = _LAYER_GAP * side / self.tile
        return [side * sum(self.rows[:layer]) + gap * layer for layer in range(len(self.rows))]


def neurons_panel(
    panel_layout: AnimationLayout, frames: Sequence[Sequence[np.ndarray]], coarse: Grid, tiling: Tiling, activation: str
) -> AnimationPanel:
    """Draw every hidden neuron's output over the plane, in percent of its layer's largest, as rows of tiles.

    frames: for each frame the maps (units, rows, columns) of each layer.
    """
    side, refs = len(coarse.x1), panel_layout.refs("neurons")
    traces: list[Settings] = []
    changes: list[list[Settings]] = [[] for _ in frames]
    title = f"<b>Output of every hidden neuron</b>  {_colour_key_of(activation)}"
    shapes, annotations = [], [panel_layout.title("neurons", title, xshift=-48)]
    for layer, top in enumerate(tiling.tops(side)):
        maps = np.stack([frame[layer] for frame in frames])
        limit = 1.0 if activation in _BOUNDED else float(np.abs(maps).max()) or 1.0
        percents = percents_of_limit(maps, limit)[:, :, ::-1]  # a picture's rows go down
        columns = tiling.columns[layer]
        full = percents.shape[1] // columns * columns
        # Whole numbers have no NaN for gaps, so a last row that is not full is a trace of its own.
        for first, last in ((0, full), (full, percents.shape[1])):
            if first < last:
                numbers, across = np.arange(first + 1, last + 1, dtype=np.uint8), min(columns, last - first)
                place = {"y0": top + side * (first // columns) + 0.5, **refs}
                traces.append(_tiles(layer, numbers, across, side, limit) | place)
                for change, tiles in zip(changes, percents, strict=True):
                    change.append({"z": montage(tiles[first:last], across)})
        shapes.append(_outlines(percents.shape[1], columns, side, top, refs))
        annotations.append(_name(layer, top + side * tiling.rows[layer] / 2, refs))
    return AnimationPanel(
        traces, list(range(len(traces))), changes, _axes(panel_layout, coarse, tiling), annotations, shapes
    )


def _name(layer: int, middle: float, refs: Settings) -> Settings:
    """Write the layer's name left of its tiles, in their coordinates, so that it stays there at any width."""
    place = {"x": 0, "xref": refs["xaxis"], "xanchor": "right", "xshift": -4, "align": "right"}
    place |= {"y": middle, "yref": refs["yaxis"], "yanchor": "middle"}
    return annotation(f"hidden<br>layer {layer + 1}", **place)


def _axes(panel_layout: AnimationLayout, coarse: Grid, tiling: Tiling) -> Settings:
    """Return invisible axes in map pixels from the upper left; their tick labels give hover texts the coordinates."""
    side, box = len(coarse.x1), panel_layout.boxes["neurons"]
    columns = max(tiling.columns)
    tops = [top + side * row for top, rows in zip(tiling.tops(side), tiling.rows, strict=True) for row in range(rows)]
    x = _invisible_ticks(np.arange(side * columns) + 0.5, [*coarse.x1] * columns)
    y = _invisible_ticks(np.add.outer(tops, np.arange(side) + 0.5).ravel(), [*coarse.x2[::-1]] * len(tops))
    x |= {"range": [0, side * box.width / tiling.tile], "constrain": "domain", "constraintoward": "left"}
    y |= {"range": [side * box.height / tiling.tile, 0], "constrain": "domain", "constraintoward": "top"}
    return panel_layout.axes("neurons", x, {**y, "scaleanchor": panel_layout.refs("neurons")["xaxis"]})


def _invisible_ticks(pixels: np.ndarray, coordinates: Sequence[float]) -> Settings:
    hidden = {"showticklabels": False, "showgrid": False, "showline": False}
    labels = [fixed(value) for value in coordinates]
    return {"tickmode": "array", "tickvals": pixels.astype(np.float32), "ticktext": labels, **hidden}


def percents_of_limit(maps: np.ndarray, limit: float) -> np.ndarray:
    """Return values as whole percents of a limit, int8.

    -1 becomes 0: base64 would write its byte 255 as "/", which plotly.py writes as six characters.
    """
    whole = np.rint(maps * np.float32(100 / limit)).astype(np.int8)
    whole[whole == -1] = 0
    return whole


def _tiles(layer: int, numbers: np.ndarray, columns: int, side: int, limit: float) -> Settings:
    """Return the trace of some neurons' maps, without values and position. numbers: of the neurons, from 1."""
    number = montage(np.broadcast_to(numbers[:, None, None], (len(numbers), side, side)), columns)
    return {
        "type": "heatmap",
        "x0": 0.5,
        "dx": 1,
        "dy": 1,
        "zmin": -100,
        "zmax": 100,
        "colorscale": WEIGHTS,
        "zsmooth": "fast",
        "showscale": False,
        "customdata": number,
        "hovertemplate": f"layer {layer + 1}, neuron %{{customdata}}: output %{{z}}\u00a0% of {scientific(limit)}<br>"
        "x1 = %{x}, x2 = %{y}<extra></extra>",
    }


def _outlines(units: int, columns: int, side: int, top: float, refs: Settings) -> Settings:
    """Draw an outline around every tile, as one path: one shape for each would slow the animation down."""
    lines = []
    for row in range(-(-units // columns)):
        right = side * min(columns, units - row * columns)
        upper, lower = top + side * row, top + side * (row + 1)
        lines += [f"M0,{upper:.6g}H{right}", f"M0,{lower:.6g}H{right}"]
        lines += [f"M{x},{upper:.6g}V{lower:.6g}" for x in range(0, right + 1, side)]
    line = {"color": GREY, "width": 2}
    return {"type": "path", "path": "".join(lines), "xref": refs["xaxis"], "yref": refs["yaxis"], "line": line}


def _colour_key_of(activation: str) -> str:
    if activation == "sigmoid":
        return colour_key((NEUTRAL, "0"), (WEIGHTS[-1][1], "1"))
    if activation == "tanh":
        return colour_key((WEIGHTS[0][1], "−1"), (NEUTRAL, "0"), (WEIGHTS[-1][1], "+1"))
    if activation == "relu":
        return colour_key((NEUTRAL, "0"), (WEIGHTS[-1][1], "largest of its layer"))
    return colour_key((WEIGHTS[0][1], "negative"), (NEUTRAL, "0"), (WEIGHTS[-1][1], "positive"))
