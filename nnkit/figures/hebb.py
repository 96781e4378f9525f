"""Weights that follow what fires together: Hebb's rule beside Oja's."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.comparison import with_legend, with_looks
from nnkit.figures.style import BEST, BLUE, ORANGE

HEIGHT = 330  # px
RULES = {"Hebb": (ORANGE, "solid"), "Oja": (BLUE, "dash")}


def weight_paths(weights: np.ndarray, sizes_only: bool = False, targets: Sequence[float] = ()) -> go.Figure:
    """Every weight over time, (moments + 1, neurons).

    sizes_only: |w| on a logarithmic axis. targets: where the weights tend to, as dotted lines.
    """
    names = [f"w{number}" for number in range(1, weights.shape[1] + 1)]
    values = np.abs(weights) if sizes_only else weights
    curves = dict(zip(names, values.T, strict=True))
    traces = [_curve(name, curve, colour, dash) for (name, curve), colour, dash in with_looks(curves)]
    traces += [_target(len(weights), target, first=not number) for number, target in enumerate(targets)]
    last = ", ".join(f"{name} = {weight:.3g}" for name, weight in zip(names, weights[-1], strict=True))
    alt = f"{len(names)} weights over {len(weights) - 1:,} moments; at the end {last}."
    return _over_time(traces, "|w|" if sizes_only else "w", sizes_only, alt)


def weight_lengths(lengths: Mapping[str, np.ndarray]) -> go.Figure:
    """The length of the weights as a vector by each rule, (moments + 1,), on a logarithmic axis."""
    traces = [_curve(name, values, *RULES[name]) for name, values in lengths.items()]
    told = "; ".join(f"{name} from {values[0]:.3g} to {values[-1]:.3g}" for name, values in lengths.items())
    return _over_time(traces, "‖w‖", True, f"Length of the weights over time: {told}.")


def alignments(cosines: Mapping[str, np.ndarray]) -> go.Figure:
    """|cos| of the angle between weights and the first principal component by each rule, (moments + 1,)."""
    traces = [_curve(name, values, *RULES[name]) for name, values in cosines.items()]
    told = "; ".join(f"{name} from {values[0]:.3f} to {values[-1]:.3f}" for name, values in cosines.items())
    figure = _over_time(traces, "|cos|", False, f"Alignment with the first principal component: {told}.")
    return figure.update_yaxes(range=[-0.03, 1.05])


def _curve(name: str, values: np.ndarray, colour: str, dash: str) -> go.Scatter:
    # Not float32, whose largest number a weight by Hebb's rule soon passes.
    return go.Scatter(
        x=np.arange(len(values), dtype=np.uint16),
        y=values,
        name=name,
        mode="lines",
        line={"color": colour, "dash": dash, "width": 2},
        hovertemplate="%{y:.4~g}",
    )


def _target(moments: int, height: float, first: bool) -> go.Scatter:
    line = {"color": BEST, "width": 2, "dash": "dot"}
    look = {"name": "principal component", "legendgroup": "target", "showlegend": first, "hoverinfo": "skip"}
    return go.Scatter(x=[0, moments - 1], y=[height, height], mode="lines", line=line, **look)


def _over_time(traces: list[Any], title: str, logarithmic: bool, alt: str) -> go.Figure:
    x = {"title": {"text": "moment"}, "unifiedhovertitle": {"text": "moment %{x}"}}
    y = {"title": {"text": title}, "type": "log" if logarithmic else "linear"}
    if logarithmic:
        sizes = np.concatenate([np.abs(trace.y) for trace in traces])
        decades = np.ptp(np.log10(sizes[sizes > 0]))
        y |= {"exponentformat": "power", "dtick": max(1, round(decades / 5))}
    return with_legend(traces, HEIGHT, alt, hovermode="x unified", xaxis=x, yaxis=y)
