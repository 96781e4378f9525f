"""What means against overfitting do to the weights, and add to the loss."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import chart_with_legend, with_line_styles
from nnkit.figures.style import GREY, TEXT, TRAINING

_BINS = 41  # odd, so that weights of 0 share the bin in the middle
_SHOWN = 97  # % of all weights for which bins are made
_ROW = 36  # px of a variant's bar


def weight_histograms(weights: Mapping[str, np.ndarray]) -> go.Figure:
    """How often weights of which size occur in each variant, (n,) each, counted in common bins.

    The outermost bins hold the few weights beyond, for which all others would have to stand in the middle.
    """
    sizes = np.abs(np.concatenate([*weights.values(), [0]]))
    limit = float(np.percentile(sizes, _SHOWN) or sizes.max()) or 1.0
    edges = np.linspace(-limit, limit, _BINS + 1)
    # Steps that change halfway between middles change at the edges, and a pointer finds the bin it is over.
    middles = np.append(edges, limit + 2 * limit / _BINS) - limit / _BINS
    ranges = [f"{low:.3f} to {high:.3f}" for low, high in pairwise(edges)]
    ranges = [f"below {edges[1]:.3f}", *ranges[1:-1], f"above {edges[-2]:.3f}"]
    traces = [
        go.Scatter(
            x=middles.astype(np.float32),
            y=np.pad(np.histogram(np.clip(values, -limit, limit), edges)[0], 1).astype(np.uint16),
            text=["", *ranges, ""],
            name=name,
            mode="lines",
            line={"shape": "hvh", "color": colour, "dash": dash, "width": 2},
            hovertemplate="%{y} (%{text})",
        )
        for (name, values), colour, dash in with_line_styles(weights)
    ]
    x = {"title": {"text": "weight"}, "unifiedhovertitle": {"text": "weights around %{x:.2f}"}}
    layout = {"xaxis": x, "yaxis": {"title": {"text": "number of weights"}, "rangemode": "tozero"}}
    small = {name: 100 * np.sum(np.abs(values) <= 0.01) / max(1, len(values)) for name, values in weights.items()}
    alt = f"Share of weights within ±0.01: {', '.join(f'{name} {share:.0f} %' for name, share in small.items())}."
    return chart_with_legend(traces, 320, alt, hovermode="x unified", **layout)


def loss_parts(parts: Mapping[str, tuple[float, float]]) -> go.Figure:
    """What each variant's printed loss consists of: the error on the data, and the penalty, in nats."""
    names, values = list(parts), np.array(list(parts.values()), float)
    totals = values.sum(axis=1)
    looks = {"error on the data": {"color": TRAINING}, "penalty": {"color": GREY, "pattern": {"shape": "/"}}}
    traces = [
        go.Bar(
            x=column,
            y=names,
            orientation="h",
            name=name,
            marker=marker,
            customdata=totals,
            hovertemplate=f"%{{y}}: {name} %{{x:.4f}} of %{{customdata:.4f}} nats<extra></extra>",
        )
        for (name, marker), column in zip(looks.items(), values.T, strict=True)
    ]
    sums = [f"{data:.3f} + {penalty:.3f} = {data + penalty:.3f}" for data, penalty in values]
    traces.append(_texts(totals, names, sums))
    x = {"title": {"text": "training loss (nats)"}, "rangemode": "tozero"}
    layout = {"xaxis": x, "yaxis": {"autorange": "reversed", "showgrid": False}, "barmode": "stack", "bargap": 0.35}
    told = "; ".join(f"{name} {text}" for name, text in zip(names, sums, strict=True))
    alt = f"Training loss as error on the data plus penalty: {told}."
    figure = chart_with_legend(traces, 100 + _ROW * len(names), alt, **layout)
    return figure.update_layout(margin_r=150, legend_traceorder="normal")


def _texts(x: np.ndarray, y: list[str], texts: list[str]) -> go.Scatter:
    """Beside the bars' ends, in the margin: Plotly leaves out a bar's own text where the bar has no length."""
    return go.Scatter(
        x=x,
        y=y,
        mode="text",
        text=[f"\u2002{text}" for text in texts],
        textposition="middle right",
        textfont={"size": TEXT},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
