"""The film of a training: digits, probabilities and weights on one time slider that the browser moves by itself."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.animation import button_row, frame_slider, play_buttons, shown_snapshots
from nnkit.figures.digits.digits import PAPER, PIXEL_HOVER, marked, marked_colours
from nnkit.figures.digits.weights import WEIGHT_HOVER, left_out, unit_images, weight_heatmap, weight_key, weight_limit
from nnkit.figures.layout import Settings, add_text_above, finish, fix_axes
from nnkit.figures.montage import montage, places
from nnkit.figures.style import CORRECT, GREY, NEUTRAL, SHARES, TEXT, WRONG, colour_key, epoch_text

Frame = tuple[float, np.ndarray | None, np.ndarray]

MAX_FRAMES = 20  # with 16 units they stay under 2 MB of JSON, where plotly.py writes every / of base64 as \u002f
_SIDE = 28  # pixels of a digit
_LINE, _DIGITS, _CLASSES, _UNITS = 28, 56, 180, 66  # heights in px: a line of text, and one row of each part
_TOP, _CONTROLS = 44, 112  # heights in px of the margins: two lines of text; buttons and slider
_FRAME_MS = 300
_PROBABILITIES = {"colorscale": SHARES, "zmin": 0, "zmax": 100, "showscale": False, "xgap": 1, "ygap": 1}
_PROBABILITIES["hovertemplate"] = (
    "digit %{customdata[0]} (a %{customdata[1]}): P(class %{y}) = %{z:.1f} %<extra></extra>"
)


def training_animation(
    frames: Sequence[Frame], images: np.ndarray, labels: np.ndarray, shape: tuple[int, int] = (28, 28), most: int = 16
) -> go.Figure:
    """A training as an animation that opens on its last frame.

    frames: (epoch, first kernel (height × width, units) or None, probabilities (n, classes)) of each snapshot; of
        many, `MAX_FRAMES` are kept: the first few, and of the others some, evenly spaced, the last among them.
    images, labels: the digits (n, 28, 28) uint8 that the probabilities are about, and what they are (n,).
    """
    frames = [frames[index] for index in shown_snapshots(len(frames), MAX_FRAMES)]
    pictures = [unit_images(kernel, shape, most) for _, kernel, _ in frames if kernel is not None]
    figure = go.Figure(_still_traces(images, labels, frames[0][2].shape[1], pictures))
    moving = figure.data[1:]
    scenes = [_scene(probabilities, labels) for _, _, probabilities in frames]
    for scene, units in zip(scenes, pictures, strict=bool(pictures)):
        scene.append({"z": montage(units, _columns(len(units)))})
    for trace, change in zip(moving, scenes[-1], strict=True):
        trace.update(change)
    names = [epoch_text(epoch) for epoch, _, _ in frames]
    figure.frames = [
        go.Frame(
            name=name,
            traces=list(range(1, 1 + len(moving))),
            data=[{"type": trace.type, **change} for trace, change in zip(moving, scene, strict=True)],
        )
        for name, scene in zip(names, scenes, strict=True)
    ]
    _lay_out(figure, frames[0], pictures, shape)
    return figure.update_layout(meta={"alt": _alt_text(names, frames, labels, pictures)}, **_controls(names))


def _columns(units: int) -> int:
    """Of 8 to 5 columns the ones that leave the fewest places empty: those travel with every frame, too."""
    return min(range(8, 4, -1), key=lambda columns: -units % columns)


def _scene(probabilities: np.ndarray, labels: np.ndarray) -> list[dict[str, Any]]:
    """What a snapshot changes in the predictions' text and in the heatmap of probabilities (n, classes)."""
    predicted = probabilities.argmax(axis=1)
    correct = predicted == labels
    text = {"text": marked(predicted, correct), "textfont": {"size": TEXT, **marked_colours(correct)}}
    return [text, {"z": (100 * probabilities.T).astype(np.float32)}]


def _still_traces(images: np.ndarray, labels: np.ndarray, classes: int, pictures: list[np.ndarray]) -> list[Any]:
    """The digits, and the other traces without what moves: predictions, probabilities and weights."""
    count = len(images)
    middles = np.arange(count) * _SIDE + (_SIDE - 1) / 2  # all of the upper parts share the digits' x axis
    where = montage(places(count, _SIDE, _SIDE), count)
    which = np.broadcast_to(np.stack([np.arange(1, count + 1), labels], axis=1), (classes, count, 2)).astype(np.uint8)
    traces = [
        go.Heatmap(z=montage(images, count), customdata=where, hovertemplate=PIXEL_HOVER, **PAPER),
        go.Scatter(x=middles, y=np.full(count, -0.5), mode="text", textposition="top center", hoverinfo="skip"),
        go.Heatmap(x=middles, y=np.arange(classes), yaxis="y2", customdata=which, **_PROBABILITIES),
    ]
    traces[1].cliponaxis = False  # the text stands above the digits, outside their axes
    if pictures:
        where = montage(places(*pictures[0].shape), _columns(len(pictures[0])))
        limit = max(weight_limit(units) for units in pictures)  # one for all frames, so that growth is seen
        heatmap = weight_heatmap(None, limit, customdata=where, hovertemplate=WEIGHT_HOVER)
        traces.append(heatmap.update(xaxis="x2", yaxis="y3"))
    return traces


def _lay_out(figure: go.Figure, frame: Frame, pictures: list[np.ndarray], shape: tuple[int, int]) -> None:
    """Put the parts under each other, each with a line of text above it, their pixels square at any width."""
    count, classes = frame[2].shape
    columns = _columns(len(pictures[0])) if pictures else 1
    rows = -(-len(pictures[0]) // columns) if pictures else 0
    total, domains = _domains([_DIGITS, _CLASSES, *([_UNITS * rows] if rows else [])])
    _sheet(figure, ("x", "y"), (_SIDE, count * _SIDE), domains[0], "bottom")
    classes_down = {"range": [classes - 0.5, -0.5], "domain": domains[1], "dtick": 1, "title_text": "class"}
    figure.update_layout(yaxis2=classes_down, xaxis_anchor="y2")
    # In the digits' own coordinates: where a phone makes them small, the line stays with them.
    upper_left = {"x": -0.5, "xref": "x", "y": -0.5, "yref": "y"}
    add_text_above(figure, colour_key((CORRECT, "✓ predicted right"), (WRONG, "✗ wrong")), yshift=22, **upper_left)
    add_text_above(
        figure, f"probability: {colour_key((NEUTRAL, '0 %'), (SHARES[-1][1], '100 %'))}", y=domains[1][1], yshift=4
    )
    if rows:
        _sheet(figure, ("x2", "y3"), (rows * shape[0], columns * shape[1]), domains[2], "top")
        _separate(figure, rows, columns, shape)
        limit = figure.data[-1].zmax
        add_text_above(
            figure, f"weights: {weight_key(limit)}{left_out(frame[1], pictures[0])}", y=domains[2][1], yshift=4
        )
    fix_axes(finish(figure, total + _TOP + _CONTROLS, "", margin={"t": _TOP, "b": _CONTROLS}))


def _domains(heights: list[int]) -> tuple[int, list[list[float]]]:
    """The height in px of all parts with the lines between them, and each one's place in it, as shares from below."""
    total = sum(heights) + _LINE * (len(heights) - 1)
    tops = [total - sum(heights[:index]) - _LINE * index for index in range(len(heights))]
    return total, [[(top - height) / total, top / total] for top, height in zip(tops, heights, strict=True)]


def _sheet(figure: go.Figure, axes: tuple[str, str], size: tuple[int, int], domain: list[float], towards: str) -> None:
    """Axes without marks for a sheet of (rows, columns) square pixels; where it is narrow, it keeps to an edge."""
    across, down = axes
    square = {"constrain": "domain", "visible": False}
    x = {"range": [-0.5, size[1] - 0.5], "anchor": down, "constraintoward": "left", **square}
    y = {"range": [size[0] - 0.5, -0.5], "scaleanchor": across, "constraintoward": towards, **square}
    figure.update_layout({f"xaxis{across[1:]}": x, f"yaxis{down[1:]}": {**y, "domain": domain}})


def _separate(figure: go.Figure, rows: int, columns: int, shape: tuple[int, int]) -> None:
    """Lines between the units: gaps in the heatmap would be sent again with every frame."""
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
