"""Decision maps side by side, and the heights of figures, on a wide page and on a phone."""

from collections.abc import Mapping

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Run
from nnkit import figures as draw
from nnkit.results.grid import probability_map
from pages.overfitting.findings import scores_of, view_of
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.memoize import memoize_figure
from ui.numbers import percent

PHONE_WIDTH, PHONE_HEIGHT = 170, 234  # px of a map on a phone, which has room for two side by side
PHONE_CHART_HEIGHT = 320  # px
MARGIN = 0.03  # around the points of a small map, as a share of their extent
GAP, TITLE = 16, 40  # px between two rows of figures, and of a title over a figure

MAX_MAPS, MAX_COLUMNS = {1: 1, 2: 2, 5: 3}, 4  # columns for up to so many maps, and for more


def height_in(rows: int, taken: int = 0) -> int:
    """Return the height in px of each of so many rows of figures that together fit the window.

    taken: px of all the text between them. On a phone, figures stand below each other, and each has its own height.
    """
    return PHONE_CHART_HEIGHT if is_narrow() else (figure_height(taken) - GAP * (rows - 1)) // rows


def show_maps(part: str, runs: Mapping[str, Run], expected: int) -> tuple[DeltaGenerator, int]:
    """Show a decision map for each run, with its name and accuracies above it.

    expected: how many maps there will be once all networks are trained; their size follows from it. Returns the place
    after the last map, and the height in px of a chart there.
    """
    if is_narrow():
        with st.container(horizontal=True, gap="small"):
            for name, run in runs.items():
                show_figure(_map_of(run, name, PHONE_HEIGHT, True, "<br>"), _key(part, name), width=PHONE_WIDTH)
        return st.container(), height_in(1)
    columns = next((columns for maps, columns in MAX_MAPS.items() if expected <= maps), MAX_COLUMNS)
    height = height_in(1 if expected == 1 else expected // columns + 1)
    names = list(runs)
    for start in range(0, len(names), columns):
        cells = _row(len(names[start:]), columns)
        for cell, name in zip(cells, names[start : start + columns], strict=False):
            with cell:
                show_figure(_map_of(runs[name], name, height, expected > 1), _key(part, name))
    return cells[-1] if len(names) % columns else st.container(), height


def _row(maps: int, columns: int) -> list[DeltaGenerator]:
    """Return the places of so many maps in a row; in a row that is not full, one more takes the rest of the width."""
    return st.columns([1] * columns if maps >= columns else [*[1] * maps, columns - maps], gap="small")


def _key(part: str, name: str) -> str:
    return f"{part}.map_{name.split()[0]}"


@memoize_figure
def _map_of(run: Run, name: str, height: int, compact: bool, between: str = " ") -> go.Figure:
    """between: the two scores above the map."""
    grid, train, best = view_of(run, margin=MARGIN)
    scores = scores_of(run)
    training, validation = percent(scores.accuracy), percent(scores.val_accuracy)
    title = f"<b>{name}</b><br>training {training},{between}validation {validation}"
    probabilities = probability_map(run.experiment, run.weights, grid)
    options = {"bayes_map": best, "title": title, "height": height, "compact": compact}
    options["names"] = draw.names_of(run.experiment.data)
    return draw.decision_map(grid, probabilities, train, **options)
