"""Loss and accuracy by epoch."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import EPOCH_AXIS, LINE_STYLES
from nnkit.figures.layout import Settings, legend_above, make_figure
from nnkit.figures.style import GREY, TEXT, epoch_text
from nnkit.results.run import History

Curves = dict[str, np.ndarray]

HEIGHT = 300  # px

_MAX_MARKERS = 60  # more markers would merge into one thick line
_EMPTY = "No epoch to show:<br>training ended within the first one."
_NOT_MEASURED = "Not measured here."


def loss_curve(history: History, marked_epoch: float | None = None, height: int = HEIGHT) -> go.Figure:
    """Draw training and validation loss in nats by epoch; `history` is that of a Run, `height` in px."""
    epochs, curves = history["epoch"], _curves(history, "loss", 1)
    y = {"title": {"text": "loss (nats)"}, "rangemode": "tozero"}
    traces = _traces(epochs, curves, "%{y:.4f} nats")
    alt = _alt_text("loss", epochs, curves, "{:.3g}".format, np.nanargmin)
    return make_figure(traces, _layout(epochs, bool(curves), y, marked_epoch), height, alt)


def accuracy_curve(history: History, marked_epoch: float | None = None, height: int = HEIGHT) -> go.Figure:
    """Draw training and validation accuracy in percent by epoch; `history` is that of a Run, `height` in px."""
    epochs, curves = history["epoch"], _curves(history, "accuracy", 100)
    y = {"title": {"text": "accuracy (%)"}}
    traces = _traces(epochs, curves, "%{y:.2f} %")
    alt = _alt_text("accuracy", epochs, curves, "{:.1f} %".format, np.nanargmax)
    return make_figure(traces, _layout(epochs, bool(curves), y, marked_epoch), height, alt)


def _curves(history: History, measure: str, scale: float) -> Curves:
    """Return the values by name, with NaN for None; curves without any value are left out."""
    keys = {"training": measure, "validation": f"val_{measure}"}
    curves = {name: scale * np.array(history[key], float) for name, key in keys.items()}
    return {name: values for name, values in curves.items() if np.isfinite(values).any()}


def _traces(epochs: Sequence[float], curves: Curves, hover: str) -> list[Settings]:
    return [
        {
            "type": "scatter",
            "x": np.array(epochs, np.float32),
            "y": values.astype(np.float32),
            "name": name,
            "mode": "lines+markers" if len(epochs) <= _MAX_MARKERS else "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 6},
            "hovertemplate": hover,
        }
        for (name, values), (colour, dash, symbol) in ((curve, LINE_STYLES[curve[0]]) for curve in curves.items())
    ]


def _layout(epochs: Sequence[float], measured: bool, y: Settings, marked_epoch: float | None) -> Settings:
    """Return axes, legend, the line at a marked epoch, and the reason why there are no curves if none was measured."""
    empty = {} if measured else {"range": [0, 1], "showticklabels": False}
    texts, lines = ([] if measured else [_reason(bool(epochs))]), []
    if marked_epoch is not None:
        lines.append(_line_at(marked_epoch))
        texts.append(_name_of_line(marked_epoch, on_the_left=bool(epochs) and 2 * marked_epoch > epochs[-1]))
    return {
        "xaxis": {**EPOCH_AXIS, **empty},
        "yaxis": {**y, **empty},
        "annotations": texts,
        "shapes": lines,
        "legend": legend_above(),
        "hovermode": "x unified",
    }


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


def _alt_text(measure: str, epochs: Sequence[float], curves: Curves, number: Callable, best: Callable) -> str:
    """Say where the curves begin, end and are best; `number` writes a value, `best` finds the best one's index."""
    if not curves and epochs:
        return f"No {measure} to show: where numbers are predicted, there is none."
    if not curves:
        return f"No {measure} to show: training ended within its first epoch."
    values = curves["training"]
    first, last = number(values[0]), number(values[-1])
    if len(values) == 1 or first == last:
        text = f"Training {measure} is {last} after epoch {epoch_text(epochs[-1])}"
    else:
        verb = "falls" if values[-1] < values[0] else "rises"
        text = f"Training {measure} {verb} from {first} to {last} over {epoch_text(epochs[-1])} epochs"
    if "validation" not in curves:
        return text + "."
    values = curves["validation"]
    top = best(values)
    text += f"; validation {measure} ends at {number(values[-1])}"
    return f"{text}, its best is {number(values[top])} at epoch {epoch_text(epochs[top])}."
