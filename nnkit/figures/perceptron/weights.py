"""A perceptron's weights: the change in a step, a cycle of updates, and their length over time."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import whole_epochs
from nnkit.figures.layout import FIXED, Settings, legend_above, make_figure
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.perceptron.answers import LINES, Place
from nnkit.figures.planar.traces import square_axes
from nnkit.figures.style import BLUE, DARK, GREY, ORANGE

_TOP = 48  # px: for a legend in one row


def weight_arrows(before: Place, after: Place, reach: float, height: int = 400) -> go.Figure:
    """A step as the sum of two arrows: the weights (w1, w2) before, and what is added to them.

    reach: the axes go from -reach to reach. height: in px.
    """
    change = (after[0] - before[0], after[1] - before[1])
    arrows = [
        ("w before", (0.0, 0.0), before, GREY, "dash"),
        ("η (y − ŷ) x", before, after, ORANGE, "solid"),
        ("w after", (0.0, 0.0), after, BLUE, "solid"),
    ]
    lengths = dict(zip([name for name, *_ in arrows], (before, change, after), strict=True))
    traces = [_arrow(*arrow, lengths[arrow[0]]) for arrow in arrows]
    entries = [_legend_line(name, colour, dash) for name, _, _, colour, dash in arrows]
    if any(change) and not any(before):  # change and sum are the same arrow: the one below is wider, so that both show
        traces[1]["line"]["width"], traces[1]["marker"]["size"] = 9, [9, 28]
    ends = np.array([-reach, reach])
    axes = square_axes((ends, ends), ("w1", "w2"), showgrid=True, nticks=7)
    for axis in (axes["xaxis"], axes["yaxis"]):
        axis |= {"zeroline": True, "zerolinecolor": GREY}
    layout = {**axes, "legend": legend_above(), "hovermode": "closest", "margin": {"t": _TOP}}
    alt = f"The step adds {_pair(change)} to the weights w1, w2: before {_pair(before)}, after {_pair(after)}."
    return make_figure([*traces, *entries], layout, height, alt)


def weight_cycle(weights: Sequence[Place], tooltips: Sequence[str], height: int = 320) -> go.Figure:
    """Weights (w1, w2) that repeat, as a closed trajectory. tooltips: one for each of the weights. height: in px.

    An update that changes only the bias is a ring instead of an arrow.
    """
    places = np.array([*weights, weights[0]], np.float32)
    moved = (np.diff(places, axis=0) != 0).any(axis=1)
    symbols = ["circle", *("arrow" if move else "circle-open" for move in moved)]
    trace = {
        "type": "scatter",
        "x": places[:, 0],
        "y": places[:, 1],
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": 2},
        "marker": {
            "symbol": symbols,
            "angleref": "previous",
            "size": [13, *np.where(moved, 13, 24).tolist()],
            "line": {"width": [0, *np.where(moved, 0, 2).tolist()]},
            "opacity": 1,
        },
        "hovertext": [*tooltips, tooltips[0]],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    reach = 1.3 * float(np.abs(places).max()) or 1.0
    ends = np.array([-reach, reach])
    axes = square_axes((ends, ends), ("w1", "w2"), showgrid=True, nticks=7)
    alt = f"The weights w1, w2 begin at {_pair(weights[0])} and are there again after {len(weights)} updates."
    return make_figure([trace], axes, height, alt)


def weight_growth(
    epochs: Sequence[float], lengths: Mapping[str, Sequence[float]], among: Sequence[str] = (), height: int = 320
) -> go.Figure:
    """The length |w| of weights over the epochs, with a line for each name.

    epochs: (n,). lengths: by name, n values, or one value for a horizontal line. among: the names of the lines in the
    `answered_plane` beside this figure, in their order, so that each line has the same look in both. height: in px.
    """
    looks = dict(zip(among or lengths, LINES, strict=False))
    traces = [
        {
            "type": "scatter",
            "x": whole_epochs(epochs),
            "y": np.array(values, np.float32) if len(values) > 1 else np.full(len(epochs), values[0], np.float32),
            "name": name,
            "mode": "lines",
            "line": {"color": ORANGE if looks[name][0] == DARK else looks[name][0], "dash": looks[name][1], "width": 2},
            "hovertemplate": "|w| = %{y:.2f}",
        }
        for name, values in lengths.items()
    ]
    x = {"title": {"text": "epoch"}, "unifiedhovertitle": {"text": "epoch %{x}"}, "hoverformat": ",.0f", **FIXED}
    y = {"title": {"text": "length of w"}, "rangemode": "tozero", **FIXED}
    layout = {"xaxis": x, "yaxis": y, "legend": legend_above(), "hovermode": "x unified"}
    alt = "; ".join(f"{name}: |w| is {fixed(values[-1])} at the end" for name, values in lengths.items())
    return make_figure(traces, layout, height, f"{alt}.")


def _arrow(name: str, tail: Place, head: Place, colour: str, dash: str, length: Place) -> Settings:
    return {
        "type": "scatter",
        "x": [tail[0], head[0]],
        "y": [tail[1], head[1]],
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3, "dash": dash},
        "showlegend": False,
        "marker": {"symbol": ["circle", "arrow"], "angleref": "previous", "size": [3, 16 if any(length) else 0]},
        "hovertemplate": f"{name} = {_pair(length)}<extra></extra>",
    }


def _legend_line(name: str, colour: str, dash: str) -> Settings:
    """Return a trace that draws nothing: in the legend, an arrow's head would hide its line."""
    look = {"mode": "lines", "line": {"color": colour, "width": 3, "dash": dash}}
    return {"type": "scatter", "x": [None], "y": [None], "name": name, "hoverinfo": "skip", **look}


def _pair(values: Sequence[float]) -> str:
    return f"({', '.join(scientific(value, 4) for value in values)})"
