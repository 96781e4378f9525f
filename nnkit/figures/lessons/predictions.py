"""What a reader predicted beside what was measured."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from nnkit.figures.charts import Values, chart_with_legend
from nnkit.figures.layout import make_figure
from nnkit.figures.numbers import plain, scientific
from nnkit.figures.style import BLUE, ORANGE, TEXT

_STYLES = ((ORANGE, "dash", "diamond"), (BLUE, "solid", "circle"))  # of the prediction, and of what was measured


def sketched_curves(
    places: Sequence[str],
    curves: Mapping[str, Values],
    titles: tuple[str, str],
    limits: tuple[float, float],
    height: int,
) -> go.Figure:
    """Draw a sketch, and the measured curve beside it if there is one, over places that need not be evenly spaced.

    titles: of both axes. limits: of the vertical axis, which is longer where a measured value is beyond them.
    """
    values = [value for curve in curves.values() for value in curve if value is not None]
    room = 0.05 * (limits[1] - limits[0])
    low, high = min((limits[0], *values)) - room, max((limits[1], *values)) + room
    traces = [
        {
            "type": "scatter",
            "x": list(places),
            "y": list(curve),
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 9},
            "hovertemplate": "%{y:.3~g}",
        }
        for (name, curve), (colour, dash, symbol) in zip(curves.items(), _STYLES, strict=False)
    ]
    x, y = titles
    layout = {
        "xaxis": {"type": "category", "title": {"text": x}},
        "yaxis": {"title": {"text": y}, "range": [low, high]},
    }
    written = "; ".join(f"{name}: {', '.join(map(_text, curve))}" for name, curve in curves.items())
    alt = f"Line chart of the {y} at {x} {', '.join(places)}. {written}."
    return chart_with_legend(traces, height, alt, hovermode="x unified", **layout)


def predicted_bars(values: Mapping[str, float], title: str, height: int) -> go.Figure:
    """Draw a predicted number and the measured one as bars. title: of the axis."""
    names = list(values)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": list(values.values()),
        "y": names,
        "marker": {"color": [colour for colour, _, _ in _STYLES[: len(names)]]},
        "text": list(map(_number, values.values())),
        "textposition": "auto",
        "textfont": {"size": TEXT},
        "hovertemplate": "%{x:.3~g}",
    }
    layout = {"xaxis": {"title": {"text": title}}, "yaxis": {"type": "category", "autorange": "reversed"}}
    written = ", ".join(f"{name} {_number(value)}" for name, value in values.items())
    return make_figure([bars], layout, height, f"Bar chart of the {title}: {written}.")


def _number(value: float) -> str:
    """Write a whole number with all its digits: 160,305."""
    return plain(value) if value == round(value) else scientific(value)


def _text(value: float | None) -> str:
    return "not measured" if value is None else scientific(value)
