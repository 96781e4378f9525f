"""What remedies against overfitting change in the weights, and what they add to the loss."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import chart_with_legend, with_line_styles
from nnkit.figures.layout import Settings, legend_above
from nnkit.figures.numbers import PERCENT, fixed
from nnkit.figures.style import GREY, TEXT, TRAINING

_BINS = 41  # odd, so that weights of 0 share the bin in the middle
_BINNED = 97  # % of all weights lie within the bins
_ROW = 36  # px for each variant's bar


def weight_histograms(weights: Mapping[str, np.ndarray], height: int = 320) -> go.Figure:
    """Draw a histogram of each variant's weights (n,), all with the same bins.

    The outermost bins also count the few larger weights: bins for those would crowd all others in the middle.
    """
    sizes = np.abs(np.concatenate([*weights.values(), [0]]))
    limit = float(np.percentile(sizes, _BINNED) or sizes.max()) or 1.0
    edges = np.linspace(-limit, limit, _BINS + 1)
    # An hvh line steps halfway between two middles, which is at the bins' edges, and hover finds the bin's middle.
    middles = np.append(edges, limit + 2 * limit / _BINS) - limit / _BINS
    ranges = [f"{fixed(low, 3)} to {fixed(high, 3)}" for low, high in pairwise(edges)]
    ranges = [f"below {fixed(edges[1], 3)}", *ranges[1:-1], f"above {fixed(edges[-2], 3)}"]
    traces = [
        {
            "type": "scatter",
            "x": middles.astype(np.float32),
            "y": np.pad(np.histogram(np.clip(values, -limit, limit), edges)[0], 1).astype(np.uint16),
            "text": ["", *ranges, ""],
            "name": name,
            "mode": "lines",
            "line": {"shape": "hvh", "color": colour, "dash": dash, "width": 2},
            "hovertemplate": "%{y} (%{text})",
        }
        for (name, values), colour, dash in with_line_styles(weights)
    ]
    x = {"title": {"text": "weight"}, "unifiedhovertitle": {"text": "weights around %{x:.2f}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": "number of weights"}, "rangemode": "tozero"}}
    small = {name: 100 * np.sum(np.abs(values) <= 0.01) / max(1, len(values)) for name, values in weights.items()}
    alt = (
        "Share of weights within ±0.01 of 0: "
        f"{', '.join(f'{name}: {fixed(share, 0)}{PERCENT}' for name, share in small.items())}."
    )
    return chart_with_legend(traces, height, alt, hovermode="x unified", **layout)


def loss_parts(parts: Mapping[str, tuple[float, float]], height: int | None = None) -> go.Figure:
    """Draw the two parts of each variant's reported loss in nats: the data term, and the penalty."""
    names, values = list(parts), np.array(list(parts.values()), float)
    totals = values.sum(axis=1)
    styles = {"data term": {"color": TRAINING}, "penalty": {"color": GREY, "pattern": {"shape": "/"}}}
    traces = [
        {
            "type": "bar",
            "x": column,
            "y": names,
            "orientation": "h",
            "name": name,
            "marker": marker,
            "customdata": totals,
            "hovertemplate": f"%{{y}}: {name} %{{x:.4f}} of %{{customdata:.4f}} nats<extra></extra>",
        }
        for (name, marker), column in zip(styles.items(), values.T, strict=True)
    ]
    sums = [f"{data:.3f} + {penalty:.3f} = {data + penalty:.3f}" for data, penalty in values]
    traces.append(_texts(totals, names, sums))
    x = {"title": {"text": "training loss (nats)"}, "rangemode": "tozero"}
    layout = {
        "xaxis": x,
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "barmode": "stack",
        "bargap": 0.35,
        "legend": {**legend_above(), "traceorder": "normal"},
        "margin": {"r": 150},
    }
    listed = "; ".join(f"{name} {text}" for name, text in zip(names, sums, strict=True))
    alt = f"Training loss as data term plus penalty: {listed}."
    return chart_with_legend(traces, height or 100 + _ROW * len(names), alt, **layout)


def _texts(x: np.ndarray, y: list[str], texts: list[str]) -> Settings:
    """Write texts beside the bars' ends, because Plotly leaves out the text of a bar without length."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "text",
        "text": [f"\u2002{text}" for text in texts],
        "textposition": "middle right",
        "textfont": {"size": TEXT},
        "cliponaxis": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }
