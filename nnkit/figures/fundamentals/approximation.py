"""A curve over x, its approximation, and the terms that this is the sum of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import log_axis
from nnkit.figures.layout import FIXED, Settings, legend_above, make_figure
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.style import BEST, GREY, TRAINING, VALIDATION, with_opacity

HEIGHT = 360  # px, of every figure here unless another is given
_LOOKS = {"training": (TRAINING, "solid", "circle"), "validation": (VALIDATION, "dash", "diamond")}


def curve_fit(
    x: np.ndarray, truth: np.ndarray, fit: np.ndarray, points: tuple[np.ndarray, np.ndarray], height: int = HEIGHT
) -> go.Figure:
    """The curve, noisy training points and the network's prediction.

    x, truth, fit: (places,). points: x and y of the training points, (n,) each.
    """
    dots = {
        "type": "scatter",
        "x": _small(points[0]),
        "y": _small(points[1]),
        "name": "training points",
        "mode": "markers",
        "marker": {"size": 5, "color": VALIDATION, "opacity": 0.7},
        "hovertemplate": "x = %{x:.3f}, y = %{y:.3f}<extra>point</extra>",
    }
    traces = [dots, _curve(x, truth), _line(x, fit, "network", {"color": TRAINING, "width": 2.5})]
    furthest = np.abs(fit - truth).argmax()
    alt = (
        f"The network's answer is furthest from the curve at x = {fixed(x[furthest])}. The distance there is "
        f"{scientific(abs(fit[furthest] - truth[furthest]), 2)}."
    )
    return _over_x(traces, alt, height)


def unit_sum(x: np.ndarray, terms: np.ndarray, total: np.ndarray, bias: float, height: int = HEIGHT) -> go.Figure:
    """The contribution of each hidden unit, and the network's output.

    x: (places,). terms: (units, places). total: (places,), the sum of the terms and the output's bias.
    """
    traces = [
        _many(x, terms, "each hidden unit", "unit"),
        _line(x, np.full(len(x), bias), "bias", {"color": GREY, "width": 1, "dash": "dot"}),
        _line(x, total, "network (the sum)", {"color": TRAINING, "width": 2.5}),
    ]
    largest = np.abs(terms).max()
    alt = (
        f"The sum of {_count(len(terms), 'hidden unit')} and a bias goes from {scientific(total.min(), 2)} to "
        f"{scientific(total.max(), 2)}. A unit adds {scientific(largest, 2)} at most."
    )
    return _over_x(traces, alt, height)


def bump_sum(x: np.ndarray, truth: np.ndarray, terms: np.ndarray, height: int = HEIGHT) -> go.Figure:
    """The curve, bumps, and their sum. x, truth: (places,). terms: (bumps, places)."""
    total = terms.sum(axis=0)
    # Bumps are left out where they are nearly 0: a hundred lines along 0 would show nothing.
    seen = np.where(np.abs(terms) > 1e-3, terms, np.nan)
    traces = [
        _areas(x, seen),
        _many(x, seen, "each bump", "bump"),
        _curve(x, truth),
        _line(x, total, "sum of the bumps", {"color": TRAINING, "width": 2.5}),
    ]
    alt = (
        f"The largest distance between the curve and the sum of {_count(len(terms), 'bump')} is "
        f"{scientific(np.abs(total - truth).max(), 2)}."
    )
    return _over_x(traces, alt, height)


def error_by_width(
    widths: Sequence[int], training: Sequence[float], validation: Sequence[float], height: int = HEIGHT
) -> go.Figure:
    """Mean squared errors of networks by the number of hidden units, on a logarithmic axis. All: (networks,)."""
    names, values = [str(width) for width in widths], {"training": training, "validation": validation}
    traces = [
        {
            "type": "scatter",
            "x": names,
            "y": np.array(values[name], np.float32),
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 9},
            "hovertemplate": "%{y:.3~g}",
        }
        for name, (colour, dash, symbol) in _LOOKS.items()
    ]
    x = {"type": "category", "title": {"text": "hidden units"}, "unifiedhovertitle": {"text": "hidden units: %{x}"}}
    logs = np.log10([*training, *validation])
    # The range ends at whole powers of ten: within less than one power, no tick would have a label.
    decades = [float(np.floor(logs.min())), float(np.ceil(logs.max()))]
    layout = {
        "xaxis": x,
        "yaxis": log_axis("mean squared error", *decades),
        "hovermode": "x unified",
        "legend": legend_above(),
    }
    best = int(np.argmin(training))
    alt = (
        f"The mean squared error goes from {scientific(training[0], 2)} with {_count(widths[0], 'hidden unit')} to "
        f"{scientific(training[-1], 2)} with {widths[-1]}. The network with {_count(widths[best], 'hidden unit')} has "
        f"the lowest, {scientific(training[best], 2)}."
    )
    return make_figure(traces, layout, height, alt)


def _over_x(traces: list[Any], alt: str, height: int) -> go.Figure:
    axes = {f"{name}axis": {"title": {"text": name}, **FIXED} for name in "xy"}
    return make_figure(traces, {**axes, "hovermode": "closest", "legend": legend_above()}, height, alt)


def _curve(x: np.ndarray, truth: np.ndarray) -> Settings:
    return _line(x, truth, "curve", {"color": BEST, "width": 2, "dash": "dot"})


def _line(x: np.ndarray, y: np.ndarray, name: str, line: dict[str, Any]) -> Settings:
    hover = f"x = %{{x:.3f}}, y = %{{y:.3f}}<extra>{name}</extra>"
    return {
        "type": "scatter",
        "x": _small(x),
        "y": _small(y),
        "name": name,
        "mode": "lines",
        "line": line,
        "hovertemplate": hover,
    }


def _many(x: np.ndarray, terms: np.ndarray, name: str, one: str) -> Settings:
    """All lines (lines, places) as one trace, with gaps between them, so that they share one legend entry.

    Places that are NaN are left out, so that a hundred bumps need little more data than one.
    """
    gap = np.full((len(terms), 1), np.nan)
    numbers, places = np.indices((len(terms), len(x) + 1))
    drawn = np.hstack([np.isfinite(terms), np.ones_like(gap, bool)])
    return {
        "type": "scatter",
        "x": _small(np.append(x, np.nan)[places[drawn]]),
        "y": _small(np.hstack([terms, gap])[drawn]),
        "customdata": (1 + numbers[drawn]).astype(np.uint8),
        "name": name,
        "mode": "lines",
        "line": {"color": VALIDATION, "width": 1.25},
        "hovertemplate": f"{one} %{{customdata}}: x = %{{x:.3f}}, y = %{{y:.3f}}<extra></extra>",
    }


def _areas(x: np.ndarray, terms: np.ndarray) -> Settings:
    """The areas between each term (terms, places) and 0; NaN is left out. They show bumps whose edges lie on others."""
    polygons = [np.empty((2, 0))]
    for term in terms:
        seen = np.isfinite(term)
        if seen.any():
            along = x[seen]
            polygons.append(np.array([[along[0], *along, along[-1], np.nan], [0, *term[seen], 0, np.nan]]))
    across, up = np.hstack(polygons)
    return {
        "type": "scatter",
        "x": _small(across),
        "y": _small(up),
        "name": "bumps down to 0",
        "mode": "none",
        "fill": "toself",
        "fillcolor": with_opacity(VALIDATION, 0.35),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _small(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, np.float32)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
