"""The training animation on digits: predictions, probabilities and weights on one time slider of the browser."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.animation import animate, button_row, frame_slider, play_buttons, shown_snapshots
from nnkit.figures.digits.digits import DIGIT_SETTINGS, PIXEL_HOVER, marked, marked_colours
from nnkit.figures.digits.weights import WEIGHT_HOVER, left_out, unit_images, weight_heatmap, weight_limit
from nnkit.figures.layout import HIDDEN, PICTURE, Settings, complete, text_above
from nnkit.figures.montage import montage, pixel_positions
from nnkit.figures.numbers import epoch_text, percent, scientific
from nnkit.figures.style import CORRECT, GREY, NEUTRAL, SHARES, TEXT, WRONG, colour_key, weight_key

Frame = tuple[float, np.ndarray | None, np.ndarray]

MAX_FRAMES = 20  # with 16 units they take less than 2 MB of JSON, in which plotly.py writes / of base64 as \u002f
_SIDE = 28  # pixels of a digit
# Heights in px of a line of text, of the digits, of their probabilities, and of one row of units.
_LINE, _DIGITS, _CLASSES, _UNITS = 28, 56, 180, 66
_UPPER_RIGHT, _WEIGHTS_LEFT = 0.48, 0.54  # shares of the width, where weights stand beside the predictions
_TOP, _CONTROLS = 44, 112  # heights in px of the margins: two lines of text; buttons and slider
_FRAME_MS = 300
_PROBABILITIES = {"colorscale": SHARES, "zmin": 0, "zmax": 100, "showscale": False, "xgap": 1, "ygap": 1}
_PROBABILITIES["hovertemplate"] = (
    "digit %{customdata[0]} (class %{customdata[1]}): P(class %{y}) = %{z:.1f}\u00a0%<extra></extra>"
)


def training_animation(
    frames: Sequence[Frame],
    images: np.ndarray,
    labels: np.ndarray,
    shape: tuple[int, int] = (28, 28),
    max_units: int = 16,
    height: int | None = None,
) -> go.Figure:
    """Draw a training as an animation that opens on its last frame.

    frames: (epoch, first kernel (height × width, units) or None, probabilities (n, classes)) of each snapshot; at most
        `MAX_FRAMES` are shown: the first few, and evenly spaced ones up to the last.
    images, labels: the digits (n, 28, 28) uint8 that the network classifies, and their true classes (n,).
    shape, max_units: of a unit's weights as an image, and how many units are shown.
    height: of the figure in px, with the weights beside the predictions; else they stand below, for a phone.
    """
    frames = [frames[index] for index in shown_snapshots(len(frames), MAX_FRAMES)]
    pictures = [unit_images(kernel, shape, max_units) for _, kernel, _ in frames if kernel is not None]
    columns = _columns(len(pictures[0]), beside=height is not None) if pictures else 1
    names = [epoch_text(epoch) for epoch, _, _ in frames]
    changes = [_changes(probabilities, labels) for _, _, probabilities in frames]
    for change, units in zip(changes, pictures, strict=bool(pictures)):
        change.append({"z": montage(units, columns)})
    classes, limit = frames[0][2].shape[1], max(map(weight_limit, pictures), default=1.0)
    traces = _prediction_traces(images, labels, classes)
    if pictures:
        traces.append(_weight_trace(pictures[0].shape, columns, limit))
    rows = -(-len(pictures[0]) // columns) if pictures else 0
    panels_height, domains = _beside(height - _TOP - _CONTROLS) if height else _below_each_other(rows)
    right, left = (_UPPER_RIGHT, _WEIGHTS_LEFT) if height else (1, 0)
    layout = {**_prediction_layout(len(images), classes, domains, right), **_controls(names)}
    if frames[0][1] is not None:
        key = f"weights: {weight_key(limit)}{left_out(frames[0][1], pictures[0])}"
        layout["annotations"].append(text_above(key, x=left, y=domains[2][1], yshift=4))
        layout |= _weight_layout((rows, columns), shape, domains[2], left)
    layout["margin"] = {"t": _TOP, "b": _CONTROLS}
    layout = complete(layout, panels_height + _TOP + _CONTROLS, _alt_text(names, frames, labels, pictures))
    return animate(traces, layout, list(range(1, len(traces))), dict(zip(names, changes, strict=True)))


def _columns(units: int, beside: bool) -> int:
    """Choose the columns for the units: as many as rows where the weights stand beside the predictions.

    Else they are the 5 to 8 that leave the fewest tiles empty, because empty tiles are sent with every frame.
    """
    if beside:
        return math.ceil(math.sqrt(units))
    return min(range(8, 4, -1), key=lambda columns: -units % columns)


def _changes(probabilities: np.ndarray, labels: np.ndarray) -> list[dict[str, Any]]:
    """Return what a frame changes in the predictions' texts and in the heatmap of probabilities (n, classes)."""
    predicted = probabilities.argmax(axis=1)
    correct = predicted == labels
    text = {"text": marked(predicted, correct), "textfont": {"size": TEXT, **marked_colours(correct)}}
    return [text, {"z": (100 * probabilities.T).astype(np.float32)}]


def _prediction_traces(images: np.ndarray, labels: np.ndarray, classes: int) -> list[Settings]:
    """Return the digits, and without what frames change: the texts of predictions, and the probabilities."""
    count = len(images)
    middles = np.arange(count) * _SIDE + (_SIDE - 1) / 2  # all upper panels share the digits' x axis
    positions = montage(pixel_positions(count, _SIDE, _SIDE), count)
    digit_and_class = np.stack([np.arange(1, count + 1), labels], axis=1).astype(np.uint8)
    digits = {"z": montage(images, count), "customdata": positions, "hovertemplate": PIXEL_HOVER, **DIGIT_SETTINGS}
    # The text stands above the digits, outside their axes.
    text = {"mode": "text", "textposition": "top center", "cliponaxis": False, "hoverinfo": "skip"}
    tiles = {"yaxis": "y2", "customdata": np.broadcast_to(digit_and_class, (classes, count, 2)), **_PROBABILITIES}
    return [
        {"type": "heatmap", **digits},
        {"type": "scatter", "x": middles, "y": np.full(count, -0.5), **text},
        {"type": "heatmap", "x": middles, "y": np.arange(classes), **tiles},
    ]


def _weight_trace(shape: tuple[int, ...], columns: int, limit: float) -> Settings:
    """Return the heatmap of the weights, (units, height, width), without its values; all frames have one scale."""
    positions = montage(pixel_positions(*shape), columns)
    heatmap = weight_heatmap(None, limit, customdata=positions, hovertemplate=WEIGHT_HOVER)
    return {**heatmap, "xaxis": "x2", "yaxis": "y3"}


def _prediction_layout(count: int, classes: int, domains: list[list[float]], right: float) -> Settings:
    """Place digits and probabilities, each with a line of text above it; `right` is the end of both."""
    layout = _picture_axes(("x", "y"), (_SIDE, count * _SIDE), domains[0], "bottom")
    layout["xaxis"] |= {"anchor": "y2", "domain": [0, right]}
    layout["yaxis2"] = {"range": [classes - 0.5, -0.5], "domain": domains[1], "dtick": 1, **PICTURE}
    layout["yaxis2"]["title"] = {"text": "class"}
    # In the digits' coordinates, so that the line stays above them where a phone makes them small.
    upper_left = {"x": -0.5, "xref": "x", "y": -0.5, "yref": "y"}
    right_or_wrong = colour_key((CORRECT, "✓ correct"), (WRONG, "✗ wrong"))
    shares = "probability: " + colour_key((NEUTRAL, percent(0, 0)), (SHARES[-1][1], percent(1, 0)))
    texts = [text_above(right_or_wrong, yshift=22, **upper_left), text_above(shares, y=domains[1][1], yshift=4)]
    return {**layout, "annotations": texts}


def _weight_layout(tiles: tuple[int, int], shape: tuple[int, int], domain: list[float], left: float) -> Settings:
    """Place the units' images, which are (rows, columns) of `shape`, from `left` on, with lines between them."""
    down, right = (number * side for number, side in zip(tiles, shape, strict=True))
    layout = _picture_axes(("x2", "y3"), (down, right), domain, "top")
    layout["xaxis2"]["domain"] = [left, 1]
    # Lines, because gaps in the heatmap would be sent again with every frame.
    line = {"type": "line", "xref": "x2", "yref": "y3", "line": {"color": GREY, "width": 1.5}}
    across = [{"y0": y, "y1": y, "x0": -0.5, "x1": right - 0.5, **line} for y in _edges(tiles[0], shape[0])]
    upright = [{"x0": x, "x1": x, "y0": -0.5, "y1": down - 0.5, **line} for x in _edges(tiles[1], shape[1])]
    return {**layout, "shapes": [*upright, *across]}


def _edges(tiles: int, side: int) -> list[float]:
    """Return the places between tiles, in pixels."""
    return [tile * side - 0.5 for tile in range(1, tiles)]


def _beside(total: int) -> tuple[int, list[list[float]]]:
    """Return the height of the panels, and the domains of digits, probabilities, and weights at their right."""
    digits = max(_DIGITS, total // 8)
    _, domains = _domains([digits, total - digits - _LINE])
    return total, [*domains, [0, 1]]


def _below_each_other(rows: int) -> tuple[int, list[list[float]]]:
    """Return the height of the panels, and the domains of digits, probabilities and, below, rows of weights."""
    return _domains([_DIGITS, _CLASSES, *([_UNITS * rows] if rows else [])])


def _domains(heights: list[int]) -> tuple[int, list[list[float]]]:
    """Return the height in px of all panels with the lines between them, and each one's domain as shares from below."""
    total = sum(heights) + _LINE * (len(heights) - 1)
    tops = [total - sum(heights[:index]) - _LINE * index for index in range(len(heights))]
    return total, [[(top - height) / total, top / total] for top, height in zip(tops, heights, strict=True)]


def _picture_axes(axes: tuple[str, str], size: tuple[int, int], domain: list[float], towards: str) -> Settings:
    """Return invisible axes for a picture of (rows, columns) square pixels; `towards` is the edge it keeps to."""
    across, down = axes
    square = {"constrain": "domain", **HIDDEN}
    x = {"range": [-0.5, size[1] - 0.5], "anchor": down, "constraintoward": "left", **square}
    y = {"range": [size[0] - 0.5, -0.5], "scaleanchor": across, "constraintoward": towards, **square}
    return {f"xaxis{across[1:]}": x, f"yaxis{down[1:]}": {**y, "domain": domain}}


def _controls(names: list[str]) -> Settings:
    """Return the buttons, and under them the slider."""
    position = {"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"}
    buttons = button_row(play_buttons(_FRAME_MS), **position, pad={"t": 10, "l": 0})
    pad = {"t": 44, "l": 4, "r": 4}
    slider = frame_slider(names, **position, pad=pad, currentvalue={"prefix": "epoch: "})
    return {"updatemenus": [buttons], "sliders": [slider]}


def _alt_text(names: list[str], frames: list[Frame], labels: np.ndarray, pictures: list[np.ndarray]) -> str:
    right = [int(np.sum(probabilities.argmax(axis=1) == labels)) for _, _, probabilities in (frames[0], frames[-1])]
    text = f"{right[0]} of {len(labels)} digits are predicted correctly at epoch {names[0]}, "
    text += f"{right[1]} at epoch {names[-1]}."
    if not pictures:
        return text
    first, last = (scientific(np.abs(units).max(), 2) for units in (pictures[0], pictures[-1]))
    return f"{text} The largest first-layer weight shown changes from {first} to {last}."
