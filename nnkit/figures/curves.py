"""Loss and accuracy by epoch."""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import EPOCH_AXIS, LINE_STYLES, whole_epochs
from nnkit.figures.layout import Settings, legend_above, make_figure
from nnkit.figures.numbers import PERCENT, epoch_text, percent, scientific
from nnkit.figures.style import GREY, TEXT
from nnkit.results.run import History

Curves = dict[str, np.ndarray]

HEIGHT = 300  # px

_MAX_MARKERS = 60  # more markers would merge into one thick line
_EMPTY = "No epoch to show:<br>training ended in the first epoch."
_NOT_MEASURED = "Not measured here."


def loss_curve(
    history: History, marked_epoch: float | None = None, height: int = HEIGHT, epochs: int | None = None
) -> go.Figure:
    """Draw training and validation loss in nats by epoch.

    history: that of a Run, or {} while nothing is measured yet: then only the axes are drawn. height: in px.
    epochs: where the axis of the epochs ends, so that curves grow towards it; at the last epoch unless given.
    """
    curves = _curves(history, "loss", 1)
    alt = _alt_text("loss", history, curves, scientific, np.nanargmin)
    axes = {"xaxis": _epoch_axis(epochs), "yaxis": {"title": {"text": "loss (nats)"}, "rangemode": "tozero"}}
    traces = _traces(history, curves, "%{y:.4f} nats")
    return make_figure(traces, _layout(history, bool(curves), axes, marked_epoch), height, alt)


def accuracy_curve(
    history: History, marked_epoch: float | None = None, height: int = HEIGHT, epochs: int | None = None
) -> go.Figure:
    """Draw training and validation accuracy in percent by epoch; the arguments are those of `loss_curve`."""
    curves = _curves(history, "accuracy", 100)
    alt = _alt_text("accuracy", history, curves, lambda value: percent(value / 100), np.nanargmax)
    axes = {"xaxis": _epoch_axis(epochs), "yaxis": {"title": {"text": "accuracy (%)"}}}
    traces = _traces(history, curves, f"%{{y:.1f}}{PERCENT}")
    return make_figure(traces, _layout(history, bool(curves), axes, marked_epoch), height, alt)


def _epoch_axis(epochs: int | None) -> Settings:
    return EPOCH_AXIS if epochs is None else {**EPOCH_AXIS, "range": [0, epochs]}


def _curves(history: History, measure: str, scale: float) -> Curves:
    """Return the values by name, with NaN for None; curves without any value are left out."""
    keys = {"training": measure, "validation": f"val_{measure}"}
    curves = {name: scale * np.array(history.get(key, ()), float) for name, key in keys.items()}
    return {name: values for name, values in curves.items() if np.isfinite(values).any()}


def _traces(history: History, curves: Curves, hover: str) -> list[Settings]:
    epochs = history.get("epoch", [])
    return [
        {
            "type": "scatter",
            "x": whole_epochs(epochs),
            "y": values.astype(np.float32),
            "name": name,
            "mode": "lines+markers" if len(epochs) <= _MAX_MARKERS else "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 6},
            "cliponaxis": False,  # the marker of the last epoch may stand on the edge
            "hovertemplate": hover,
        }
        for (name, values), (colour, dash, symbol) in ((curve, LINE_STYLES[curve[0]]) for curve in curves.items())
    ]


def _layout(history: History, measured: bool, axes: dict[str, Settings], marked_epoch: float | None) -> Settings:
    """Return axes, legend, the line at a marked epoch, and the reason why there are no curves of a history."""
    epochs, texts, lines = history.get("epoch", []), [], []
    if not measured:
        unit = {"range": [0, 1], "showticklabels": False}
        axes = {name: axis if "range" in axis else {**axis, **unit} for name, axis in axes.items()}
        texts = [_reason(bool(epochs))] if history else []
    if marked_epoch is not None:
        lines.append(_line_at(marked_epoch))
        texts.append(_name_of_line(marked_epoch, on_the_left=bool(epochs) and 2 * marked_epoch > epochs[-1]))
    return {**axes, "annotations": texts, "shapes": lines, "legend": legend_above(), "hovermode": "x unified"}


def _reason(trained: bool) -> Settings:
    """Return the text in the middle of a chart without curves."""
    middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": TEXT + 1}}
    return {"text": _NOT_MEASURED if trained else _EMPTY, **middle}


def _line_at(epoch: float) -> Settings:
    """Return a thin line at an epoch, over the whole height."""
    ends = {"x0": epoch, "x1": epoch, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "line", "line": {"color": GREY, "width": 1, "dash": "dot"}, **ends}


def _name_of_line(epoch: float, on_the_left: bool) -> Settings:
    """Return the name of the line at an epoch, on the side that has more room."""
    top = {"x": epoch, "xref": "x", "y": 1, "yref": "y domain", "yanchor": "top", "showarrow": False}
    side = "right" if on_the_left else "left"
    return {"text": f"epoch {epoch_text(epoch)}", "font": {"size": TEXT}, "xanchor": side, **top}


def _alt_text(measure: str, history: History, curves: Curves, number: Callable, best: Callable) -> str:
    """Say where the curves begin, end and are best; `number` writes a value, `best` finds the best one's index."""
    if not history:
        return f"An empty chart of {measure} by epoch. Nothing is measured yet."
    epochs = history["epoch"]
    if not curves and epochs:
        return f"No {measure} to show. It is not measured where a network predicts numbers."
    if not curves:
        return f"No {measure} to show. Training ended in the first epoch."
    values = curves["training"]
    first, last = number(values[0]), number(values[-1])
    if len(values) == 1 or first == last:
        text = f"Training {measure} is {last} after epoch {epoch_text(epochs[-1])}."
    elif values[-1] < values[0]:
        text = f"Training {measure} falls from {first} to {last} over {epoch_text(epochs[-1])} epochs."
    else:
        text = f"Training {measure} rises from {first} to {last} over {epoch_text(epochs[-1])} epochs."
    if "validation" not in curves:
        return text
    values = curves["validation"]
    top, end = best(values), number(values[-1])
    best_value, best_epoch = number(values[top]), epoch_text(epochs[top])
    return f"{text} Validation {measure} ends at {end}. Its best value is {best_value} at epoch {best_epoch}."
