"""Functions of one number: an activation with its derivative, and a network beside one linear layer."""

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import chart_with_legend
from nnkit.figures.layout import Settings
from nnkit.figures.numbers import PERCENT, fixed, plain, scientific
from nnkit.figures.style import BLUE, GREY, ORANGE, with_opacity

HEIGHT = 340  # px
_SPAN = 1.15  # times the range of the values, so that no curve lies on the frame


def activation_plot(
    label: str,
    z: np.ndarray,
    curves: tuple[np.ndarray, np.ndarray],
    saturated: np.ndarray,
    at: tuple[float, ...],
    height: int = HEIGHT,
) -> go.Figure:
    """f and f′ over the pre-activations z, with shading where f is saturated.

    z: (n,) ascending. curves: f(z) and f′(z), (n,) each. saturated: (n,) bool. at: z, f(z) and f′(z) at one place.
    height: in px.
    """
    looks = (("f(z)", BLUE, "solid"), ("f′(z), its slope", ORANGE, "dash"))
    traces = [_curve(z, values, look) for values, look in zip(curves, looks, strict=True)]
    traces += [_mark(at[0], value, colour) for value, (_, colour, _) in zip(at[1:], looks, strict=True)]
    low, high = (_SPAN * end for end in (min(map(np.min, curves)), max(map(np.max, curves))))
    bands = [
        {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "x0": start, "x1": end, "layer": "below"}
        | {"line": {"width": 0}, "fillcolor": with_opacity(GREY)}
        for start, end in _intervals(z, saturated)
    ]
    bands.append({"type": "line", "x0": at[0], "x1": at[0], "yref": "paper", "y0": 0, "y1": 1})
    bands[-1]["line"] = {"color": GREY, "width": 1, "dash": "dot"}
    x = {"title": {"text": "z, the weighted sum"}, "unifiedhovertitle": {"text": "z = %{x:.2f}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": "f and f′"}, "range": [min(low, -0.15), high]}, "shapes": bands}
    share = 100 * np.mean(saturated)
    alt = (
        f"{label} and its derivative from z = {plain(z[0])} to {plain(z[-1])}. The function is saturated on "
        f"{fixed(share, 0)}{PERCENT} of this range."
    )
    return chart_with_legend(traces, height, alt[0].upper() + alt[1:], hovermode="x unified", **layout)


def network_and_line(
    x: np.ndarray, outputs: tuple[np.ndarray, np.ndarray], at: tuple[float, ...], names: tuple[str, str], height: int
) -> go.Figure:
    """The outputs of a network and of one linear layer over one input, with marks at one sample.

    x: (n,). outputs: of the network and of the layer, (n,) each. at: x and both outputs for the sample. names: of the
    axes. height: in px.
    """
    looks = (("network", BLUE, "solid"), ("single linear layer", ORANGE, "dash"))
    traces = [_curve(x, values, look) for values, look in zip(outputs, looks, strict=True)]
    traces += [_mark(at[0], value, colour) for value, (_, colour, _) in zip(at[1:], looks, strict=True)]
    furthest = np.abs(outputs[0] - outputs[1]).max()
    alt = (
        f"The outputs of a network and of one linear layer for {names[0]}, from {plain(x[0])} to {plain(x[-1])}. They "
        f"differ by at most {scientific(furthest, 2)}."
    )
    axes = {"xaxis": {"title": {"text": names[0]}}, "yaxis": {"title": {"text": names[1]}}}
    return chart_with_legend(traces, height, alt, hovermode="x unified", **axes)


def _curve(x: np.ndarray, y: np.ndarray, look: tuple[str, str, str]) -> Settings:
    """A line; look: its name, colour and dash."""
    name, colour, dash = look
    return {
        "type": "scatter",
        "x": x.astype(np.float32),
        "y": y.astype(np.float32),
        "name": name,
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": 2.5},
        "hovertemplate": "%{y:.4f}",
    }


def _mark(z: float, value: float, colour: str) -> Settings:
    look = {"size": 11, "color": colour, "line": {"color": "#ffffff", "width": 1}}
    return {
        "type": "scatter",
        "x": [z],
        "y": [value],
        "mode": "markers",
        "marker": look,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _intervals(z: np.ndarray, chosen: np.ndarray) -> list[tuple[float, float]]:
    """The first and the last z of each group of neighbouring chosen places."""
    changes = np.flatnonzero(np.diff(np.pad(chosen.astype(int), 1)))
    return [(float(z[start]), float(z[end - 1])) for start, end in changes.reshape(-1, 2)]
