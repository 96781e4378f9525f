"""The best weights that the rule has had so far, for points that no line separates."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import Trace, pocket
from pages.perceptron.data import points_of
from pages.perceptron.lines import explain_missing_lines, plane_of, visible_lines, weighted_sums
from ui.charts import show_figure
from ui.glossary import term
from ui.memoize import memoize_figure

pocket_of = lru_cache(maxsize=16)(pocket)


def show_best_line(trace: Trace, height: int) -> None:
    """height: of the figure, in px."""
    found, count = pocket_of(trace), len(trace.samples.labels)
    shown = _best_state(trace)
    last, best = int(found.errors[-1]), int(found.errors[shown])
    right = f"{count - best} of {count}"
    picture, text = st.columns(2, gap="medium")
    with picture:
        show_figure(_pocket_lines_of(trace, height), "perceptron.pocket")
        explain_missing_lines(_pocket_lines(trace))
    with text:
        st.markdown(
            f"**The {term('pocket')}.** If no line gets all points right, you can keep the best weights so far "
            "(Gallant 1990, IEEE Transactions on Neural Networks 1(2), 179–191)."
        )
        st.markdown(
            f"No weights on the way get more points right than those after update {shown:,}: {right}. The last weights "
            f"get {count - last} right."
            if shown
            else f"No weights on the way get more points right than the initial ones: {right}. The last weights get "
            f"{count - last} right."
        )
        if trace.rule.order == "fixed":
            st.markdown("In a fixed order, the rule may never reach better weights. Shuffle the samples to see others.")


def _best_state(trace: Trace) -> int:
    """Return the number of the first state with the fewest errors, if possible of one with a line in the picture.

    Weights of 0 may have as few errors as others, but they have no line.
    """
    found = pocket_of(trace)
    shown = (found.errors == found.errors[found.best]) & visible_lines(trace)
    return int(shown.argmax()) if shown.any() else found.best


def _pocket_lines(trace: Trace) -> dict[str, np.ndarray]:
    """Return z in the picture with the best weights and with the last ones."""
    numbers, grid = {"pocket": _best_state(trace), "last": -1}, plane_of(trace.samples)
    return {name: weighted_sums(trace.weights(number), grid) for name, number in numbers.items()}


@memoize_figure
def _pocket_lines_of(trace: Trace, height: int) -> go.Figure:
    grid, points = plane_of(trace.samples), points_of(trace.samples)
    return draw.answered_plane(grid, points, _pocket_lines(trace), trace.rule.at_zero, height=height)
