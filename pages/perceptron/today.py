"""The perceptron rule compared with a sigmoid neuron and with two models of scikit-learn."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run, Training
from nnkit import figures as draw
from nnkit.concepts.perceptron import Trace
from nnkit.experiment.openings import OPENINGS
from pages.perceptron.beyond import experiment_on
from pages.perceptron.convergence import separation_of
from pages.perceptron.data import points_of
from pages.perceptron.exercises import TODAY
from pages.perceptron.lines import explain_missing_lines, plane_of, weighted_sums
from pages.perceptron.rule import choose_trace_in_expander
from pages.perceptron.undecided import is_undecided, undecided_text
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.controls import bound, choose_epochs, choose_learning_rate, choose_seed
from ui.glossary import term
from ui.layout import lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import fixed
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "perceptron_today"
EPOCHS = (10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
(OPENING,) = OPENINGS["perceptron/today"]
NEURON, TRAINING = OPENING.network, OPENING.training
STEP, SIGMOID = "perceptron rule", "sigmoid neuron"
THEIRS = ("scikit-learn Perceptron", "scikit-learn LogisticRegression")
PROBABILISTIC = (SIGMOID, THEIRS[1])  # they answer with a probability
HEIGHT = 0.72  # of a figure, as a share of a main figure's: two stand side by side
LEGEND = 75  # px: for the names of scikit-learn's models, one below the other
Lines = Mapping[str, np.ndarray]  # b, w1, w2 by name


@st.fragment(key=PART)
def compare_neurons() -> None:
    controls, results = lay_out(
        "Today's neuron answers with a probability, by the sigmoid function, instead of 0 or 1. **What does that "
        "change in its line?**"
    )
    with controls:
        training, ask = _choose()
        trace = choose_trace_in_expander()
        preset = experiment_on(trace.samples, NEURON, TRAINING)  # the reader may have chosen points elsewhere
        runs = follow_sliders(PART, [experiment_on(trace.samples, NEURON, training)], [preset])
    run = runs[0] if runs else None
    with results:
        _show_lines(trace, run, ask)
        _show_weights(trace, _lines_of(trace, run, ask))
        with st.expander("How they differ"):
            _explain_differences(separation_of(trace.samples).separable)
    try_this(TODAY, controls)


def _choose() -> tuple[Training, bool]:
    """Return how the sigmoid neuron is trained, and whether to ask scikit-learn."""
    learning_rate = choose_learning_rate(TRAINING.learning_rate, f"{PART}_rate")
    epochs = choose_epochs(TRAINING.epochs, f"{PART}_epochs", EPOCHS)
    hint = "Also train Perceptron and LogisticRegression of scikit-learn. The first time takes a second."
    ask = bound(st.toggle, "Ask scikit-learn too", key=f"{PART}_sklearn", help=hint)
    with more([f"{PART}_seed"]):
        seed = choose_seed(0, f"{PART}_seed", "Decides the sigmoid neuron's initial weights.")
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
    """Return b, w1, w2 of a network without hidden layers: (3,)."""
    kernel, bias = weights
    return np.array([bias[0], *kernel[:, 0]], float)


def _lines_of(trace: Trace, run: Run | None, ask: bool) -> Lines:
    """Return the weights of the perceptron, of the sigmoid neuron if it is trained, and of scikit-learn if asked."""
    lines = {STEP: np.array(trace.weights(-1), float)}
    if run is not None:
        lines[SIGMOID] = _line_of(run.weights)
    return {**lines, **(ask_scikit_learn(trace.samples.rows, trace.epochs) if ask else {})}


def _boundaries(trace: Trace, run: Run | None, ask: bool) -> dict[str, np.ndarray]:
    """Return z in the picture by name, (rows, columns) each, of all that have a boundary."""
    grid = plane_of(trace.samples)
    return {
        name: weighted_sums(tuple(map(Fraction, w)), grid)
        for name, w in _lines_of(trace, run, ask).items()
        if not _is_undecided(trace, name, w)
    }


def _is_undecided(trace: Trace, name: str, w: np.ndarray) -> bool:
    return name in PROBABILISTIC and is_undecided(trace.samples, w)


def _show_lines(trace: Trace, run: Run | None, ask: bool) -> None:
    height = round(HEIGHT * figure_height()) + (LEGEND if ask else 0)
    planes, growth = st.columns(2, gap="medium")
    with planes:
        st.markdown("**Their boundaries**")
        show_figure(_picture_of(trace, run, ask, height), f"{PART}.lines")
        explain_missing_lines(_boundaries(trace, run, ask))
        undecided = [name for name, theta in _lines_of(trace, run, ask).items() if _is_undecided(trace, name, theta)]
        if text := undecided_text(trace.samples, undecided):
            st.markdown(text)
    with growth:
        st.markdown("**How far the weights grow**")
        if run is not None:
            show_figure(_growth_of(trace, run, ask, height), f"{PART}.growth")
        else:
            show_placeholder(PART, "the weights of the sigmoid neuron", height)
    if run is not None:
        st.markdown(_growth_text(separation_of(trace.samples).separable))


def _show_weights(trace: Trace, lines: Lines) -> None:
    inputs = np.column_stack([np.ones(len(trace.samples.rows)), trace.samples.points])
    rows = []
    for name, w in lines.items():
        z = inputs @ w
        positive = z >= 0 if trace.rule.at_zero and name == STEP else z > 0
        right = int(np.sum(positive == np.array(trace.samples.labels)))
        weights = ", ".join(fixed(value, 3) for value in w)
        answered = "p = ½" if _is_undecided(trace, name, w) else str(right)
        rows.append({"": name, "w": f"({weights})", "|w|": fixed(np.linalg.norm(w), 3), "right": answered})
    st.table(rows, hide_index=True, border="horizontal", alt="Weights of each")


def _explain_differences(separable: bool) -> None:
    end = (
        "It stops at the first line without an error: any will do."
        if separable
        else "It would stop at a line without an error, but these points have none, so it never comes to rest."
    )
    st.markdown(
        f"- The **perceptron rule** looks at the sign of z alone. {end}\n"
        f"- The **sigmoid neuron** turns z into a probability and lowers the {term('cross-entropy')}, −ln of the "
        "probability it gave the right class. Every sample pulls, the more so the worse it is. This is "
        f"{term('logistic regression')}.\n"
        "- **Perceptron** of scikit-learn is our rule with zero weights and η = 1, here in the table's order and for "
        "as many epochs, but it counts z = 0 as an error of either class.\n"
        "- **LogisticRegression** minimises the sum of all cross-entropies plus ½(w1² + w2²) unless told otherwise (an "
        f"L2 {term('penalty')}, C = 1): that holds its weights back, the more so with few points."
    )


@memoize_figure
def _picture_of(trace: Trace, run: Run | None, ask: bool, height: int) -> go.Figure:
    grid, points, lines = plane_of(trace.samples), points_of(trace.samples), _boundaries(trace, run, ask)
    return draw.answered_plane(grid, points, lines, trace.rule.at_zero, height=height)


@memoize_figure
def _growth_of(trace: Trace, run: Run, ask: bool, height: int) -> go.Figure:
    lines = _lines_of(trace, run, ask)
    epochs = [snapshot.epoch for snapshot in run.snapshots]
    lengths = {SIGMOID: [float(np.linalg.norm(_line_of(snapshot.weights))) for snapshot in run.snapshots]}
    lengths |= {name: [float(np.linalg.norm(lines[name]))] for name in THEIRS[1:] if name in lines}
    return draw.weight_growth(epochs, lengths, list(lines), height)


def _growth_text(separable: bool) -> str:
    """Say whether the weights grow without end."""
    if separable:
        return (
            f"These points are {term('separable')}: once all of them are right, weights twice as large give the right "
            f"classes still more probability. So the {term('loss')} has no minimum, and the weights grow for ever, if "
            "ever more slowly."
        )
    return (
        "These points are not separable: larger weights also make the errors that remain more expensive. That holds "
        "the weights back, except in a direction in which no point is on the wrong side."
    )
