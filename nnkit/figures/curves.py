"""Loss and accuracy by epoch."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import LINE_STYLES
from nnkit.figures.layout import finish, legend_above
from nnkit.figures.style import GREY, TEXT, epoch_text
from nnkit.results.run import History

Curves = dict[str, np.ndarray]

HEIGHT = 300  # px

_MAX_MARKERS = 60  # more markers would merge into one thick line
_EMPTY = "No epoch to show:<br>training ended within the first one."
_NOT_MEASURED = "Not measured here."


def loss_curve(history: History, marked_epoch: float | None = None, height: int = HEIGHT) -> go.Figure:
    """Draw training and validation loss in nats by epoch; `history` is that of a Run, `height` in px."""
    curves = _curves(history, "loss", 1)
    figure = _draw(history["epoch"], curves, "%{y:.4f} nats", marked_epoch)
    figure.update_yaxes(title_text="loss (nats)", rangemode="tozero")
    alt = _alt_text("loss", history["epoch"], curves, "{:.3g}".format, np.nanargmin)
    return _finish(figure, alt, height)


def accuracy_curve(history: History, marked_epoch: float | None = None, height: int = HEIGHT) -> go.Figure:
    """Draw training and validation accuracy in percent by epoch; `history` is that of a Run, `height` in px."""
    curves = _curves(history, "accuracy", 100)
    figure = _draw(history["epoch"], curves, "%{y:.2f} %", marked_epoch)
    figure.update_yaxes(title_text="accuracy (%)")
    alt = _alt_text("accuracy", history["epoch"], curves, "{:.1f} %".format, np.nanargmax)
    return _finish(figure, alt, height)


def _curves(history: History, measure: str, scale: float) -> Curves:
    """Return the values by name, with NaN for None; curves without any value are left out."""
    keys = {"training": measure, "validation": f"val_{measure}"}
    curves = {name: scale * np.array(history[key], float) for name, key in keys.items()}
    return {name: values for name, values in curves.items() if np.isfinite(values).any()}


def _draw(epochs: Sequence[float], curves: Curves, hover: str, marked_epoch: float | None) -> go.Figure:
    figure = go.Figure()
    for name, values in curves.items():
        colour, dash, symbol = LINE_STYLES[name]
        figure.add_scatter(
            x=np.array(epochs, np.float32),
            y=values.astype(np.float32),
            name=name,
            mode="lines+markers" if len(epochs) <= _MAX_MARKERS else "lines",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 6},
            hovertemplate=hover,
        )
    if not curves:
        figure.add_annotation(
            text=_NOT_MEASURED if epochs else _EMPTY,
            x=0.5,
            y=0.5,
            xref="paper",
            yref="paper",
            showarrow=False,
            font_size=13,
        )
        figure.update_xaxes(range=[0, 1], showticklabels=False)
        figure.update_yaxes(range=[0, 1], showticklabels=False)
    if marked_epoch is not None:
        _mark(figure, marked_epoch, on_the_left=bool(epochs) and 2 * marked_epoch > epochs[-1])
    return figure


def _mark(figure: go.Figure, epoch: float, on_the_left: bool) -> None:
    """Draw a thin line at an epoch, with its name on the side that has more room."""
    position = "top left" if on_the_left else "top right"
    line = {"color": GREY, "width": 1, "dash": "dot"}
    text = {"annotation_text": f"epoch {epoch_text(epoch)}", "annotation_font_size": TEXT}
    figure.add_vline(epoch, line=line, annotation_position=position, **text)


def _finish(figure: go.Figure, alt: str, height: int) -> go.Figure:
    figure.update_xaxes(title_text="epoch", hoverformat="~r", unifiedhovertitle_text="epoch %{x}")
    figure.layout.legend = legend_above()
    return finish(figure, height, alt, hovermode="x unified", showlegend=True)


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
