"""Line charts of losses and accuracies: the format of each measure, line styles, and a legend above the plot."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings, legend_above, make_figure
from nnkit.figures.numbers import percent, scientific
from nnkit.figures.style import BEST, DASHES, TEXT, TRAINING, VALIDATION, VARIANTS, best_possible_key

Values = Sequence[float | None] | np.ndarray  # None where a run diverged


class MeasureFormat(NamedTuple):
    """How a measure is drawn and written, and which of its values is the best."""

    scale: float  # from a share or nats to the drawn unit
    title: str
    hover: str
    number: Callable[[float], str]
    best: Callable[[np.ndarray], Any]
    gap: str  # the unit of a difference


MEASURE_FORMATS = {
    "accuracy": MeasureFormat(
        100, "accuracy (%)", "%{y:.1f}\u00a0%", lambda value: percent(value / 100), np.nanargmax, "percentage points"
    ),
    "loss": MeasureFormat(1, "loss (nats)", "%{y:.4f} nats", scientific, np.nanargmin, "nats"),
}
LINE_STYLES = {"training": (TRAINING, "solid", "circle"), "validation": (VALIDATION, "dash", "diamond")}
EPOCH_AXIS = {"title": {"text": "epoch"}, "hoverformat": ",.0f", "unifiedhovertitle": {"text": "epoch %{x}"}}
_MAX_POWERS = 9  # labels of a logarithmic axis
_MAX_IN_FULL = 4  # the largest power of ten that is written in full: 10,000 or 0.0001
_MIN_LONG = 61  # epochs of a training whose first steps are left out of the vertical range


def whole_epochs(epochs: Sequence[float]) -> np.ndarray:
    """Return where epochs are drawn: whole numbers, and the end of an epoch that a stop has cut short."""
    return np.ceil(np.array(epochs, np.float32))


def to_drawn_unit(values: Values, form: MeasureFormat) -> np.ndarray:
    """Scale values to the unit that is drawn; None becomes NaN."""
    return form.scale * np.array(values, float)


def with_line_styles(variants: Mapping[str, Any]) -> Iterator[tuple[tuple[str, Any], str, str]]:
    """Yield every variant's (name, value) with its colour and its dash."""
    return zip(variants.items(), cycle(VARIANTS), cycle(DASHES), strict=False)


def best_possible_line(share: float | None, across: bool = True) -> Settings:
    """Return the layout of a dotted line at the best accuracy (a share) that any network can expect on new points.

    The legend's title says what the line means. Without a share there is only the legend. The line is vertical where
    `across` is False.
    """
    if share is None:
        return {"legend": legend_above()}
    along, fixed = ("x", "y") if across else ("y", "x")
    ends = {f"{along}ref": "paper", f"{along}0": 0, f"{along}1": 1, f"{fixed}0": 100 * share, f"{fixed}1": 100 * share}
    line = {"type": "line", "line": {"color": BEST, "width": 2, "dash": "dot"}, **ends}
    title = best_possible_key(f"best possible on new points: {percent(share)}")
    return {"shapes": [line], "legend": legend_above(title)}


def log_axis(title: str, low: float, high: float) -> Settings:
    """Return a logarithmic axis from 10 to the power of `low` to 10 to the power of `high`.

    Its labels stand at whole powers of ten. Plotly would write them with raised exponents: in larger letters than other
    texts, and the exponents in smaller ones.
    """
    step = max(1, ceil((high - low) / _MAX_POWERS))
    powers = range(step * ceil(low / step), floor(high) + 1, step)
    in_full = all(abs(power) <= _MAX_IN_FULL for power in powers)
    labels = [_power_text(power, in_full) for power in powers]
    return {
        "type": "log",
        "title": {"text": title},
        "range": [low, high],
        "tickvals": [10.0**power for power in powers],
        "ticktext": labels,
    }


def _power_text(power: int, in_full: bool) -> str:
    """Write a power of ten as 0.001 or 1,000, or as 1e−12 where the numbers of the axis would be too long."""
    if in_full or power == 0:
        return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"
    return f"1e{power}".replace("-", "−")


def no_epoch_text() -> Settings:
    """Return the text in the middle of a chart that has no epoch to show."""
    middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": TEXT + 1}}
    return {"text": "No finished epoch to show.", **middle}


def chart_with_legend(traces: Sequence[Settings], height: int, alt: str, **layout: Any) -> go.Figure:
    """Make a figure with a legend above."""
    return make_figure(traces, {"legend": legend_above(), "hovermode": "closest", **layout}, height, alt)


def chart_by_epoch(
    traces: Sequence[Settings],
    title: str,
    alt: str,
    curves: Sequence[np.ndarray],
    measure: str,
    best_possible: float | None,
    height: int,
) -> go.Figure:
    """Make a figure of traces over epochs; `curves` (epochs,) hold every drawn value, in the drawn unit."""
    layout = {"xaxis": EPOCH_AXIS, "yaxis": {"title": {"text": title}}, **best_possible_line(best_possible)}
    known = [curve[np.isfinite(curve)] for curve in curves]
    if not sum(map(len, known)):
        layout["annotations"] = [no_epoch_text()]
    elif max(map(len, known)) >= _MIN_LONG:
        layout["yaxis"]["range"] = _range_after_first_steps(np.concatenate(known), measure, best_possible)
    return chart_with_legend(traces, height, alt, hovermode="x unified", **layout)


def _range_after_first_steps(values: np.ndarray, measure: str, best_possible: float | None) -> list[float]:
    """Return a range without the worst 1 % of the values, whose first steps would make differences look flat."""
    bounds = np.percentile(values, [0, 99] if measure == "loss" else [1, 100])
    bounds = bounds if best_possible is None else [*bounds, 100 * best_possible]
    low, high = min(bounds), max(bounds)
    room = 0.05 * (high - low) or 0.05 * (abs(high) or 1)
    return [float(low - room), float(high + room)]
