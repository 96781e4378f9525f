"""Signals in a deep network: spreads by layer, shares of values by layer, and losses by step."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import chart_with_legend, log_axis, with_line_styles
from nnkit.figures.layout import PICTURE, Settings, make_figure
from nnkit.figures.numbers import PERCENT, fixed, scientific
from nnkit.figures.style import SHARES

_MIN_SPREAD, _MAX_SPREAD = 1e-20, 1e15  # spreads beyond would leave no room for the others


def spread_by_layer(spreads: Mapping[str, np.ndarray], of: str, height: int = 330) -> go.Figure:
    """Standard deviations (layers,) of several networks, by name, on a logarithmic axis, which leaves out 0.

    of: what they are the standard deviations of, such as "outputs". height: in px.
    """
    layers = np.arange(1, 1 + len(next(iter(spreads.values()))))
    traces = [
        {
            "type": "scatter",
            "x": layers,
            "y": np.where(values > 0, values, np.nan),  # not float32: large spreads would overflow
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"size": 6},
            "hovertemplate": "%{y:.3~g}",
        }
        for (name, values), colour, dash in with_line_styles(spreads)
    ]
    shown = np.concatenate([*spreads.values(), [1.0]])
    shown = np.clip(shown[np.isfinite(shown) & (shown > 0)], _MIN_SPREAD, _MAX_SPREAD)
    low, high = float(np.log10(shown.min())) - 0.4, float(np.log10(shown.max())) + 0.4
    low = min(low, np.floor(high) - 1.1)  # two powers of ten at least
    x: Settings = {"title": {"text": "layer"}, "dtick": 1, "unifiedhovertitle": {"text": "layer %{x}"}}
    y = log_axis(f"spread of {of}", low, high)
    ends = ", ".join(
        f"{name} {scientific(values[0], 2)} to {scientific(values[-1], 2)}" for name, values in spreads.items()
    )
    alt = f"Standard deviation of the {of} from the first layer to the last: {ends}."
    return chart_with_legend(traces, height, alt, hovermode="x unified", xaxis=x, yaxis=y)


def value_shares(edges: np.ndarray, shares: np.ndarray, title: str, height: int = 330) -> go.Figure:
    """A histogram of the values in each layer.

    edges: (bins + 1,). shares: (layers, bins), with sum 1 per layer. height: in px.
    """
    layers = np.arange(1, 1 + len(shares))
    tiles = {
        "type": "heatmap",
        "x": (edges[:-1] + edges[1:]) / 2,
        "y": layers,
        "z": (100 * shares).astype(np.float32),
        "colorscale": SHARES,
        "zmin": 0,
        "showscale": False,
        "ygap": 2,
        "hovertemplate": "layer %{y}, around %{x:.2f}: %{z:.1f}\u00a0% of the values<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": title}, "range": [edges[0], edges[-1]], **PICTURE},
        "yaxis": {"title": {"text": "layer"}, "dtick": 1, "autorange": "reversed", **PICTURE},
        "hovermode": "closest",
        "margin": {"t": 32},
    }
    first, last = (100 * shares[layer].max() for layer in (0, -1))
    alt = (
        f"Shares of the {title} by layer. In layer 1, the fullest of {len(edges) - 1} bins holds "
        f"{fixed(first, 0)}{PERCENT} of them. In layer {len(shares)}, it holds {fixed(last, 0)}{PERCENT}."
    )
    return make_figure([tiles], layout, height, alt)


def losses_by_step(losses: Mapping[str, np.ndarray], height: int = 330) -> go.Figure:
    """Losses in nats (steps + 1,) of several networks, by name; NaN or infinite where a network has diverged.

    height: of the figure, in px.
    """
    finite = {name: np.where(np.isfinite(values), values, np.nan) for name, values in losses.items()}
    traces = [
        {
            "type": "scatter",
            "x": np.arange(len(values)),
            "y": values,
            "name": name,
            "mode": "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
            "hovertemplate": "%{y:.4f} nats",
        }
        for (name, values), colour, dash in with_line_styles(finite)
    ]
    highest = max([1.0, *(float(values[-1]) for values in finite.values() if np.isfinite(values[-1]))])
    x = {"title": {"text": "step"}, "unifiedhovertitle": {"text": "step %{x}"}}
    y = {"title": {"text": "loss (nats)"}, "range": [0, 1.1 * highest]}
    ends = [
        f"{name} {fixed(values[-1], 3)}" if np.isfinite(values[-1]) else f"{name} diverged"
        for name, values in finite.items()
    ]
    alt = f"Loss after the last step: {', '.join(ends)}."
    return chart_with_legend(traces, height, alt, hovermode="x unified", xaxis=x, yaxis=y)
