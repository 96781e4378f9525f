"""The perceptron rule compared with a sigmoid neuron and with two models of scikit-learn."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import streamlit as st

from nnkit import Network, Run, Training
from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, Samples, Trace
from nnkit.results.grid import grid_around
from pages.perceptron.beyond import experiment_on
from pages.perceptron.convergence import separation_of
from pages.perceptron.data import PRESET, points_of
from pages.perceptron.stepping import SIDE, explain_missing_lines, weighted_sums
from ui.charts import show_figure
from ui.controls import BIND, choose_epochs, choose_learning_rate, choose_seed
from ui.numbers import fixed
from ui.training.live import follow_sliders

PART = "perceptron_today"
EPOCHS = (10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
TRAINING = Training("sgd", learning_rate=1.0, batch_size=None, epochs=1_000)
NEURON = Network(hidden=())
STEP, SIGMOID = "perceptron rule", "sigmoid neuron"
THEIRS = ("scikit-learn Perceptron", "scikit-learn LogisticRegression")
Lines = Mapping[str, np.ndarray]  # θ0, θ1, θ2 by name


@st.fragment(key=PART)
def compare_neurons(trace: Trace) -> None:
    samples = trace.samples
    training, ask = _choose()
    preset = experiment_on(GATES[PRESET], NEURON, TRAINING)
    runs = follow_sliders(PART, [experiment_on(samples, NEURON, training)], [preset])
    lines = {STEP: np.array(trace.weights(-1), float)}
    if runs:
        lines[SIGMOID] = _line_of(runs[0].weights)
    if ask:
        lines |= ask_scikit_learn(samples.rows, trace.epochs)
    _show_lines(samples, lines, trace.rule.at_zero)
    if runs:
        _show_growth(runs[0], lines, separation_of(samples).separable)


def _choose() -> tuple[Training, bool]:
    columns = st.columns(4, gap="medium", vertical_alignment="bottom")
    with columns[0]:
        learning_rate = choose_learning_rate(TRAINING.learning_rate, f"{PART}_rate")
    with columns[1]:
        epochs = choose_epochs(TRAINING.epochs, f"{PART}_epochs", EPOCHS)
    with columns[2]:
        seed = choose_seed(0, f"{PART}_seed", "Decides the sigmoid neuron's initial weights.")
    with columns[3]:
        hint = "Also train Perceptron and LogisticRegression of scikit-learn. The first time takes a second."
        ask = st.toggle("Ask scikit-learn too", key=f"{PART}_sklearn", help=hint, **BIND)
    return replace(TRAINING, learning_rate=learning_rate, epochs=epochs, seed=seed), ask


@st.cache_data(max_entries=64, show_spinner=False)
def ask_scikit_learn(rows: tuple, epochs: int) -> Lines:
    """Return the weights of scikit-learn's Perceptron, fitted without shuffling, and of its LogisticRegression."""
    from sklearn.linear_model import LogisticRegression, Perceptron  # takes a second and 40 MB, so only on request

    points, labels = np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])
    models = Perceptron(max_iter=epochs, tol=None, shuffle=False), LogisticRegression()
    fitted = [model.fit(points, labels) for model in models]
    return {name: np.array([*model.intercept_, *model.coef_[0]]) for name, model in zip(THEIRS, fitted, strict=True)}


def _line_of(weights: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return θ0, θ1, θ2 of a network without hidden layers: (3,)."""
    kernel, bias = weights
    return np.array([bias[0], *kernel[:, 0]], float)


def _show_lines(samples: Samples, lines: Lines, at_zero: int) -> None:
    grid = grid_around(samples.points, SIDE)
    picture, table = st.columns(2, gap="large")
    with picture:
        st.markdown("**Their boundaries**")
        boundaries = {name: weighted_sums(tuple(map(Fraction, theta)), grid) for name, theta in lines.items()}
        show_figure(draw.answered_plane(grid, points_of(samples), boundaries, at_zero), f"{PART}.lines")
        explain_missing_lines(boundaries)
    with table:
        st.markdown("**Their weights**")
        inputs = np.column_stack([np.ones(len(samples.rows)), samples.points])
        rows = []
        for name, theta in lines.items():
            z = inputs @ theta
            right = int(np.sum((z >= 0 if at_zero and name == STEP else z > 0) == np.array(samples.labels)))
            weights = ", ".join(fixed(value, 3) for value in theta)
            rows.append({"": name, "θ": f"({weights})", "|θ|": fixed(np.linalg.norm(theta), 3), "right": str(right)})
        st.table(rows, hide_index=True, border="horizontal", alt="Weights of each")
        _explain_differences()


def _explain_differences() -> None:
    st.markdown(
        "- The **perceptron rule** looks at the sign of z alone, and stops at the first line that makes no error: "
        "any will do.\n"
        "- The **sigmoid neuron** turns z into a probability and lowers the cross-entropy, −ln of the probability it "
        "gave the right class. Every sample pulls, the more so the worse it is. This is logistic regression.\n"
        "- **Perceptron** of scikit-learn is our rule with zero weights and η = 1, here in the table's order and for "
        "as many epochs, but it counts z = 0 as an error of either class.\n"
        "- **LogisticRegression** minimises the sum of all cross-entropies plus ½(θ1² + θ2²) unless told otherwise (an "
        "L2 penalty, C = 1): that holds its weights back, the more so with few points."
    )


def _show_growth(run: Run, lines: Lines, separable: bool) -> None:
    st.markdown("**How far the weights grow**")
    epochs = [snapshot.epoch for snapshot in run.snapshots]
    lengths = {SIGMOID: [float(np.linalg.norm(_line_of(snapshot.weights))) for snapshot in run.snapshots]}
    lengths |= {name: [float(np.linalg.norm(lines[name]))] for name in THEIRS[1:] if name in lines}
    show_figure(draw.weight_growth(epochs, lengths, list(lines)), f"{PART}.growth")
    if separable:
        st.caption(
            "These points are separable: once all of them are right, weights twice as large give the right classes "
            "still more probability. So the loss has no minimum, and the weights grow for ever, if ever more slowly."
        )
    else:
        st.caption(
            "These points are not separable: larger weights also make the errors that remain more expensive, and that "
            "holds the weights back."
        )
