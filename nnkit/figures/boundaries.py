"""The same network from several seeds: the boundary of each, and how many solved the task."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.planar_parts import Points, shading, training_points
from nnkit.figures.style import BLUE, GREY, TEXT, finish, fix_axes, note
from nnkit.plane import Plane

_GAP = 0.03  # between maps, as a share of the width
_TITLE = 24  # px above a map
_WIDE, _NARROW = 210, 150  # px of a row of maps, on a wide page and on a phone


class Panel(NamedTuple):
    title: str
    probabilities: np.ndarray  # of class 1 over the plane, (rows, columns)


def boundary_grid(plane: Plane, panels: Sequence[Panel], points: Points, columns: int) -> go.Figure:
    """Small decision maps in rows of so many columns, with the same points in all."""
    rows = -(-len(panels) // columns)
    height = rows * (_WIDE if columns > 3 else _NARROW)
    figure = go.Figure()
    for number, panel in enumerate(panels):
        row, column = divmod(number, columns)
        axes = {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"}
        figure.add_traces(
            [trace.update(axes) for trace in (shading(plane, panel.probabilities), *training_points(points, 9))]
        )
        left, top = column / columns, 1 - row / rows
        across = [left + (_GAP / 2 if column else 0), left + 1 / columns - _GAP / 2]
        down = [top - 1 / rows + 0.01, top - _TITLE / height]
        ends = {"showticklabels": False, "range": [float(plane.x1[0]), float(plane.x1[-1])]}
        figure.update_layout(
            {
                f"xaxis{number + 1}": {**ends, "domain": across, "anchor": f"y{number + 1}"},
                f"yaxis{number + 1}": {**ends, "domain": down, "anchor": f"x{number + 1}"},
            }
        )
        note(figure, panel.title, x=across[0], y=down[1])
    told = "; ".join(panel.title for panel in panels)
    return fix_axes(
        finish(figure, height, f"Decision boundaries of {len(panels)} networks: {told}.", hovermode="closest")
    )


def solved_bars(solved: Mapping[str, int], networks: int) -> go.Figure:
    """How many of so many networks of each kind solved the task."""
    names, counts = list(solved), np.array(list(solved.values()))
    texts = [f"{count} of {networks} ({count / networks:.0%})".replace("%", " %") for count in counts]
    bars = go.Bar(
        x=counts,
        y=names,
        orientation="h",
        marker={"color": BLUE},
        text=texts,
        textposition=["inside" if 2 * count > networks else "outside" for count in counts],
        textfont={"size": TEXT},
        insidetextanchor="end",
        hovertemplate="%{y}: %{text} solved<extra></extra>",
    )
    x = {"title": {"text": f"networks that solve it, of {networks}"}, "range": [0, networks], "dtick": 2}
    y = {"autorange": "reversed", "showgrid": False}
    figure = go.Figure([bars], {"xaxis": {**x, "fixedrange": True}, "yaxis": {**y, "fixedrange": True}})
    figure.add_vline(networks, line={"color": GREY, "dash": "dot"})
    told = ", ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    return finish(figure, 80 + 44 * len(names), f"Networks that solved the task: {told}.")
