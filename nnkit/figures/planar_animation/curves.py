"""Loss and accuracy under a cursor, the line of text that goes with it, and the controls that move both."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnkit.figures.animation import button_row, frame_slider, play_buttons
from nnkit.figures.layout import Settings
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import BEST, GREY, TEXT, TRAINING, VALIDATION, best_possible_key, colour_key, epoch_text
from nnkit.results.run import History

_FRAME_MS = 200  # while playing; drawing a frame takes up to 150
_LOOKS = ((TRAINING, "solid"), (VALIDATION, "dash"))
_NAMES = ("training", "validation")
_KEY = colour_key((TRAINING, "training"), (VALIDATION, "validation"))


class FrameMetrics(NamedTuple):
    """What was measured with a frame's weights: losses in nats, accuracies as shares."""

    epoch: float
    loss: float
    accuracy: float
    val_loss: float | None = None
    val_accuracy: float | None = None


class _Curves(NamedTuple):
    epochs: np.ndarray  # (records,)
    values: np.ndarray  # (2, records): of training and of validation, NaN where there are none
    frame_metrics: np.ndarray  # (frames,) epochs
    measured: np.ndarray  # (frames, 2): of training and of validation
    hover: str

    @property
    def last(self) -> float:
        return float(max([*self.epochs[-1:], self.frame_metrics[-1], 1]))


def text_panel(panel_layout: AnimationLayout, frame_metrics: Sequence[FrameMetrics], narrow: bool) -> AnimationPanel:
    """The current epoch and its accuracies in words, at the top."""
    box = panel_layout.boxes["controls"]
    text = {
        "type": "scatter",
        "mode": "text",
        "x": [0],
        "y": [12],
        "textposition": "middle right",
        "textfont": {"size": TEXT + (1 if narrow else 4)},
        "cliponaxis": False,
        "hoverinfo": "skip",
        **panel_layout.refs("controls"),
    }
    x, y = {"range": [0, box.width], "visible": False}, {"range": [box.height, 0], "visible": False}
    return AnimationPanel(
        [text], [0], [[{"text": [in_words(metrics)]}] for metrics in frame_metrics], panel_layout.axes("controls", x, y)
    )


def in_words(metrics: FrameMetrics) -> str:
    text = f"<b>epoch {epoch_text(metrics.epoch)}</b>: training {100 * metrics.accuracy:.1f} %"
    return text if metrics.val_accuracy is None else f"{text}, validation {100 * metrics.val_accuracy:.1f} %"


def loss_panel(
    panel_layout: AnimationLayout, history: History, frame_metrics: Sequence[FrameMetrics]
) -> AnimationPanel:
    measured = [(metrics.loss, metrics.val_loss) for metrics in frame_metrics]
    curves = _curves(history, "loss", 1, frame_metrics, measured, "%{y:.3f} nats")
    highest = float(np.nanmax([np.nanmax(curves.values, initial=0), np.nanmax(curves.measured)])) or 1.0
    return _curve_panel(panel_layout, "loss", f"<b>Loss</b> (nats)  {_KEY}", curves, (0, 1.06 * highest))


def accuracy_panel(
    panel_layout: AnimationLayout, history: History, frame_metrics: Sequence[FrameMetrics], best: float | None
) -> AnimationPanel:
    """best: the share that no network beats on new points."""
    measured = [(metrics.accuracy, metrics.val_accuracy) for metrics in frame_metrics]
    curves = _curves(history, "accuracy", 100, frame_metrics, measured, "%{y:.1f} %")
    lowest = float(np.nanmin([np.nanmin(curves.values, initial=90), np.nanmin(curves.measured)]))
    key = _KEY if best is None else best_possible_key(f"best possible on new points {100 * best:.1f}")
    title = f"<b>Accuracy</b> (%)  {key}"
    part = _curve_panel(panel_layout, "accuracy", title, curves, (10 * np.floor(lowest / 10) - 1, 101))
    if best is not None:
        line = {"type": "scatter", "mode": "lines", "line": {"color": BEST, "width": 1.5, "dash": "dot"}}
        ends = {"x": [0, curves.last], "y": [100 * best] * 2}
        part.traces.append({**line, **ends, "hoverinfo": "skip", **panel_layout.refs("accuracy")})
    return part


def _curves(
    history: History,
    measure: str,
    scale: float,
    frame_metrics: Sequence[FrameMetrics],
    measured: list[tuple],
    hover: str,
) -> _Curves:
    values = scale * np.array([history[measure], history[f"val_{measure}"]], float)
    epochs = np.array([metrics.epoch for metrics in frame_metrics], float)
    return _Curves(np.array(history["epoch"], float), values, epochs, scale * np.array(measured, float), hover)


def _curve_panel(
    panel_layout: AnimationLayout, name: str, title: str, curves: _Curves, low_high: tuple[float, float]
) -> AnimationPanel:
    """Both curves in full, and a cursor with a mark at both measured values: one trace, which is all that moves."""
    refs = panel_layout.refs(name)
    lines = [
        {
            "type": "scatter",
            "mode": "lines" if len(values) > 1 else "markers",
            "x": curves.epochs.astype(np.float32),
            "y": values.astype(np.float32),
            "line": {"color": colour, "dash": dash, "width": 2},
            "hovertemplate": f"epoch %{{x:~r}}<br>{of} {name} {curves.hover}<extra></extra>",
            **refs,
        }
        for values, of, (colour, dash) in zip(curves.values, _NAMES, _LOOKS, strict=True)
        if np.isfinite(values).any()
    ]
    low, high = map(float, low_high)
    scenes = [
        [{"x": np.full(4, epoch, np.float32), "y": np.array([low, *measured, high], np.float32)}]
        for epoch, measured in zip(curves.frame_metrics, curves.measured, strict=True)
    ]
    bottom = (
        {"title": {"text": "epoch", "standoff": 4, "font": {"size": TEXT}}}
        if name == "accuracy"
        else {"showticklabels": False}
    )
    x = {"range": [-0.015 * curves.last, 1.015 * curves.last], "nticks": 5, **bottom}
    axes = panel_layout.axes(name, x, {"range": [low, high], "nticks": 5})
    return AnimationPanel(
        [*lines, _CURSOR | refs], [len(lines)], scenes, axes, [panel_layout.title(name, title, xshift=-36)]
    )


_CURSOR = {
    "type": "scatter",
    "mode": "lines+markers",
    "connectgaps": True,  # without validation there is only one mark between the line's ends
    "line": {"color": GREY, "width": 1.5},
    "marker": {
        "size": [0, 9, 9, 0],
        "color": [GREY, TRAINING, VALIDATION, GREY],
        "symbol": ["circle", "circle", "diamond", "circle"],
        "opacity": 1,
        "line": {"color": "#ffffff", "width": 1},
    },
    "cliponaxis": False,
    "hoverinfo": "skip",
}


def controls(panel_layout: AnimationLayout, names: Sequence[str], narrow: bool) -> Settings:
    """Return play and pause, two buttons for the colours of the map, and a slider over the frames."""
    # The colours change only the map, which is the first trace: the animation stays at its frame.
    labels = ("smooth", "two colours") if narrow else ("smooth map", "two-coloured map")
    colours = [
        {"label": label, "method": "restyle", "args": [{"contours.coloring": colouring}, [0]]}
        for label, colouring in zip(labels, ("heatmap", "fill"), strict=True)
    ]
    # The slider is beside its buttons where there is room, else under them.
    button_top, slider_top, slider_left = (30, 66, 4) if narrow else (38, 38, 176)
    top_left = {"x": 0, "xanchor": "left", "yanchor": "top"}
    top_right = {"x": 1, "xanchor": "right", "yanchor": "top"}
    no_pad = dict.fromkeys("lrtb", 0)
    left = button_row(play_buttons(_FRAME_MS), **top_left, y=panel_layout.y(button_top), pad=no_pad)
    right = button_row(colours, **top_right, y=panel_layout.y(30 if narrow else 0), pad=no_pad)
    pad = {**no_pad, "l": slider_left, "r": 10}
    slider = frame_slider(names, **top_left, y=panel_layout.y(slider_top), pad=pad, currentvalue={"visible": False})
    return {"updatemenus": [left, right], "sliders": [slider]}
