"""Maps over the plane, frame by frame: what the network answers, and what every hidden neuron gives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.figures.montage import montage
from nnkit.figures.planar_parts import Points, training_points, validation_points
from nnkit.figures.planar_sheet import Part, Settings, Sheet, annotation
from nnkit.figures.style import BEST, DARK, GREY, NEUTRAL, PROBABILITIES, TEXT, WEIGHTS, key
from nnkit.plane import Plane

MANY_POINTS = 500  # to train on are drawn smaller
MOST_TILE = 130  # px; larger maps would show no more
_LAYER_GAP = 8  # px
_BOUNDED = ("tanh", "sigmoid")  # activations whose scale is known beforehand
# In ten thousandths, so that four digits after "0." are a probability: two bytes a place instead of a float's four.
# Fewer would do for the shading, but give the line at one half of an untrained network steps.
_ONE, _CERTAIN = 10_000, 9_999
_HALF = {"start": _ONE // 2, "end": _ONE // 2, "size": 1}
_LEGENDS = ("legend2", "legend3")  # the first legend has a text colour of its own in Streamlit's theme
_PLACE = "x1 = %{x:.2f}, x2 = %{y:.2f}"


@dataclass(frozen=True, eq=False)
class Ground:
    """What does not change while a network learns: the points, and the best that is possible on them."""

    train: Points
    validation: Points | None = None
    bayes_map: np.ndarray | None = None  # (rows, columns) over the fine plane: the true probability of class 1
    bayes_accuracy: float | None = None  # a share


def decision_part(sheet: Sheet, probabilities: Sequence[np.ndarray], plane: Plane, ground: Ground) -> Part:
    """The probability of class 1 as shading, and the line at one half, under the points."""
    refs = sheet.refs("map")
    shading = {
        "type": "contour",
        "x": plane.x1,
        "y": plane.x2,
        "contours": {**_HALF, "coloring": "heatmap"},
        "line": {"color": DARK, "width": 2},
        "colorscale": PROBABILITIES,
        "zmin": 0,
        "zmax": _ONE,
        "showscale": False,
        "hovertemplate": f"P(class 1) = 0.%{{z:04d}}<br>{_PLACE}<extra></extra>",
    }
    traces = [shading]
    if ground.bayes_map is not None:
        traces.append(_best_boundary(plane, ground.bayes_map))
    traces += _points(ground)
    box = sheet.boxes["map"]
    x = {
        "range": _ends(plane.x1),
        "title": {"text": "x1", "standoff": 2, "font": {"size": TEXT}},
        "constrain": "domain",
    }
    y = {
        "range": _ends(plane.x2),
        "title": {"text": "x2", "standoff": 2, "font": {"size": TEXT}},
        "constrain": "domain",
    }
    axes = sheet.axes(
        "map",
        {**x, "constraintoward": "left", "showgrid": False, "nticks": 7},
        {**y, "constraintoward": "top", "showgrid": False, "nticks": 7, "scaleanchor": refs["xaxis"]},
    )
    legends = {name: _legend(sheet, left) for name, left in zip(_LEGENDS, (0.0, 0.36 * box.right), strict=True)}
    name = "Probability of class 1" if box.width > 350 else "P(class 1)"
    scale = key((PROBABILITIES[0][1], "0"), (PROBABILITIES[-1][1], "1"))
    return Part(
        [{**trace, **refs} for trace in traces],
        [0],
        [[{"z": digits(shares)}] for shares in probabilities],
        {**axes, **legends},
        [sheet.title("map", f"<b>{name}</b>  {scale}   line: ½", xshift=-36)],
    )


def digits(shares: np.ndarray) -> np.ndarray:
    """Four digits of each share below 1."""
    return np.minimum(np.rint(_ONE * shares), _CERTAIN).astype(np.int16)


def _ends(axis: np.ndarray) -> list[float]:
    return [float(axis[0]), float(axis[-1])]


def _best_boundary(plane: Plane, bayes_map: np.ndarray) -> Settings:
    return {
        "type": "contour",
        "x": plane.x1,
        "y": plane.x2,
        "z": digits(bayes_map),
        "contours": {**_HALF, "coloring": "none"},
        "line": {"color": BEST, "width": 2, "dash": "dot"},
        "showscale": False,
        "name": "best possible boundary",
        "showlegend": True,
        "legend": _LEGENDS[1],
        "hoverinfo": "skip",
    }


def _points(ground: Ground) -> list[Settings]:
    """They don't answer to the pointer: the map beneath them does, and says what the network gives there."""
    size = 7 if len(ground.train.labels) <= MANY_POINTS else 4
    hidden = [] if ground.validation is None else validation_points(ground.validation)
    legends = [_LEGENDS[1]] * len(hidden) + [_LEGENDS[0]] * 2
    traces = [*hidden, *training_points(ground.train, size)]
    return [
        {"showlegend": True, **trace.to_plotly_json(), "hoverinfo": "skip", "legend": legend}
        for trace, legend in zip(traces, legends, strict=True)
    ]


def _legend(sheet: Sheet, left: float) -> Settings:
    """A column of entries under the map; a click on one shows or hides it, and does no more."""
    place = {"x": sheet.x(left), "y": sheet.y(sheet.boxes["map"].bottom + 32), "xanchor": "left", "yanchor": "top"}
    look = {"font": {"size": TEXT}, "title": {"text": ""}, "bgcolor": "rgba(0,0,0,0)", "tracegroupgap": 0}
    return {
        **place,
        **look,
        "orientation": "v",
        "itemdoubleclick": False,
        "itemsizing": "constant",
        "traceorder": "normal",
    }


def no_neurons_part(sheet: Sheet, frames: int) -> Part:
    text = "<b>No hidden layer</b>: the line at ½ can only be straight, or what the features make of a straight line"
    return Part([], scenes=[[]] * frames, notes=[sheet.title("neurons", text, xshift=-48)])


class Tiling:
    """How the maps of all layers are laid out in a place: rows of square tiles, as large as there is room for."""

    def __init__(self, units: Sequence[int], width: float, height: float) -> None:
        for tile in range(MOST_TILE, 2, -1):
            self.tile = tile
            self.rows = [-(-count // int(width // tile)) for count in units]
            if sum(self.rows) * tile + _LAYER_GAP * (len(units) - 1) <= height:
                break
        self.columns = [-(-count // rows) for count, rows in zip(units, self.rows, strict=True)]
        self.height = sum(self.rows) * self.tile + _LAYER_GAP * (len(units) - 1)
        self.width = max(self.columns) * self.tile

    def tops(self, side: int) -> list[float]:
        """Where each layer begins, in map pixels from above, with maps of side × side."""
        gap = _LAYER_GAP * side / self.tile
        return [side * sum(self.rows[:layer]) + gap * layer for layer in range(len(self.rows))]


def neurons_part(
    sheet: Sheet, frames: Sequence[Sequence[np.ndarray]], coarse: Plane, tiling: Tiling, activation: str
) -> Part:
    """Every hidden neuron's output over the plane, in percent of its layer's largest: rows of tiles for each layer."""
    side, refs, box = len(coarse.x1), sheet.refs("neurons"), sheet.boxes["neurons"]
    traces: list[Settings] = []
    scenes: list[list[Settings]] = [[] for _ in frames]
    shapes, notes = [], []
    for layer, top in enumerate(tiling.tops(side)):
        maps = np.stack([frame[layer] for frame in frames])
        limit = 1.0 if activation in _BOUNDED else float(np.abs(maps).max()) or 1.0
        percents, columns = percent(maps, limit)[:, :, ::-1], tiling.columns[layer]  # a picture's rows go down
        full = percents.shape[1] // columns * columns
        # Whole numbers know no gaps: a last row that is not full is a trace of its own.
        for first, last in ((0, full), (full, percents.shape[1])):
            if first < last:
                traces.append(_sheet_of_maps(layer, first, last, columns, side, top, limit) | refs)
                for scene, tiles in zip(scenes, percents, strict=True):
                    scene.append({"z": montage(tiles[first:last], min(columns, last - first))})
        shapes.append(_outlines(percents.shape[1], columns, side, top, refs))
        middle = {"y": top + side * tiling.rows[layer] / 2, "yref": refs["yaxis"], "yanchor": "middle"}
        place = {"x": 0, "xref": refs["xaxis"], "xanchor": "right", "xshift": -4, "align": "right"}
        notes.append(annotation(f"hidden<br>layer {layer + 1}", **{**place, **middle}))
    right = side * box.width / tiling.tile
    x1, x2 = ([f"{value:.2f}".replace("-", "−") for value in axis] for axis in (coarse.x1, coarse.x2[::-1]))
    starts = [top + side * row for top, rows in zip(tiling.tops(side), tiling.rows, strict=True) for row in range(rows)]
    x = _unmarked(np.arange(side * max(tiling.columns)) + 0.5, x1 * max(tiling.columns))
    y = _unmarked(np.add.outer(starts, np.arange(side) + 0.5).ravel(), x2 * len(starts))
    x |= {"range": [0, right], "constrain": "domain", "constraintoward": "left"}
    y |= {"range": [side * box.height / tiling.tile, 0], "constrain": "domain", "constraintoward": "top"}
    axes = sheet.axes("neurons", x, {**y, "scaleanchor": refs["xaxis"]})
    title = sheet.title("neurons", f"<b>Output of every hidden neuron</b>  {_scale_key(activation)}", xshift=-48)
    return Part(traces, list(range(len(traces))), scenes, axes, [title, *notes], shapes)


def percent(maps: np.ndarray, limit: float) -> np.ndarray:
    """Of a limit, int8. -1 becomes 0: its byte is 255, of which base64 makes / alone, and plotly.py \\u002f."""
    whole = np.rint(maps * np.float32(100 / limit)).astype(np.int8)
    whole[whole == -1] = 0
    return whole


def _sheet_of_maps(layer: int, first: int, last: int, columns: int, side: int, top: float, limit: float) -> Settings:
    """The trace of the maps from `first` to before `last`, without their values."""
    numbers = np.arange(first + 1, last + 1, dtype=np.uint8)[:, None, None]
    of = f"{limit:.3g}"
    return {
        "type": "heatmap",
        "x0": 0.5,
        "dx": 1,
        "y0": top + side * (first // columns) + 0.5,
        "dy": 1,
        "zmin": -100,
        "zmax": 100,
        "colorscale": WEIGHTS,
        "zsmooth": "fast",
        "showscale": False,
        "customdata": montage(np.broadcast_to(numbers, (last - first, side, side)), min(columns, last - first)),
        "hovertemplate": f"layer {layer + 1}, neuron %{{customdata}}: %{{z}} % of {of}<br>"
        "x1 = %{x}, x2 = %{y}<extra></extra>",
    }


def _outlines(units: int, columns: int, side: int, top: float, refs: Settings) -> Settings:
    """A frame around every tile, as one path: a shape for each would slow the film down."""
    lines = []
    for row in range(-(-units // columns)):
        right = side * min(columns, units - row * columns)
        upper, lower = top + side * row, top + side * (row + 1)
        lines += [f"M0,{upper:.6g}H{right}", f"M0,{lower:.6g}H{right}"]
        lines += [f"M{x},{upper:.6g}V{lower:.6g}" for x in range(0, right + 1, side)]
    line = {"color": GREY, "width": 2}
    return {"type": "path", "path": "".join(lines), "xref": refs["xaxis"], "yref": refs["yaxis"], "line": line}


def _unmarked(values: np.ndarray, words: list[str]) -> Settings:
    """An axis that shows nothing, but tells the plane's coordinates where the pointer is."""
    hidden = {"showticklabels": False, "showgrid": False, "showline": False}
    return {"tickmode": "array", "tickvals": values.astype(np.float32), "ticktext": words, **hidden}


def _scale_key(activation: str) -> str:
    if activation == "sigmoid":
        return key((NEUTRAL, "0"), (WEIGHTS[-1][1], "1"))
    if activation == "tanh":
        return key((WEIGHTS[0][1], "−1"), (NEUTRAL, "0"), (WEIGHTS[-1][1], "+1"))
    if activation == "relu":
        return key((NEUTRAL, "0"), (WEIGHTS[-1][1], "largest of its layer"))
    return key((WEIGHTS[0][1], "negative"), (NEUTRAL, "0"), (WEIGHTS[-1][1], "positive"))
