"""Decision maps side by side, on a wide page and on a phone."""

from collections.abc import Mapping

import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.results.grid import probability_map
from pages.overfitting.findings import scores_of, view_of
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.memoize import memoize_per_run
from ui.numbers import percent

WIDTH, HEIGHT = 170, 218  # px of a map on a phone, which has room for two side by side


def show_maps(part: str, runs: Mapping[str, Run], columns: int) -> None:
    """Show a decision map for each run, with its name and accuracies above it."""
    if is_narrow():
        with st.container(horizontal=True, gap="small"):
            for name, run in runs.items():
                show_figure(_map_of(run, name, HEIGHT), _key(part, name), width=WIDTH)
        return
    names = list(runs)
    for start in range(0, len(names), columns):
        for column, name in zip(st.columns(columns, gap="small"), names[start : start + columns], strict=False):
            with column:
                show_figure(_map_of(runs[name], name), _key(part, name))


def _key(part: str, name: str) -> str:
    return f"{part}.map_{name.split()[0]}"


@memoize_per_run
def _map_of(run: Run, name: str, height: int | None = None) -> go.Figure:
    grid, train, best = view_of(run)
    scores = scores_of(run)
    title = f"<b>{name}</b><br>training {percent(scores.accuracy)}, validation {percent(scores.val_accuracy)}"
    size = {} if height is None else {"height": height}
    probabilities = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, probabilities, train, bayes_map=best, title=title, **size)
