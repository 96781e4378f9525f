"""A single neuron as a classifier, with its loss term by term."""

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.logistic import LossTerms, cross_entropy_terms
from nnkit.experiment.limits import MAX_COORDINATE, is_number_within
from nnkit.results.grid import grid_around
from nnkit.results.inference import expit
from pages.fundamentals.neuron.logistic import compare_trained
from ui.charts import show_figure
from ui.controls import BIND
from ui.flush import flush_to_browser
from ui.invalid_input import show_invalid_input
from ui.numbers import factor, fixed, scientific, sum_of_products
from ui.points import edit_points

ROWS = ((-1.5, 0.5, 0), (-0.5, -1.0, 0), (0.5, 0.5, 0), (-0.5, 1.0, 1), (1.0, -0.5, 1), (1.5, 1.0, 1))
MAX_ROWS = 20
WEIGHTS = {"w1": 1.0, "w2": 0.0, "b": 0.0}  # at first
MAX_WEIGHT = 8.0
SIDE, HEIGHT = 48, 400  # grid points along an edge of the map; its height in px
EDITED = "fundamentals.neuron_points"

Samples = tuple[np.ndarray, np.ndarray]  # x (n, 2), y (n,)


def show_neuron() -> None:
    st.markdown(
        "One neuron with a sigmoid gives p, the probability of class 1. Its loss is the **cross-entropy**: for each "
        "sample −ln of the probability that it gave the right class, and the mean of that. Move the weights, or the "
        "points, and make the mean small."
    )
    _move_weights()
    st.subheader("The best weights are found, not moved", anchor="logistic")
    compare_trained()


@st.fragment
def _move_weights() -> None:
    weights = _choose_weights()
    edit, picture = st.columns(2, gap="large")
    with edit:
        x, y = _edit_points()
    terms = cross_entropy_terms(x, y, (weights["w1"], weights["w2"]), weights["b"])
    with picture:
        _show_map(x, y, weights)
    flush_to_browser()
    _show_terms(x, y, weights, terms)


def _choose_weights() -> dict[str, float]:
    hints = {
        "w1": "How much x1 speaks for class 1.",
        "w2": "How much x2 speaks for class 1.",
        "b": "The bias: how much speaks for class 1 before anything is known.",
    }
    columns = zip(WEIGHTS.items(), st.columns(3, gap="medium"), strict=True)
    return {
        name: column.slider(
            name, -MAX_WEIGHT, MAX_WEIGHT, start, 0.1, key=f"fundamentals_{name}", help=hints[name], **BIND
        )
        for (name, start), column in columns
    }


def _edit_points() -> Samples:
    """Return the points of the table; the last valid ones if they are not valid."""
    st.markdown("**The points** (change a number, add a row, or select rows and delete them)")
    rows = pd.DataFrame(ROWS, columns=["x1", "x2", "class"])
    table = edit_points(rows, "fundamentals", 0, height=330, decimals=2)
    try:
        samples = read_samples(rows if table is None else table)
    except ValueError as error:
        show_invalid_input("These points", error)
        return st.session_state.get(EDITED) or read_samples(rows)
    st.session_state[EDITED] = samples
    return samples


def read_samples(table: pd.DataFrame) -> Samples:
    """Read the columns x1, x2 and class as arrays. Raises ValueError with a sentence for the reader."""
    if not 1 <= len(table) <= MAX_ROWS:
        raise ValueError(f"There must be from 1 to {MAX_ROWS} points; got {len(table)}.")
    for number, row in enumerate(table.itertuples(index=False), 1):
        if not all(is_number_within(value, -np.inf, np.inf) for value in row):  # an empty cell is None or NaN
            raise ValueError(f"Row {number} must have x1, x2 and a class; one of them is empty.")
        if not all(is_number_within(value, -MAX_COORDINATE, MAX_COORDINATE) for value in row[:2]):
            raise ValueError(f"Row {number} must have coordinates within ±{MAX_COORDINATE:g}; got {row[:2]}.")
    values = table.to_numpy(float)
    return values[:, :2], values[:, 2].astype(int)


def _show_map(x: np.ndarray, y: np.ndarray, weights: dict[str, float]) -> None:
    grid = grid_around(x, SIDE)
    logits = grid.points @ np.array([weights["w1"], weights["w2"]]) + weights["b"]
    figure = draw.decision_map(grid, grid.map(expit(logits)), draw.Points(x, y), height=HEIGHT, model="neuron")
    show_figure(figure, "fundamentals.neuron")


def _show_terms(x: np.ndarray, y: np.ndarray, weights: dict[str, float], terms: LossTerms) -> None:
    st.latex(r"L = \frac{1}{n}\sum_i L_i,\qquad p_i = \sigma(w\cdot x_i + b)")
    st.latex(r"L_i = -y_i \ln p_i - (1-y_i)\ln(1-p_i)")
    right = (terms.probabilities > 0.5) == (y == 1)
    columns = {"x1": x[:, 0], "x2": x[:, 1], "class y": y, "z = w·x + b": terms.logits, "p = σ(z)": terms.probabilities}
    columns["loss Lᵢ"] = terms.losses
    numbers = {name: st.column_config.NumberColumn(format="%.3f") for name in ("z = w·x + b", "p = σ(z)", "loss Lᵢ")}
    rows = 38 + 35 * min(len(y), 8)
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=numbers, height=rows)
    worst = int(terms.losses.argmax())
    share, given = "p" if y[worst] else "1 − p", scientific(np.exp(-terms.losses[worst]))
    z = sum_of_products(map(fixed, (weights["w1"], weights["w2"])), map(fixed, x[worst]))
    slopes = ", ".join(f"by {name} {fixed(value, 3)}" for name, value in zip(WEIGHTS, terms.gradient, strict=True))
    st.markdown(
        f"Mean of {len(y)} loss{'es' if len(y) > 1 else ''}: **L = {terms.losses.mean():.4f} nats**; "
        f"{right.sum()} of {len(y)} are right (p on the right side of ½). The point that costs most is number "
        f"{worst + 1}: z = {z} + {factor(fixed(weights['b']))} = {fixed(terms.logits[worst], 3)}, its class gets "
        f"{share} = {given}, and −ln {given} = {terms.losses[worst]:.3f}. The slope of L is {slopes}: a step "
        "against it lowers L."
    )
