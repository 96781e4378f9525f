"""One experiment from several seeds: how much of a difference is chance."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import (
    LINE_STYLES,
    MEASURE_FORMATS,
    MeasureFormat,
    Values,
    best_possible_line,
    chart_by_epoch,
    chart_with_legend,
    to_drawn_unit,
)
from nnkit.figures.style import GREY, epoch_text, with_opacity

_ROW = 26  # px of a run


def band_curves(
    epochs: Sequence[float],
    training: np.ndarray,
    validation: np.ndarray,
    measure: str,
    best_possible: float | None = None,
) -> go.Figure:
    """The mean of several runs, in the band from the lowest to the highest.

    training, validation: (runs, epochs) in nats or shares, NaN where a run has ended.
    """
    how, traces, curves, ends = MEASURE_FORMATS[measure], [], [], []
    for name, runs in (("training", training), ("validation", validation)):
        x, mean, low, high, counts = _spread(epochs, to_drawn_unit(runs, how))
        if len(x):
            traces += _band(name, x, low, high)
            hover = f"{how.hover}, from %{{customdata[0]:.4~g}} to %{{customdata[1]:.4~g}} (%{{customdata[2]}} runs)"
            traces.append(_mean(name, x, mean, np.stack([low, high, counts], axis=1), hover))
            curves += [low, high]
            span = f"{how.number(low[-1])} to {how.number(high[-1])}"
            ends.append(f"{name} {measure} {how.number(mean[-1])} on average, {span}")
    told = f"{len(training)} runs over {epoch_text(epochs[-1])} epochs end with {'; '.join(ends)}." if ends else ""
    return chart_by_epoch(traces, how.title, told or f"No {measure} to show.", curves, measure, best_possible)


def accuracy_strip(
    training: Values, validation: Values, labels: Sequence[str], best_possible: float | None = None
) -> go.Figure:
    """The last accuracies (shares) of each run, one line a run: how much of a difference is chance."""
    how, rows = MEASURE_FORMATS["accuracy"], np.arange(len(labels))
    values = {"training": to_drawn_unit(training, how), "validation": to_drawn_unit(validation, how)}
    ends = np.stack([*values.values(), np.full(len(labels), np.nan)], axis=1).ravel()
    joined = {"mode": "lines", "line": {"color": GREY, "width": 1.5}, "hoverinfo": "skip", "showlegend": False}
    traces = [go.Scatter(x=ends, y=np.repeat(rows, 3), **joined)]
    for name, numbers in values.items():
        colour, _, symbol = LINE_STYLES[name]
        marker = {"symbol": symbol, "size": 10, "color": colour}
        hover = f"%{{text}}: {name} %{{x:.1f}} %<extra></extra>"
        traces.append(go.Scatter(x=numbers, y=rows, name=name, mode="markers", marker=marker, hovertemplate=hover))
        traces[-1].text = list(labels)
    y = {"tickvals": rows, "ticktext": list(labels), "range": [len(labels) - 0.4, -0.6], "showgrid": False}
    layout = {"xaxis": {"title": {"text": how.title}}, "yaxis": y, **best_possible_line(best_possible, across=False)}
    told = " and ".join(
        f"{name} accuracy goes from {_range_alt_text(numbers, how)}" for name, numbers in values.items()
    )
    return chart_with_legend(traces, 100 + _ROW * len(labels), f"Over {len(labels)} runs, {told}.", **layout)


def _mean(name: str, x: np.ndarray, mean: np.ndarray, spread: np.ndarray, hover: str) -> go.Scatter:
    colour, dash, _ = LINE_STYLES[name]
    return go.Scatter(
        x=x,
        y=mean,
        customdata=spread,
        name=f"{name}, mean",
        legendgroup=name,
        mode="lines",
        line={"color": colour, "dash": dash, "width": 2},
        hovertemplate=hover,
    )


def _band(name: str, x: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[go.Scatter]:
    """The lowest and the highest value without lines, and between them the colour, faint."""
    look = {"mode": "lines", "line": {"width": 0}, "legendgroup": name, "showlegend": False, "hoverinfo": "skip"}
    area = {"fill": "tonexty", "fillcolor": with_opacity(LINE_STYLES[name][0])}
    return [go.Scatter(x=x, y=low, **look), go.Scatter(x=x, y=high, **area, **look)]


def _spread(epochs: Sequence[float], runs: np.ndarray) -> tuple[np.ndarray, ...]:
    """At every epoch that any run (runs, epochs) has reached: epoch, mean, lowest, highest, number of runs."""
    known = np.isfinite(runs)
    reached = known.any(axis=0)
    runs, known = runs[:, reached], known[:, reached]
    counts = known.sum(axis=0)
    mean = np.where(known, runs, 0).sum(axis=0) / counts
    low, high = np.where(known, runs, np.inf).min(axis=0), np.where(known, runs, -np.inf).max(axis=0)
    return tuple(array.astype(np.float32) for array in (np.asarray(epochs)[reached], mean, low, high, counts))


def _range_alt_text(numbers: np.ndarray, how: MeasureFormat) -> str:
    known = numbers[np.isfinite(numbers)]
    return f"{how.number(known.min())} to {how.number(known.max())}" if len(known) else "nothing known"
