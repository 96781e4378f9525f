"""Whole runs over each other: training, validation, and the gap between them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import MEASURE_FORMATS, MeasureFormat, chart_with_legend, to_drawn_unit
from nnkit.figures.layout import disable_zoom, legend_above
from nnkit.figures.style import TEXT, VARIANTS, epoch_text, escape_html, with_opacity
from nnkit.results.run import History

MAX_RUNS = len(VARIANTS)
_SYMBOLS = ("star", "diamond", "square", "triangle-up", "x", "pentagon", "cross", "triangle-down")
_LARGEST, _SMALLEST = 22, 11  # px of marks: the first run's lies below the others', and shows where they meet
_GAP = 0.08  # how much of its colour the shading of a gap keeps: eight of them lie over each other


def overlaid_runs(runs: Mapping[str, History], measure: str) -> go.Figure:
    """Training (solid) and validation (dashed) of up to 8 runs by name; `measure` is "loss" (nats) or "accuracy".

    The gap between the two is shaded, and the epoch of the lowest validation loss marked. An entry of the legend shows
    and hides all that belongs to its run.
    """
    if len(runs) > MAX_RUNS:
        raise ValueError(f"overlaid_runs takes up to {MAX_RUNS} runs; got {len(runs)}")
    how, traces = MEASURE_FORMATS[measure], []
    marks = [
        {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": "#ffffff"}}
        for symbol, size, colour in zip(_SYMBOLS, np.linspace(_LARGEST, _SMALLEST, len(runs)), VARIANTS, strict=False)
    ]
    for (name, history), mark in zip(runs.items(), marks, strict=True):
        traces += _traces_of(escape_html(name), history, measure, mark)
    x = {"title": {"text": "epoch"}, "hoverformat": "~r", "unifiedhovertitle": {"text": "epoch %{x}"}}
    title = "— training   - - validation   symbol: lowest validation loss"
    layout = {"xaxis": x, "yaxis": {"title": {"text": how.title}}, "legend": legend_above(title)}
    if not traces:
        middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": TEXT + 1}}
        layout["annotations"] = [{"text": "No finished epoch to show.", **middle}]
    return disable_zoom(chart_with_legend(traces, 400, _runs_alt_text(runs, measure), hovermode="x unified", **layout))


def _traces_of(name: str, history: History, measure: str, mark: dict[str, Any]) -> list[go.Scatter]:
    """Training, validation with the gap to it, which tells both values under a pointer, and the mark."""
    how, epochs, colour = MEASURE_FORMATS[measure], np.array(history["epoch"], float), mark["color"]
    training, validation = to_drawn_unit(history[measure], how), to_drawn_unit(history[f"val_{measure}"], how)
    if not len(epochs):
        return []
    common = {"name": name, "legendgroup": name, "mode": "lines"}
    line = {"color": colour, "width": 2}
    solid = go.Scatter(x=epochs, y=training, line=line, hovertemplate=how.hover, **common)
    known = np.isfinite(validation)
    if not known.any():
        return [solid]
    solid.update(hoverinfo="skip", hovertemplate=None)
    # Plotly fills to the trace before, and over a gap in a line it would fill a wrong shape.
    before = go.Scatter(x=epochs[known], y=training[known], line_width=0, showlegend=False, hoverinfo="skip", **common)
    unit = how.hover.removeprefix("%{y")
    dashed = go.Scatter(x=epochs[known], y=validation[known], line={**line, "dash": "dash"}, **common)
    dashed.update(fill="tonexty", fillcolor=with_opacity(colour, _GAP), customdata=training[known], showlegend=False)
    dashed.hovertemplate = f"training %{{customdata{unit}, validation %{{y{unit}"
    best = int(np.nanargmin(to_drawn_unit(history["val_loss"], MEASURE_FORMATS["loss"])))
    point = go.Scatter(x=epochs[best : best + 1], y=validation[best : best + 1], marker=mark, hoverinfo="skip")
    return [solid, before, dashed, point.update(**{**common, "mode": "markers", "showlegend": False})]


def _runs_alt_text(runs: Mapping[str, History], measure: str) -> str:
    """Each run's validation at its best epoch and at the end, and the gap to training that it ends with."""
    how = MEASURE_FORMATS[measure]
    told = [_run_alt_text(name, history, measure, how) for name, history in runs.items() if history["epoch"]]
    if not told:
        return f"No {measure} to show."
    return f"Training and validation {measure} by epoch. {'; '.join(told)}.".replace("<", "‹").replace(">", "›")


def _run_alt_text(name: str, history: History, measure: str, how: MeasureFormat) -> str:
    training, validation = to_drawn_unit(history[measure], how), to_drawn_unit(history[f"val_{measure}"], how)
    end = f"{name} ends at epoch {epoch_text(history['epoch'][-1])} with training {how.number(training[-1])}"
    if not np.isfinite(validation).any():
        return end
    best = int(np.nanargmin(to_drawn_unit(history["val_loss"], MEASURE_FORMATS["loss"])))
    end += f", validation {how.number(validation[-1])}"
    return f"{end}; its lowest validation loss is at epoch {epoch_text(history['epoch'][best])}"
