"""Networks trained from several seeds: their decision boundaries, and how many of them solved the task."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, PICTURE, Settings, make_figure, numbered
from nnkit.figures.numbers import percent
from nnkit.figures.planar.traces import Points, exact_shading, training_points
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
    axis = {"showticklabels": False, "ticks": "", **PICTURE, "range": [float(grid.x1[0]), float(grid.x1[-1])]}
    traces: list[Settings] = []
    titles: list[Settings] = []
    # The axes have no numbers, so they need no room.
    layout: Settings = {"hovermode": "closest", "margin": dict.fromkeys("lrtb", 8), "annotations": titles}
    for number, panel in enumerate(panels, 1):
        across, down = _place(number - 1, columns, rows, height)
        x, y = numbered("x", number), numbered("y", number)
        maps = (exact_shading(grid, panel.probabilities), *training_points(points, 9))
        traces += [{**trace, "xaxis": x, "yaxis": y} for trace in maps]
        layout[numbered("xaxis", number)] = {**axis, "domain": across, "anchor": y}
        layout[numbered("yaxis", number)] = {**axis, "domain": down, "anchor": x}
        titles.append({"text": panel.title, "x": across[0], "y": down[1], **_ABOVE})
    alt = f"Decision boundaries of {len(panels)} networks: {'; '.join(panel.title for panel in panels)}."
    return make_figure(traces, layout, height, alt)


def _place(number: int, columns: int, rows: int, height: int) -> tuple[list[float], list[float]]:
    """The ends of a map, horizontally and vertically, as shares of the figure."""
    row, column = divmod(number, columns)
    across = [column / columns + _GAP / 2, (column + 1) / columns - _GAP / 2]
    return across, [1 - (row + 1) / rows + _GAP / 2, 1 - row / rows - _TITLE / height]


def solved_bars(solved: Mapping[str, int], networks: int) -> go.Figure:
    """How many networks of each kind solved the task. solved: by the name of the kind. networks: of each kind."""
    names, counts = list(solved), np.array(list(solved.values()))
    texts = [f"{count} of {networks} ({percent(count / networks, 0)})" for count in counts]
    bars = {
        "type": "bar",
        "x": counts,
        "y": names,
        "orientation": "h",
        "marker": {"color": BLUE},
        "text": texts,
        "textposition": ["inside" if 2 * count > networks else "outside" for count in counts],
        "textfont": {"size": TEXT},
        "insidetextanchor": "end",
        "constraintext": "none",  # a text keeps its size even where its bar is short
        "hovertemplate": "%{y}: %{text} solve it<extra></extra>",
    }
    x = {
        "title": {"text": f"number of networks that solve it (of {networks})"},
        "range": [0, networks],
        "dtick": 2,
        **FIXED,
    }
    y = {"autorange": "reversed", "showgrid": False, **FIXED}
    ends = {"x0": networks, "x1": networks, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    line = {"type": "line", "line": {"color": GREY, "dash": "dot"}, **ends}
    shares = ", ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    layout = {"xaxis": x, "yaxis": y, "shapes": [line]}
    return make_figure([bars], layout, 76 + 26 * len(names), f"Networks that solve the task: {shares}.")
