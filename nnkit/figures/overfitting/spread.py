"""One experiment with several seeds: how much of a difference is chance."""

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
    whole_epochs,
)
from nnkit.figures.layout import Settings
from nnkit.figures.numbers import epoch_text
from nnkit.figures.style import GREY, with_opacity

_ROW = 26  # px for each run


def band_curves(
    epochs: Sequence[float],
    training: np.ndarray,
    validation: np.ndarray,
    measure: str,
    best_possible: float | None = None,
    height: int = 340,
) -> go.Figure:
    """Draw the mean of several runs, in a band from the lowest to the highest.

    training, validation: (runs, epochs) in nats or shares, NaN after a run has ended.
    """
    form, traces, curves, ends = MEASURE_FORMATS[measure], [], [], []
    for name, runs in (("training", training), ("validation", validation)):
        x, mean, low, high, counts = _spread(epochs, to_drawn_unit(runs, form))
        if len(x):
            traces += _band(name, x, low, high)
            hover = f"{form.hover}, from %{{customdata[0]:.4~g}} to %{{customdata[1]:.4~g}} (%{{customdata[2]}} runs)"
            traces.append(_mean(name, x, mean, np.stack([low, high, counts], axis=1), hover))
            curves += [low, high]
            ends.append(
                f"At the end, the {name} {measure} is {form.number(mean[-1])} on average, from "
                f"{form.number(low[-1])} to {form.number(high[-1])}."
            )
    alt = f"{len(training)} runs over {epoch_text(epochs[-1])} epochs. {' '.join(ends)}" if ends else ""
    alt = alt or f"No {measure} to show."
    return chart_by_epoch(traces, form.title, alt, curves, measure, best_possible, height)


def accuracy_strip(
    training: Values,
    validation: Values,
    labels: Sequence[str],
    best_possible: float | None = None,
    height: int | None = None,
) -> go.Figure:
    """Draw the last accuracies (shares) of the runs, one row for each run."""
    form, rows = MEASURE_FORMATS["accuracy"], np.arange(len(labels))
    values = {"training": to_drawn_unit(training, form), "validation": to_drawn_unit(validation, form)}
    ends = np.stack([*values.values(), np.full(len(labels), np.nan)], axis=1).ravel()
    joined = {"mode": "lines", "line": {"color": GREY, "width": 1.5}, "hoverinfo": "skip", "showlegend": False}
    traces = [{"type": "scatter", "x": ends, "y": np.repeat(rows, 3), **joined}]
    for name, numbers in values.items():
        colour, _, symbol = LINE_STYLES[name]
        look = {"mode": "markers", "marker": {"symbol": symbol, "size": 10, "color": colour}, "text": list(labels)}
        look["hovertemplate"] = f"%{{text}}: {name} %{{x:.1f}}\u00a0%<extra></extra>"
        traces.append({"type": "scatter", "x": numbers, "y": rows, "name": name, **look})
    y = {"tickvals": rows, "ticktext": list(labels), "range": [len(labels) - 0.4, -0.6], "showgrid": False}
    layout = {"xaxis": {"title": {"text": form.title}}, "yaxis": y, **best_possible_line(best_possible, across=False)}
    alt = " ".join(_range_alt_text(name, numbers, form) for name, numbers in values.items())
    height = height or 100 + _ROW * len(labels)
    return chart_with_legend(traces, height, alt, **layout)


def _mean(name: str, x: np.ndarray, mean: np.ndarray, spread: np.ndarray, hover: str) -> Settings:
    colour, dash, _ = LINE_STYLES[name]
    return {
        "type": "scatter",
        "x": x,
        "y": mean,
        "customdata": spread,
        "name": f"{name}, mean",
        "legendgroup": name,
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertemplate": hover,
    }


def _band(name: str, x: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[Settings]:
    """Fill the area between the lowest and the highest value."""
    style = {"mode": "lines", "line": {"width": 0}, "legendgroup": name, "showlegend": False, "hoverinfo": "skip"}
    area = {"fill": "tonexty", "fillcolor": with_opacity(LINE_STYLES[name][0])}
    return [{"type": "scatter", "x": x, "y": low, **style}, {"type": "scatter", "x": x, "y": high, **area, **style}]


def _spread(epochs: Sequence[float], runs: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return epoch, mean, lowest, highest and number of runs, for each epoch that one of the runs has reached."""
    known = np.isfinite(runs)
    reached = known.any(axis=0)
    runs, known = runs[:, reached], known[:, reached]
    counts = known.sum(axis=0)
    mean = np.where(known, runs, 0).sum(axis=0) / counts
    low, high = np.where(known, runs, np.inf).min(axis=0), np.where(known, runs, -np.inf).max(axis=0)
    return tuple(array.astype(np.float32) for array in (whole_epochs(epochs)[reached], mean, low, high, counts))


def _range_alt_text(name: str, numbers: np.ndarray, form: MeasureFormat) -> str:
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return f"No {name} accuracy is known."
    return (
        f"The {name} accuracy goes from {form.number(known.min())} to {form.number(known.max())} (runs: {len(known)})."
    )
