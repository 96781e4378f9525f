"""Weights over time by Hebb's rule and by Oja's."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import log_axis, with_line_styles
from nnkit.figures.layout import Settings, legend_above, make_figure, numbered
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.style import BEST, BLUE, ORANGE, TEXT

RULES = {"Hebb": (ORANGE, "solid"), "Oja": (BLUE, "dash")}
_MAX_POINTS = 1_001  # of a curve: more than its panel has pixels
_ABOVE, _ABOVE_WRAPPED = 60, 86  # px above the axes, for a title and a legend: a phone wraps the legend
_BELOW = 68  # px below the axes, for their title
_ROOM = 0.04  # above and below curves on a logarithmic axis, as a share of their span
_GAP = 0.12  # between panels, as a share of the width
_TITLE = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "showarrow": False}


class CurvePanel(NamedTuple):
    """Curves over the moments, with their own axes."""

    title: str
    traces: list[Settings]
    axis: Settings
    description: str  # for the alternative text


def curve_panels(panels: Sequence[CurvePanel], columns: int, height: int) -> go.Figure:
    """The panels in one figure, `columns` of them in a row. height: of the figure, in px."""
    rows = -(-len(panels) // columns)
    above_axes = _ABOVE_WRAPPED if rows > 1 else _ABOVE
    traces: list[Settings] = []
    titles: list[Settings] = []
    layout: Settings = {"hovermode": "x unified", "annotations": titles}
    for number, panel in enumerate(panels, 1):
        across, down = _place(number - 1, columns, rows, above_axes / height, _BELOW / height)
        own = {"xaxis": numbered("x", number), "yaxis": numbered("y", number), "legend": numbered("legend", number)}
        traces += [{**trace, **own} for trace in panel.traces]
        x = {"title": {"text": "step"}, "unifiedhovertitle": {"text": "step %{x}"}}
        layout[numbered("xaxis", number)] = {**x, "domain": across, "anchor": own["yaxis"]}
        layout[numbered("yaxis", number)] = {**panel.axis, "domain": down, "anchor": own["xaxis"]}
        layout[own["legend"]] = {**legend_above(), "x": across[0], "y": down[1] + 4 / height}
        corner = {"x": across[0], "y": down[1] + above_axes / height}
        titles.append({**_TITLE, **corner, "text": f"<b>{panel.title}</b>", "font": {"size": TEXT + 1}})
    return make_figure(traces, layout, height, " ".join(panel.description for panel in panels))


def weight_paths(
    weights: np.ndarray, title: str, sizes_only: bool = False, targets: Sequence[float] = ()
) -> CurvePanel:
    """The panel of each weight over time.

    weights: (moments + 1, neurons). sizes_only: whether to draw |w| on a logarithmic axis. targets: values to mark by
    dotted lines.
    """
    names = [f"w{number}" for number in range(1, weights.shape[1] + 1)]
    values = np.abs(weights) if sizes_only else weights
    curves = dict(zip(names, values.T, strict=True))
    traces = [_curve(name, curve, colour, dash) for (name, curve), colour, dash in with_line_styles(curves)]
    traces += [_target(len(weights), target, first=not number) for number, target in enumerate(targets)]
    last = ", ".join(f"{name} = {scientific(weight)}" for name, weight in zip(names, weights[-1], strict=True))
    description = f"{title}: {len(names)} weights over {len(weights) - 1:,} steps; at the end {last}."
    axis = _logarithmic("|w|", values) if sizes_only else {"title": {"text": "w"}}
    return CurvePanel(title, traces, axis, description)


def weight_lengths(lengths: Mapping[str, np.ndarray]) -> CurvePanel:
    """The panel of the weight vector's length on a logarithmic axis: by rule, (moments + 1,)."""
    traces = [_curve(name, values, *RULES[name]) for name, values in lengths.items()]
    ends = "; ".join(
        f"{name} from {scientific(values[0])} to {scientific(values[-1])}" for name, values in lengths.items()
    )
    axis = _logarithmic("‖w‖", np.stack(list(lengths.values())))
    return CurvePanel("Length of the weights", traces, axis, f"Length of the weights over time: {ends}.")


def alignments(cosines: Mapping[str, np.ndarray]) -> CurvePanel:
    """The panel of |cos| of the angle between weights and first principal component: by rule, (moments + 1,)."""
    traces = [_curve(name, values, *RULES[name]) for name, values in cosines.items()]
    ends = "; ".join(f"{name} from {fixed(values[0], 3)} to {fixed(values[-1], 3)}" for name, values in cosines.items())
    axis = {"title": {"text": "|cos|"}, "range": [-0.03, 1.05]}
    return CurvePanel("Direction", traces, axis, f"Alignment with the first principal component: {ends}.")


def _curve(name: str, values: np.ndarray, colour: str, dash: str) -> Settings:
    every = -(-len(values) // _MAX_POINTS)
    # Not float32: a weight by Hebb's rule soon exceeds its largest number.
    return {
        "type": "scatter",
        "x0": 0,
        "dx": every,
        "y": np.ascontiguousarray(values[::every]),
        "name": name,
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertemplate": "%{y:.4~g}",
    }


def _target(moments: int, height: float, first: bool) -> Settings:
    line = {"color": BEST, "width": 2, "dash": "dot"}
    look = {"name": "principal component", "legendgroup": "target", "showlegend": first, "hoverinfo": "skip"}
    return {"type": "scatter", "x": [0, moments - 1], "y": [height, height], "mode": "lines", "line": line, **look}


def _logarithmic(title: str, sizes: np.ndarray) -> Settings:
    """Return an axis for the sizes, of which 0 and infinity have no place on it; at least one power of ten long."""
    powers = np.log10(sizes[(sizes > 0) & np.isfinite(sizes)])
    low, high = (float(powers.min()), float(powers.max())) if powers.size else (0.0, 0.0)
    room = max(_ROOM * (high - low), (1 - (high - low)) / 2)
    return log_axis(title, low - room, high + room)


def _place(place: int, columns: int, rows: int, above: float, below: float) -> tuple[list[float], list[float]]:
    """The ends of a panel's axes, horizontally and vertically, as shares of the figure.

    above, below: the room above and below the axes, as shares. Below the last row it is the figure's margin.
    """
    row, column = divmod(place, columns)
    width, height = (1 - _GAP * (columns - 1)) / columns, (1 + below) / rows - above - below
    left, top = column * (width + _GAP), 1 - above - row * (height + above + below)
    return [left, left + width], [max(0, top - height), top]
