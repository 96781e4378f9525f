"""Runs beside each other: networks of several widths, means against overfitting."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.style import (
    BEST,
    DASHES,
    TEXT,
    TRAINING,
    VALIDATION,
    VARIANTS,
    best_key,
    epoch_text,
    finish,
    legend_above,
)

Values = Sequence[float | None]  # None where a run diverged


class Measure(NamedTuple):
    """How a measure is written, and which of its values is the best."""

    scale: float
    title: str
    hover: str
    number: Callable[[float], str]
    best: Callable[[np.ndarray], Any]
    gap: str  # the unit of a difference


MEASURES = {
    "accuracy": Measure(100, "accuracy (%)", "%{y:.1f} %", "{:.1f} %".format, np.nanargmax, "percentage points"),
    "loss": Measure(1, "loss (nats)", "%{y:.4f} nats", "{:.3g}".format, np.nanargmin, "nats"),
}
LOOKS = {"training": (TRAINING, "solid", "circle"), "validation": (VALIDATION, "dash", "diamond")}
_MANY = 60  # epochs, from which on the first steps are left out of the vertical range


def accuracy_by_width(
    widths: Sequence[int], training: Values, validation: Values, best_possible: float | None = None
) -> go.Figure:
    """Accuracies (shares) of networks with so many hidden units: the gap between the lines is overfitting."""
    return _by_width("accuracy", widths, training, validation, best_possible)


def loss_by_width(widths: Sequence[int], training: Values, validation: Values) -> go.Figure:
    """Losses in nats of networks with so many hidden units."""
    return _by_width("loss", widths, training, validation)


def _by_width(
    measure: str, widths: Sequence[int], training: Values, validation: Values, best_possible: float | None = None
) -> go.Figure:
    order, how = np.argsort(widths), MEASURES[measure]
    names = [str(widths[place]) for place in order]
    values = {"training": floats(training, how)[order], "validation": floats(validation, how)[order]}
    gaps = np.abs(values["training"] - values["validation"]).astype(np.float32)
    hovers = {"training": how.hover, "validation": f"{how.hover}<br>gap: %{{customdata:.2~g}} {how.gap}"}
    traces = [
        go.Scatter(
            x=names,
            y=values[name].astype(np.float32),
            customdata=gaps,
            name=name,
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 9},
            hovertemplate=hovers[name],
        )
        for name, (colour, dash, symbol) in LOOKS.items()
    ]
    x = {"type": "category", "title": {"text": "hidden units"}, "unifiedhovertitle": {"text": "hidden units: %{x}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": how.title}}, **best_line(best_possible)}
    alt = _widths_alt_text(measure, names, values, gaps)
    return with_legend(traces, 320, alt, hovermode="x unified", **layout)


def overlaid_curves(
    epochs: Sequence[float],
    curves: Mapping[str, Values],
    measure: str,
    best_possible: float | None = None,
) -> go.Figure:
    """Validation curves of several variants; `measure` is "loss" (nats) or "accuracy" (shares).

    epochs: those of the longest curve; one that ended before is shorter.
    """
    how = MEASURES[measure]
    values = {name: floats(curve, how) for name, curve in curves.items()}
    traces = [
        go.Scatter(
            x=np.array(epochs, np.float32),
            y=curve.astype(np.float32),
            name=name,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            hovertemplate=how.hover,
        )
        for (name, curve), colour, dash in with_looks(values)
    ]
    alt = _curves_alt_text(measure, epochs, values)
    return by_epoch(traces, f"validation {how.title}", alt, list(values.values()), measure, best_possible)


def floats(values: Values, measure: Measure) -> np.ndarray:
    """In the unit that is drawn, None as NaN."""
    return measure.scale * np.array(values, float)


def best_line(share: float | None, across: bool = True) -> dict[str, Any]:
    """Layout of a dotted line at the best accuracy that any network can expect on new points, told in the legend."""
    if share is None:
        return {"legend": legend_above()}
    along, fixed = ("x", "y") if across else ("y", "x")
    ends = {f"{along}ref": "paper", f"{along}0": 0, f"{along}1": 1, f"{fixed}0": 100 * share, f"{fixed}1": 100 * share}
    line = {"type": "line", "line": {"color": BEST, "width": 2, "dash": "dot"}, **ends}
    told = best_key(f"best possible on new points: {100 * share:.1f} %")
    return {"shapes": [line], "legend": legend_above(told)}


def with_legend(traces: list[Any], height: int, alt: str, **layout: Any) -> go.Figure:
    """The layout is given when the figure is made: to change one afterwards takes Plotly ten times as long."""
    figure = go.Figure(traces, {"legend": legend_above(), "hovermode": "closest", **layout})
    return finish(figure, height, alt, showlegend=True)


def by_epoch(
    traces: list[Any], title: str, alt: str, curves: Sequence[np.ndarray], measure: str, best_possible: float | None
) -> go.Figure:
    """Traces over epochs; `curves` (epochs,) hold every value drawn, in its unit."""
    x = {"title": {"text": "epoch"}, "hoverformat": "~r", "unifiedhovertitle": {"text": "epoch %{x}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": title}}, **best_line(best_possible)}
    known = [curve[np.isfinite(curve)] for curve in curves]
    if not sum(map(len, known)):
        middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": TEXT + 1}}
        layout["annotations"] = [{"text": "No finished epoch to show.", **middle}]
    elif max(map(len, known)) > _MANY:
        layout["yaxis"]["range"] = _range_after_the_first_steps(np.concatenate(known), measure, best_possible)
    return with_legend(traces, 340, alt, hovermode="x unified", **layout)


def _range_after_the_first_steps(values: np.ndarray, measure: str, best_possible: float | None) -> list[float]:
    """All but the worst 1 % of the values: beside the first steps, differences between the curves would look flat."""
    bounds = np.percentile(values, [0, 99] if measure == "loss" else [1, 100])
    bounds = bounds if best_possible is None else [*bounds, 100 * best_possible]
    low, high = min(bounds), max(bounds)
    room = 0.05 * (high - low) or 0.05 * (abs(high) or 1)
    return [float(low - room), float(high + room)]


def with_looks(variants: Mapping[str, Any]) -> zip:
    """Every variant with its colour and its dash."""
    return zip(variants.items(), cycle(VARIANTS), cycle(DASHES), strict=False)


def _widths_alt_text(measure: str, names: list[str], values: dict[str, np.ndarray], gaps: np.ndarray) -> str:
    """How training's line goes, where validation's is best, and where they are furthest apart."""
    how, (training, validation) = MEASURES[measure], values.values()
    known = np.flatnonzero(np.isfinite(training))
    if not len(known):
        return f"No {measure} to show."
    units = "hidden unit" if names[known[0]] == "1" else "hidden units"
    text = f"With {names[known[0]]} {units} the training {measure} is {how.number(training[known[0]])}"
    if len(known) > 1:
        text += f", with {names[known[-1]]} {how.number(training[known[-1]])}"
    if not np.isfinite(gaps).any():
        return text + "."
    best, widest = how.best(validation), np.nanargmax(gaps)
    text += f". Validation {measure} is best with {names[best]} ({how.number(validation[best])}), "
    return text + f"and furthest from training's with {names[widest]} (a gap of {gaps[widest]:.2g} {how.gap})."


def _curves_alt_text(measure: str, epochs: Sequence[float], values: dict[str, np.ndarray]) -> str:
    """Where each curve ends, and its best."""
    how, told = MEASURES[measure], []
    for name, curve in values.items():
        known = np.flatnonzero(np.isfinite(curve))
        if len(known):
            last, best = curve[known[-1]], curve[how.best(curve)]
            told.append(f"{name} {how.number(last)} (best {how.number(best)})")
    if not told:
        return f"No validation {measure} to show."
    return f"Validation {measure} at the end of {epoch_text(epochs[-1])} epochs: {', '.join(told)}."
