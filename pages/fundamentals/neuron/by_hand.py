"""A neuron whose weights the reader moves, with its loss term by term."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.logistic import LossTerms, cross_entropy_terms
from nnkit.experiment.limits import MAX_COORDINATE, is_number_within
from nnkit.results.grid import grid_around
from nnkit.results.inference import expit
from pages.fundamentals.arrangement import height_above, side_by_side
from ui.charts import show_figure
from ui.controls import bound
from ui.controls.rules import in_step
from ui.glossary import term
from ui.invalid_input import show_invalid_input
from ui.memoize import memoize_figure
from ui.numbers import counted, factor, fixed, scientific, sum_of_products
from ui.points import edit_points
from ui.tables import show_table, written

ROWS = ((-1.5, 0.5, 0), (-0.5, -1.0, 0), (0.5, 0.5, 0), (-0.5, 1.0, 1), (1.0, -0.5, 1), (1.5, 1.0, 1))
MAX_ROWS = 20
WEIGHTS = {"w1": 1.0, "w2": 0.0, "b": 0.0}  # at first
MAX_WEIGHT = 8.0
SIDE = 48  # grid points along an edge of the map
TEXT_HEIGHT = 150  # px for the switch over the map and the sentence under it
ROW, MAX_SHOWN = 35, 10  # px of a row of a table; rows that the table of the losses shows without scrolling
EDITED = "fundamentals.neuron_points"

Samples = tuple[np.ndarray, np.ndarray]  # x (n, 2), y (n,)


def move_weights(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown("Move the weights or the points, and make the mean loss small.")
        weights = _choose_weights()
        x, y = _edit_points()
    terms = cross_entropy_terms(x, y, (weights["w1"], weights["w2"]), weights["b"])
    picture, table = side_by_side(results, details)
    with picture:
        rows = tuple(map(tuple, np.column_stack([x, y]).tolist()))
        show_figure(_map_of(rows, tuple(weights.values()), height_above(TEXT_HEIGHT)), "fundamentals.neuron")
    with table:
        _show_table(x, y, terms)
    with results:
        _show_sentence(y, terms)
    with details:
        _show_terms(x, y, weights, terms)


def _choose_weights() -> dict[str, float]:
    hints = {
        "w1": "The weight of x1. If it is positive, a larger x1 makes class 1 more probable.",
        "w2": "The weight of x2. If it is positive, a larger x2 makes class 1 more probable.",
        "b": "The bias. It alone decides p where x1 and x2 are 0.",
    }
    return {
        name: bound(st.slider, name, -MAX_WEIGHT, MAX_WEIGHT, start, 0.1, key=f"fundamentals_{name}", help=hints[name])
        for name, start in WEIGHTS.items()
    }


def _edit_points() -> Samples:
    """Return the points of the table; the last valid ones if they are not valid. In a lesson, it can't be edited."""
    if in_step():
        return read_samples(ROWS)
    expander = st.expander("The points", key="fundamentals.points", on_change="rerun")
    with expander:
        if expander.open:
            st.markdown("Change a number, add a row, or select rows and delete them.")
        table = edit_points(ROWS, "fundamentals", 0, 250, MAX_ROWS, decimals=2, is_open=bool(expander.open))
    try:
        samples = read_samples(ROWS if table is None else table.rows())
    except ValueError as error:
        show_invalid_input("These points", error)
        return st.session_state.get(EDITED) or read_samples(ROWS)
    st.session_state[EDITED] = samples
    return samples


def read_samples(rows: Sequence[Sequence[float]]) -> Samples:
    """Return x1 and x2, and the classes, as arrays. Raises ValueError with a sentence for the reader."""
    if not 1 <= len(rows) <= MAX_ROWS:
        raise ValueError(f"There must be 1 to {MAX_ROWS} points, but there are {len(rows)}.")
    for number, row in enumerate(rows, 1):
        if not all(is_number_within(value, -np.inf, np.inf) for value in row):  # an empty cell is None or NaN
            raise ValueError(f"Row {number} needs x1, x2 and a class, but one of them is empty.")
        if not all(is_number_within(value, -MAX_COORDINATE, MAX_COORDINATE) for value in row[:2]):
            given = ", ".join(map(scientific, row[:2]))
            raise ValueError(
                f"Row {number} has the coordinates ({given}), but they must lie within ±{MAX_COORDINATE:g}."
            )
    values = np.array(rows, float)
    return values[:, :2], values[:, 2].astype(int)


@memoize_figure
def _map_of(rows: tuple[tuple[float, ...], ...], weights: tuple[float, ...], height: int) -> go.Figure:
    """rows: x1, x2 and the class of each point. weights: w1, w2 and b."""
    table = np.array(rows)
    x, y = table[:, :2], table[:, 2].astype(int)
    grid = grid_around(x, SIDE)
    logits = grid.points @ np.array(weights[:2]) + weights[2]
    return draw.decision_map(grid, grid.map(expit(logits)), draw.Points(x, y), height=height, model="neuron")


def _show_table(x: np.ndarray, y: np.ndarray, terms: LossTerms) -> None:
    columns = {"point": np.arange(1, len(y) + 1), "x1": x[:, 0], "x2": x[:, 1], "class y": y}
    columns |= {"z = w·x + b": terms.logits, "p = σ(z)": terms.probabilities, "loss Lᵢ": terms.losses}
    table = written(pd.DataFrame(columns), 3, {"x1": 2, "x2": 2})
    height = ROW * (1 + min(len(y), MAX_SHOWN)) + 3
    show_table(table, hide_index=True, height=height)


def _show_sentence(y: np.ndarray, terms: LossTerms) -> None:
    slopes = ", ".join(f"∂L/∂{name} = {fixed(value, 3)}" for name, value in zip(WEIGHTS, terms.gradient, strict=True))
    st.markdown(
        f"The mean loss over {counted(len(y), 'point')} is **L = {terms.losses.mean():.4f} {term('nats')}**. "
        f"{sides_text(y, terms.probabilities)} The slopes of L are {slopes}. A small step in the opposite direction "
        "lowers L, unless all slopes are 0."
    )


def sides_text(y: np.ndarray, probabilities: np.ndarray) -> str:
    """Say for how many points p is on the side of ½ that belongs to their class; ½ itself is on neither side."""
    middle = probabilities == 0.5
    if middle.all():
        points = f"{'all ' if len(y) > 1 else ''}{counted(len(y), 'point')}"
        return f"For {points}, p is exactly ½, so the neuron prefers neither class."
    right = ~middle & ((probabilities > 0.5) == (y == 1))
    text = f"For {right.sum()} of {len(y)}, p is on the correct side of ½."
    return f"{text} For {middle.sum()} of {len(y)}, p is exactly ½." if middle.any() else text


def _show_terms(x: np.ndarray, y: np.ndarray, weights: dict[str, float], terms: LossTerms) -> None:
    """Write out the loss of the point that has the largest one; of the first of them if several have it."""
    largest = np.flatnonzero(np.isclose(terms.losses, terms.losses.max(), rtol=1e-9, atol=0))
    worst = int(largest[0])
    share, given = "p" if y[worst] else "1 − p", scientific(np.exp(-terms.losses[worst]))
    z = sum_of_products(map(fixed, (weights["w1"], weights["w2"])), map(fixed, x[worst]))
    st.markdown(
        f"{largest_text((largest + 1).tolist(), len(y))} z = {z} + {factor(fixed(weights['b']))} = "
        f"{fixed(terms.logits[worst], 3)}, its class gets {share} = {given}, and the loss is −ln {given} = "
        f"{terms.losses[worst]:.3f}."
    )
    _show_formula()


def largest_text(numbers: Sequence[int], count: int) -> str:
    """Begin the sentence on the largest loss. numbers: of the points that have it, of `count` points."""
    if len(numbers) == 1:
        return f"Point {numbers[0]} has the largest loss:"
    if len(numbers) == count:
        return f"All {count} points have the same loss. For point {numbers[0]},"
    named = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"Points {named} have the same loss, the largest. For point {numbers[0]},"


def _show_formula() -> None:
    with st.expander("The loss as a formula"):
        st.markdown(
            f"The {term('loss')} is the **{term('cross-entropy')}**: −ln of the probability that the neuron gives to "
            "the true class, as a mean over all samples."
        )
        st.latex(r"L = \frac{1}{n}\sum_i L_i,\qquad p_i = \sigma(w\cdot x_i + b)")
        st.latex(r"L_i = -y_i \ln p_i - (1-y_i)\ln(1-p_i)")
