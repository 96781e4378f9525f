"""Networks trained from several seeds: their decision boundaries, and how many of them solved the task."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import finish
from nnkit.figures.planar.traces import Points, shading, training_points
from nnkit.figures.style import BLUE, GREY, TEXT
from nnkit.results.grid import Grid

_GAP = 0.03  # between maps, as a share of the width
_TITLE = 24  # px above a map
_ABOVE = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False}
_ABOVE |= {"font": {"size": TEXT}}


class Panel(NamedTuple):
    """The decision map of one network."""

    title: str
    probabilities: np.ndarray  # of class 1 over the plane, (rows, columns)


def boundary_grid(grid: Grid, panels: Sequence[Panel], points: Points, columns: int, height: int) -> go.Figure:
    """Small decision maps, `columns` of them in a row, with the same points in all. height: of the figure, in px."""
    rows = -(-len(panels) // columns)
    ends = [float(grid.x1[0]), float(grid.x1[-1])]
    traces, titles = [], []
    layout: dict[str, Any] = {"hovermode": "closest"}
    for number, panel in enumerate(panels):
        across, down = _place(number, columns, rows, height)
        x, y = f"x{number + 1}", f"y{number + 1}"
        # Not in whole percents: the boundary would zigzag across flat regions.
        tiles = shading(grid, panel.probabilities).update(z=100 * np.asarray(panel.probabilities, np.float32))
        tiles.hovertemplate = str(tiles.hovertemplate).replace("%{z}", "%{z:.1f}")
        maps = (tiles, *training_points(points, 9))
        traces += [trace.update(xaxis=x, yaxis=y) for trace in maps]
        fixed = {
            "showticklabels": False,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "range": ends,
        }
        layout[f"xaxis{number + 1}"] = {**fixed, "domain": across, "anchor": y}
        layout[f"yaxis{number + 1}"] = {**fixed, "domain": down, "anchor": x}
        titles.append({"text": panel.title, "x": across[0], "y": down[1], **_ABOVE})
    # The layout is complete from the start: to change it afterwards takes Plotly ten times as long.
    figure = go.Figure(traces, {**layout, "annotations": titles})
    alt = f"Decision boundaries of {len(panels)} networks: {'; '.join(panel.title for panel in panels)}."
    return finish(figure, height, alt, margin=dict.fromkeys("lrtb", 8))  # the axes have no numbers


def _place(number: int, columns: int, rows: int, height: int) -> tuple[list[float], list[float]]:
    """The ends of a map, horizontally and vertically, as shares of the figure."""
    row, column = divmod(number, columns)
    across = [column / columns + _GAP / 2, (column + 1) / columns - _GAP / 2]
    return across, [1 - (row + 1) / rows + _GAP / 2, 1 - row / rows - _TITLE / height]


def solved_bars(solved: Mapping[str, int], networks: int) -> go.Figure:
    """How many networks of each kind solved the task. solved: by the name of the kind. networks: of each kind."""
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
    shares = ", ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    return finish(figure, 76 + 26 * len(names), f"Networks that solved the task: {shares}.")
