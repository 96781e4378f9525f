"""The panels of loss and accuracy, with a cursor at the frame's epoch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnkit.figures.charts import whole_epochs
from nnkit.figures.numbers import fixed
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import BEST, GREY, TEXT, TRAINING, VALIDATION, best_possible_key, colour_key
from nnkit.results.run import History

_STYLES = ((TRAINING, "solid"), (VALIDATION, "dash"))
_SPLITS = ("training", "validation")
_KEY = colour_key((TRAINING, "training"), (VALIDATION, "validation"))


class FrameMetrics(NamedTuple):
    """Losses in nats and accuracies as shares, measured with a frame's weights."""

    epoch: float
    loss: float
    accuracy: float
    val_loss: float | None = None
    val_accuracy: float | None = None


class _Curves(NamedTuple):
    epochs: np.ndarray  # (records,)
    values: np.ndarray  # (2, records) of training and validation, NaN where there is none
    frame_epochs: np.ndarray  # (frames,)
    frame_values: np.ndarray  # (frames, 2) of training and validation
    hover: str

    @property
    def last_epoch(self) -> float:
        return float(max([*self.epochs[-1:], self.frame_epochs[-1], 1]))


def loss_panel(
    panel_layout: AnimationLayout, history: History, frame_metrics: Sequence[FrameMetrics]
) -> AnimationPanel:
    """Draw the losses in nats."""
    measured = [(metrics.loss, metrics.val_loss) for metrics in frame_metrics]
    curves = _curves(history, "loss", 1, frame_metrics, measured, "%{y:.3f} nats")
    highest = float(np.nanmax([np.nanmax(curves.values, initial=0), np.nanmax(curves.frame_values)])) or 1.0
    return _curve_panel(panel_layout, "loss", f"<b>Loss</b> (nats)  {_KEY}", curves, (0, 1.06 * highest))


def accuracy_panel(
    panel_layout: AnimationLayout, history: History, frame_metrics: Sequence[FrameMetrics], best: float | None
) -> AnimationPanel:
    """Draw the accuracies; `best` is the share that no network can be expected to beat on new points."""
    measured = [(metrics.accuracy, metrics.val_accuracy) for metrics in frame_metrics]
    curves = _curves(history, "accuracy", 100, frame_metrics, measured, "%{y:.1f}\u00a0%")
    lowest = float(np.nanmin([np.nanmin(curves.values, initial=90), np.nanmin(curves.frame_values)]))
    key = _KEY if best is None else best_possible_key(f"best possible: {fixed(100 * best, 1)}")
    title = f"<b>Accuracy</b> (%)  {key}"
    panel = _curve_panel(panel_layout, "accuracy", title, curves, (10 * np.floor(lowest / 10) - 1, 101))
    if best is not None:
        line = {"type": "scatter", "mode": "lines", "line": {"color": BEST, "width": 1.5, "dash": "dot"}}
        ends = {"x": [0, curves.last_epoch], "y": [100 * best] * 2}
        panel.traces.append({**line, **ends, "hoverinfo": "skip", **panel_layout.refs("accuracy")})
    return panel


def _curves(
    history: History,
    measure: str,
    scale: float,
    frame_metrics: Sequence[FrameMetrics],
    measured: list[tuple],
    hover: str,
) -> _Curves:
    values = scale * np.array([history[measure], history[f"val_{measure}"]], float)
    epochs = whole_epochs([metrics.epoch for metrics in frame_metrics])
    return _Curves(whole_epochs(history["epoch"]), values, epochs, scale * np.array(measured, float), hover)


def _curve_panel(
    panel_layout: AnimationLayout, name: str, title: str, curves: _Curves, low_high: tuple[float, float]
) -> AnimationPanel:
    """Draw both curves in full, and a cursor with two markers at the frame's values: one trace, which is animated."""
    refs = panel_layout.refs(name)
    lines = [
        {
            "type": "scatter",
            "mode": "lines" if len(values) > 1 else "markers",
            "x": curves.epochs.astype(np.float32),
            "y": values.astype(np.float32),
            "line": {"color": colour, "dash": dash, "width": 2},
            "hovertemplate": f"epoch %{{x:,.0f}}<br>{split} {name} {curves.hover}<extra></extra>",
            **refs,
        }
        for values, split, (colour, dash) in zip(curves.values, _SPLITS, _STYLES, strict=True)
        if np.isfinite(values).any()
    ]
    low, high = map(float, low_high)
    changes = [
        [{"x": np.full(4, epoch, np.float32), "y": np.array([low, *measured, high], np.float32)}]
        for epoch, measured in zip(curves.frame_epochs, curves.frame_values, strict=True)
    ]
    bottom = (
        {"title": {"text": "epoch", "standoff": 4, "font": {"size": TEXT}}}
        if name == "accuracy"
        else {"showticklabels": False}
    )
    x = {"range": [-0.015 * curves.last_epoch, 1.015 * curves.last_epoch], "nticks": 5, **bottom}
    axes = panel_layout.axes(name, x, {"range": [low, high], "nticks": 5})
    return AnimationPanel(
        [*lines, _CURSOR | refs], [len(lines)], changes, axes, [panel_layout.title(name, title, xshift=-36)]
    )


_CURSOR = {
    "type": "scatter",
    "mode": "lines+markers",
    "connectgaps": True,  # without validation there is only one marker between the line's ends
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
