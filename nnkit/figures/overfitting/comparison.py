"""Comparisons of runs: networks of several widths, and remedies against overfitting."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import (
    LINE_STYLES,
    MEASURE_FORMATS,
    Values,
    best_possible_line,
    chart_by_epoch,
    chart_with_legend,
    to_drawn_unit,
    whole_epochs,
    with_line_styles,
)
from nnkit.figures.numbers import epoch_text, scientific

HEIGHT = 320  # px


def accuracy_by_width(
    widths: Sequence[int],
    training: Values,
    validation: Values,
    best_possible: float | None = None,
    height: int = HEIGHT,
) -> go.Figure:
    """Draw accuracies (shares) by the number of hidden units; the gap between the lines is overfitting."""
    return _by_width("accuracy", widths, {"training": training, "validation": validation}, best_possible, height)


def loss_by_width(widths: Sequence[int], training: Values, validation: Values, height: int = HEIGHT) -> go.Figure:
    """Draw losses in nats by the number of hidden units."""
    return _by_width("loss", widths, {"training": training, "validation": validation}, None, height)


def _by_width(
    measure: str, widths: Sequence[int], curves: Mapping[str, Values], best_possible: float | None, height: int
) -> go.Figure:
    order, form = np.argsort(widths), MEASURE_FORMATS[measure]
    names = [str(widths[index]) for index in order]
    values = {name: to_drawn_unit(curve, form)[order] for name, curve in curves.items()}
    gaps = np.abs(values["training"] - values["validation"]).astype(np.float32)
    hovers = {"training": form.hover, "validation": f"{form.hover}<br>gap: %{{customdata:.2~g}} {form.gap}"}
    traces = [
        {
            "type": "scatter",
            "x": names,
            "y": values[name].astype(np.float32),
            "customdata": gaps,
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 9},
            "hovertemplate": hovers[name],
        }
        for name, (colour, dash, symbol) in LINE_STYLES.items()
    ]
    x = {"type": "category", "title": {"text": "hidden units"}, "unifiedhovertitle": {"text": "hidden units: %{x}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": form.title}}, **best_possible_line(best_possible)}
    alt = _widths_alt_text(measure, names, values, gaps)
    return chart_with_legend(traces, height, alt, hovermode="x unified", **layout)


def overlaid_curves(
    epochs: Sequence[float],
    curves: Mapping[str, Values],
    measure: str,
    best_possible: float | None = None,
    height: int = 340,
) -> go.Figure:
    """Draw the validation curves of several variants; `measure` is "loss" (nats) or "accuracy" (shares).

    epochs: those of the longest curve; a run that stopped early has fewer values.
    """
    form = MEASURE_FORMATS[measure]
    values = {name: to_drawn_unit(curve, form) for name, curve in curves.items()}
    traces = [
        {
            "type": "scatter",
            "x": whole_epochs(epochs),
            "y": curve.astype(np.float32),
            "name": name,
            "mode": "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
            "hovertemplate": form.hover,
        }
        for (name, curve), colour, dash in with_line_styles(values)
    ]
    alt = _curves_alt_text(measure, epochs, values)
    drawn = list(values.values())
    return chart_by_epoch(traces, f"validation {form.title}", alt, drawn, measure, best_possible, height)


def _widths_alt_text(measure: str, names: list[str], values: dict[str, np.ndarray], gaps: np.ndarray) -> str:
    """Say from where to where training's line goes, where validation is best, and where the gap is widest."""
    form, (training, validation) = MEASURE_FORMATS[measure], values.values()
    known = np.flatnonzero(np.isfinite(training))
    if not len(known):
        return f"No {measure} to show."
    first, last = ((names[place], form.number(training[place])) for place in (known[0], known[-1]))
    text = f"The training {measure} is {first[1]} at width {first[0]}."
    if len(known) > 1:
        text = f"The training {measure} is {first[1]} at width {first[0]} and {last[1]} at width {last[0]}."
    if not np.isfinite(gaps).any():
        return text
    best, widest = form.best(validation), np.nanargmax(gaps)
    return (
        f"{text} The validation {measure} is best at width {names[best]}: {form.number(validation[best])}. The gap "
        f"between both is largest at width {names[widest]}: {scientific(gaps[widest], 2)} {form.gap}."
    )


def _curves_alt_text(measure: str, epochs: Sequence[float], values: dict[str, np.ndarray]) -> str:
    """Say where each curve ends, and its best value."""
    form, ends = MEASURE_FORMATS[measure], []
    for name, curve in values.items():
        known = np.flatnonzero(np.isfinite(curve))
        if len(known):
            last, best = curve[known[-1]], curve[form.best(curve)]
            ends.append(f"{name} {form.number(last)} (best {form.number(best)})")
    if not ends:
        return f"No validation {measure} to show."
    return (
        f"Last validation {measure} of each training, after up to {epoch_text(epochs[-1])} epochs: {', '.join(ends)}."
    )
