"""The panel of the network's predictions over the plane, under the points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.figures.layout import Settings
from nnkit.figures.planar.names import PlaneNames
from nnkit.figures.planar.traces import (
    DEFAULT_NAMES,
    Points,
    best_boundary_settings,
    coordinates_text,
    shading_settings,
    training_points,
    validation_points,
)
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import PROBABILITIES, TEXT, colour_key
from nnkit.results.grid import Grid

MAX_LARGE_POINTS = 500  # more training points are drawn smaller
# Probabilities are sent in ten thousandths, which hover texts write after "0.": two bytes for each instead of a float's
# four. Fewer digits would do for the shading, but an untrained network's line at one half would have steps.
_ONE, _CERTAIN = 10_000, 9_999
_LEGENDS = ("legend2", "legend3")  # Streamlit's theme gives the first legend its own text colour


@dataclass(frozen=True, eq=False)
class Background:
    """What does not change while a network learns: the points, and the best possible result on them."""

    train: Points
    validation: Points | None = None
    bayes_map: np.ndarray | None = None  # (rows, columns) over the fine grid: the true probability of class 1
    bayes_accuracy: float | None = None  # a share
    names: PlaneNames = DEFAULT_NAMES


def decision_panel(
    panel_layout: AnimationLayout, probabilities: Sequence[np.ndarray], grid: Grid, background: Background
) -> AnimationPanel:
    """Draw the probability of class 1 as shading, and the line at one half, under the points."""
    refs = panel_layout.refs("map")
    names = background.names
    hover = f"P(class {names.classes[1]}) = 0.%{{z:04d}}<br>{coordinates_text(names.axes)}<extra></extra>"
    traces = [{**shading_settings(grid.x1, grid.x2, _ONE), "hovertemplate": hover}]
    if background.bayes_map is not None:
        line = best_boundary_settings(grid.x1, grid.x2, digits(background.bayes_map), _ONE)
        traces.append({**line, "name": "best possible boundary", "showlegend": True, "legend": _LEGENDS[1]})
    traces += _points(background)
    box = panel_layout.boxes["map"]
    x = {
        "range": _ends(grid.x1),
        "title": {"text": names.axes[0], "standoff": 2, "font": {"size": TEXT}},
        "constrain": "domain",
    }
    y = {
        "range": _ends(grid.x2),
        "title": {"text": names.axes[1], "standoff": 2, "font": {"size": TEXT}},
        "constrain": "domain",
    }
    axes = panel_layout.axes(
        "map",
        {**x, "constraintoward": "left", "showgrid": False, "nticks": 7},
        {**y, "constraintoward": "top", "showgrid": False, "nticks": 7, "scaleanchor": refs["xaxis"]},
    )
    legends = {name: _legend(panel_layout, left) for name, left in zip(_LEGENDS, (0.0, 0.36 * box.right), strict=True)}
    name = "Probability of class 1" if box.width > 350 else "P(class 1)"
    scale = colour_key((PROBABILITIES[0][1], "0"), (PROBABILITIES[-1][1], "1"))
    return AnimationPanel(
        [{**trace, **refs} for trace in traces],
        [0],
        [[{"z": digits(shares)}] for shares in probabilities],
        {**axes, **legends},
        [panel_layout.title("map", f"<b>{name}</b>  {scale}   line: ½", xshift=-36)],
    )


def digits(shares: np.ndarray) -> np.ndarray:
    """Return four digits of each share; 1 becomes 9,999."""
    return np.minimum(np.rint(_ONE * shares), _CERTAIN).astype(np.int16)


def _ends(axis: np.ndarray) -> list[float]:
    return [float(axis[0]), float(axis[-1])]


def _points(background: Background) -> list[Settings]:
    """Draw the points without hover: the map beneath them has hover texts with the network's output."""
    size = 7 if len(background.train.labels) <= MAX_LARGE_POINTS else 4
    hidden = [] if background.validation is None else validation_points(background.validation, background.names)
    legends = [_LEGENDS[1]] * len(hidden) + [_LEGENDS[0]] * 2
    traces = [*hidden, *training_points(background.train, size, background.names)]
    return [
        {"showlegend": True, **trace, "hoverinfo": "skip", "legend": legend}
        for trace, legend in zip(traces, legends, strict=True)
    ]


def _legend(panel_layout: AnimationLayout, left: float) -> Settings:
    """Return a column of entries under the map; a click on one shows or hides it."""
    place = {
        "x": panel_layout.x(left),
        "y": panel_layout.y(panel_layout.boxes["map"].bottom + 32),
        "xanchor": "left",
        "yanchor": "top",
    }
    look = {"font": {"size": TEXT}, "title": {"text": ""}, "bgcolor": "rgba(0,0,0,0)", "tracegroupgap": 0}
    return {
        **place,
        **look,
        "orientation": "v",
        "itemdoubleclick": False,
        "traceorder": "normal",
    }
