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
from ui.memoize import memoize_per_run
from ui.numbers import percent

PHONE_WIDTH, PHONE_HEIGHT = 170, 218  # px of a map on a phone, which has room for two side by side
PHONE_CHART_HEIGHT = 320  # px
GAP, TITLE = 16, 40  # px between two rows of figures, and of a title over a figure


def height_in(rows: int, taken: int = 0) -> int:
    """Return the height in px of each of so many rows of figures that together fit the window.

    taken: px of all the text between them. On a phone, figures stand below each other, and each has its own height.
    """
    return PHONE_CHART_HEIGHT if is_narrow() else (figure_height() - taken - GAP * (rows - 1)) // rows


def show_maps(part: str, runs: Mapping[str, Run], columns: int, height: int) -> DeltaGenerator:
    """Show a decision map for each run, with its name and accuracies above it; return the place after the last one."""
    if is_narrow():
        with st.container(horizontal=True, gap="small"):
            for name, run in runs.items():
                show_figure(_map_of(run, name, PHONE_HEIGHT), _key(part, name), width=PHONE_WIDTH)
        return st.container()
    rows = -(-len(runs) // columns)
    cells = [cell for _ in range(rows) for cell in st.columns(columns, gap="small")]
    for cell, (name, run) in zip(cells, runs.items(), strict=False):
        with cell:
            show_figure(_map_of(run, name, height), _key(part, name))
    return cells[len(runs)] if len(runs) < len(cells) else st.container()


def _key(part: str, name: str) -> str:
    return f"{part}.map_{name.split()[0]}"


@memoize_per_run
def _map_of(run: Run, name: str, height: int) -> go.Figure:
    grid, train, best = view_of(run)
    scores = scores_of(run)
    title = f"<b>{name}</b><br>training {percent(scores.accuracy)}, validation {percent(scores.val_accuracy)}"
    probabilities = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, probabilities, train, bayes_map=best, title=title, height=height)
