"""Several runs in one chart: training, validation, and the gap between them."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import (
    EPOCH_AXIS,
    MEASURE_FORMATS,
    MeasureFormat,
    chart_with_legend,
    no_epoch_text,
    to_drawn_unit,
    whole_epochs,
)
from nnkit.figures.layout import FIXED, Settings, legend_above
from nnkit.figures.numbers import epoch_text
from nnkit.figures.style import DASHES, VARIANTS, escape_html, with_opacity
from nnkit.results.run import History

MAX_RUNS = len(VARIANTS)
_SYMBOLS = ("star", "diamond", "square", "triangle-up", "x", "pentagon", "cross", "triangle-down")
SQUARED = MEASURE_FORMATS["loss"]._replace(title="mean squared error without penalty", hover="%{y:.4f}", gap="")
_TITLES = {"loss": "loss without penalty (nats)"}
_LARGEST, _SMALLEST = 22, 11  # px of markers; the first run's is the largest, to be visible below the others
_SYMBOL = "symbol: lowest validation loss"
_GAP_OPACITY = 0.08  # low, because eight gaps may lie over each other


def overlaid_runs(
    runs: Mapping[str, History],
    measure: str,
    hidden: Collection[str] = (),
    height: int = 400,
    epochs: int | None = None,
    validation_only: bool = False,
    squared: bool = False,
) -> go.Figure:
    """Draw training (solid) and validation (dashed) of up to 8 runs by name; `measure` is "loss" (nats) or "accuracy".

    runs: their `data_history`, since losses with different penalties can't be compared.
    The gap between the two is shaded, and a symbol marks the epoch of the lowest validation loss. A legend entry shows
    and hides all traces of its run. hidden: names of runs that are left out; the others keep their colours.
    epochs: where the axis of the epochs ends, so that a curve grows towards it; at the last epoch unless given.
    validation_only: leaves out training and the gap, so that the validation curves have the whole height. Each then has
    a dash of its own, because they may lie on each other.
    squared: whether the losses are mean squared errors, as in a regression, and not nats.
    Raises ValueError for more runs.
    """
    if len(runs) > MAX_RUNS:
        raise ValueError(f"overlaid_runs takes up to {MAX_RUNS} runs; got {len(runs)}")
    form, traces = SQUARED if squared else MEASURE_FORMATS[measure], []
    marks = [
        {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": "#ffffff"}}
        for symbol, size, colour in zip(_SYMBOLS, np.linspace(_LARGEST, _SMALLEST, len(runs)), VARIANTS, strict=False)
    ]
    shown = {name: history for name, history in runs.items() if name not in hidden}
    for name, mark, dash in zip(runs, marks, DASHES, strict=False):
        if name not in hidden:
            dash_alone = dash if validation_only else None
            traces += _traces_of(escape_html(name), runs[name], measure, form, mark, dash_alone)
    title, which = _SYMBOL, "validation "
    if not validation_only:
        title, which = f"— training   - - validation   {_SYMBOL}", ""
    axis = EPOCH_AXIS if epochs is None else {**EPOCH_AXIS, "range": [0, epochs]}
    layout = {
        "xaxis": {**axis, **FIXED},
        "yaxis": {"title": {"text": f"{which}{form.title if squared else _TITLES.get(measure, form.title)}"}, **FIXED},
        "legend": legend_above(title),
        "annotations": [] if traces else [no_epoch_text()],
        "hovermode": "x unified",
    }
    return chart_with_legend(traces, height, _runs_alt_text(shown, measure, validation_only), **layout)


def _traces_of(
    name: str, history: History, measure: str, form: MeasureFormat, mark: dict[str, Any], dash_alone: str | None
) -> list[Settings]:
    """Draw one run: training, validation with the gap and a hover text with both values, and the symbol.

    dash_alone: that of the validation curve where it is drawn alone, else None.
    """
    epochs, colour = whole_epochs(history["epoch"]), mark["color"]
    training, validation = to_drawn_unit(history[measure], form), to_drawn_unit(history[f"val_{measure}"], form)
    if not len(epochs):
        return []
    common = {"type": "scatter", "name": name, "legendgroup": name, "mode": "lines"}
    line = {"color": colour, "width": 2}
    solid = {**common, "x": epochs, "y": training, "line": line}
    known = np.isfinite(validation)
    if not known.any():
        return [] if dash_alone else [{**solid, "hovertemplate": form.hover}]
    best = int(np.nanargmin(to_drawn_unit(history["val_loss"], MEASURE_FORMATS["loss"])))
    unlisted = {"hoverinfo": "skip", "showlegend": False}
    # Plotly fills to the trace before; where a line has a gap, it would fill a wrong shape.
    before = {**common, "x": epochs[known], "y": training[known], "line": {"width": 0}, **unlisted}
    point = {"x": epochs[best : best + 1], "y": validation[best : best + 1], "cliponaxis": False}
    symbol = {**point, "mode": "markers", "marker": mark}
    marked = {**common, **symbol, **unlisted}
    if dash_alone:
        look = {"line": {**line, "dash": dash_alone}, "hovertemplate": form.hover}
        return [{**common, "x": epochs[known], "y": validation[known], **look}, marked]
    unit = form.hover.removeprefix("%{y")
    dashed = {
        **common,
        "x": epochs[known],
        "y": validation[known],
        "line": {**line, "dash": "dash"},
        "fill": "tonexty",
        "fillcolor": with_opacity(colour, _GAP_OPACITY),
        "customdata": training[known],
        "hovertemplate": f"training %{{customdata{unit}, validation %{{y{unit}",
        "showlegend": False,
    }
    return [{**solid, "hoverinfo": "skip"}, before, dashed, marked]


def _runs_alt_text(runs: Mapping[str, History], measure: str, validation_only: bool) -> str:
    """Say how each run ends, and at which epoch its validation loss is lowest."""
    sentences = [_run_alt_text(name, history, measure) for name, history in runs.items() if history["epoch"]]
    if not sentences:
        return f"No {measure} to show."
    drawn = f"Validation {measure}" if validation_only else f"Training and validation {measure}"
    return f"{drawn} by epoch. {' '.join(sentences)}".replace("<", "‹").replace(">", "›")


def _run_alt_text(name: str, history: History, measure: str) -> str:
    form = MEASURE_FORMATS[measure]
    training, validation = to_drawn_unit(history[measure], form), to_drawn_unit(history[f"val_{measure}"], form)
    epoch, last = epoch_text(history["epoch"][-1]), form.number(training[-1])
    if not np.isfinite(validation).any():
        return f"{name} ends at epoch {epoch} with a training {measure} of {last}."
    best = int(np.nanargmin(to_drawn_unit(history["val_loss"], MEASURE_FORMATS["loss"])))
    return (
        f"{name} ends at epoch {epoch} with a training {measure} of {last} and a validation {measure} of "
        f"{form.number(validation[-1])}. Its validation loss is lowest at epoch {epoch_text(history['epoch'][best])}."
    )
