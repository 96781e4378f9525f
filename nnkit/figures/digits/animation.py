"""The training animation on digits: predictions, probabilities and weights on one time slider of the browser."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.animation import button_row, frame_slider, play_buttons, shown_snapshots
from nnkit.figures.digits.digits import DIGIT_SETTINGS, PIXEL_HOVER, marked, marked_colours
from nnkit.figures.digits.weights import WEIGHT_HOVER, left_out, unit_images, weight_heatmap, weight_limit
from nnkit.figures.layout import Settings, add_text_above, finish, fix_axes
from nnkit.figures.montage import montage, pixel_positions
from nnkit.figures.style import CORRECT, GREY, NEUTRAL, SHARES, TEXT, WRONG, colour_key, epoch_text, weight_key

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
    "digit %{customdata[0]} (a %{customdata[1]}): P(class %{y}) = %{z:.1f} %<extra></extra>"
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
    figure = go.Figure(_initial_traces(images, labels, frames[0][2].shape[1], pictures, columns))
    animated = figure.data[1:]
    changes = [_changes(probabilities, labels) for _, _, probabilities in frames]
    for change, units in zip(changes, pictures, strict=bool(pictures)):
        change.append({"z": montage(units, columns)})
    for trace, update in zip(animated, changes[-1], strict=True):
        trace.update(update)
    names = [epoch_text(epoch) for epoch, _, _ in frames]
    figure.frames = [
        go.Frame(
            name=name,
            traces=list(range(1, 1 + len(animated))),
            data=[{"type": trace.type, **update} for trace, update in zip(animated, change, strict=True)],
        )
        for name, change in zip(names, changes, strict=True)
    ]
    _lay_out(figure, frames[0], pictures, shape, columns, height)
    return figure.update_layout(meta={"alt": _alt_text(names, frames, labels, pictures)}, **_controls(names))


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


def _initial_traces(
    images: np.ndarray, labels: np.ndarray, classes: int, pictures: list[np.ndarray], columns: int
) -> list[Any]:
    """Return the digits, and the animated traces without their values: predictions, probabilities and weights."""
    count = len(images)
    middles = np.arange(count) * _SIDE + (_SIDE - 1) / 2  # all upper panels share the digits' x axis
    positions = montage(pixel_positions(count, _SIDE, _SIDE), count)
    digit_and_class = np.broadcast_to(np.stack([np.arange(1, count + 1), labels], axis=1), (classes, count, 2)).astype(
        np.uint8
    )
    traces = [
        go.Heatmap(z=montage(images, count), customdata=positions, hovertemplate=PIXEL_HOVER, **DIGIT_SETTINGS),
        go.Scatter(x=middles, y=np.full(count, -0.5), mode="text", textposition="top center", hoverinfo="skip"),
        go.Heatmap(x=middles, y=np.arange(classes), yaxis="y2", customdata=digit_and_class, **_PROBABILITIES),
    ]
    traces[1].cliponaxis = False  # the text stands above the digits, outside their axes
    if pictures:
        positions = montage(pixel_positions(*pictures[0].shape), columns)
        limit = max(weight_limit(units) for units in pictures)  # one for all frames, so that one sees weights grow
        heatmap = weight_heatmap(None, limit, customdata=positions, hovertemplate=WEIGHT_HOVER)
        traces.append(heatmap.update(xaxis="x2", yaxis="y3"))
    return traces


def _lay_out(
    figure: go.Figure,
    frame: Frame,
    pictures: list[np.ndarray],
    shape: tuple[int, int],
    columns: int,
    height: int | None,
) -> None:
    """Place the panels, each with a line of text above it, their pixels square at any width."""
    _, kernel, probabilities = frame
    count, classes = probabilities.shape
    rows = -(-len(pictures[0]) // columns) if pictures else 0
    total, domains = _beside(height - _TOP - _CONTROLS) if height else _below_each_other(rows)
    weights_left = _WEIGHTS_LEFT if height else 0
    _picture_axes(figure, ("x", "y"), (_SIDE, count * _SIDE), domains[0], "bottom")
    classes_down = {"range": [classes - 0.5, -0.5], "domain": domains[1], "dtick": 1, "title_text": "class"}
    figure.update_layout(yaxis2=classes_down, xaxis_anchor="y2", xaxis_domain=[0, _UPPER_RIGHT if height else 1])
    # In the digits' coordinates, so that the line stays above them where a phone makes them small.
    upper_left = {"x": -0.5, "xref": "x", "y": -0.5, "yref": "y"}
    add_text_above(figure, colour_key((CORRECT, "✓ predicted right"), (WRONG, "✗ wrong")), yshift=22, **upper_left)
    add_text_above(
        figure, f"probability: {colour_key((NEUTRAL, '0 %'), (SHARES[-1][1], '100 %'))}", y=domains[1][1], yshift=4
    )
    if kernel is not None:
        _picture_axes(figure, ("x2", "y3"), (rows * shape[0], columns * shape[1]), domains[2], "top")
        figure.update_layout(xaxis2_domain=[weights_left, 1])
        _separate_units(figure, rows, columns, shape)
        key = f"weights: {weight_key(figure.data[-1].zmax)}{left_out(kernel, pictures[0])}"
        add_text_above(figure, key, x=weights_left, y=domains[2][1], yshift=4)
    fix_axes(finish(figure, total + _TOP + _CONTROLS, "", margin={"t": _TOP, "b": _CONTROLS}))


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


def _picture_axes(
    figure: go.Figure, axes: tuple[str, str], size: tuple[int, int], domain: list[float], towards: str
) -> None:
    """Set invisible axes for a picture of (rows, columns) square pixels; `towards` is the edge it keeps to."""
    across, down = axes
    square = {"constrain": "domain", "visible": False}
    x = {"range": [-0.5, size[1] - 0.5], "anchor": down, "constraintoward": "left", **square}
    y = {"range": [size[0] - 0.5, -0.5], "scaleanchor": across, "constraintoward": towards, **square}
    figure.update_layout({f"xaxis{across[1:]}": x, f"yaxis{down[1:]}": {**y, "domain": domain}})


def _separate_units(figure: go.Figure, rows: int, columns: int, shape: tuple[int, int]) -> None:
    """Draw lines between the units, because gaps in the heatmap would be sent again with every frame."""
    line = {"type": "line", "xref": "x2", "yref": "y3", "line": {"color": GREY, "width": 1.5}}
    down, right = rows * shape[0] - 0.5, columns * shape[1] - 0.5
    for x in np.arange(1, columns) * shape[1] - 0.5:
        figure.add_shape(x0=x, x1=x, y0=-0.5, y1=down, **line)
    for y in np.arange(1, rows) * shape[0] - 0.5:
        figure.add_shape(x0=-0.5, x1=right, y0=y, y1=y, **line)


def _controls(names: list[str]) -> Settings:
    """Return the buttons, and under them the slider."""
    position = {"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"}
    buttons = button_row(play_buttons(_FRAME_MS), **position, pad={"t": 10, "l": 0})
    pad = {"t": 44, "l": 4, "r": 4}
    slider = frame_slider(names, **position, pad=pad, currentvalue={"prefix": "epoch: "})
    return {"updatemenus": [buttons], "sliders": [slider]}


def _alt_text(names: list[str], frames: list[Frame], labels: np.ndarray, pictures: list[np.ndarray]) -> str:
    right = [int(np.sum(probabilities.argmax(axis=1) == labels)) for _, _, probabilities in (frames[0], frames[-1])]
    text = f"From epoch {names[0]} to epoch {names[-1]}, correct predictions go from {right[0]} to {right[1]} of "
    text += f"{len(labels)} digits"
    if not pictures:
        return text + "."
    first, last = (np.abs(units).max() for units in (pictures[0], pictures[-1]))
    return f"{text}, and the largest first-layer weight shown from {first:.2g} to {last:.2g}."
