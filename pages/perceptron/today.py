"""The perceptron rule compared with a sigmoid neuron and with two models of scikit-learn."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run, Training
from nnkit import figures as draw
from nnkit.concepts.perceptron import Trace
from nnkit.experiment.openings import OPENINGS
from pages.perceptron.beyond import experiment_on
from pages.perceptron.convergence import separation_of
from pages.perceptron.data import came_with_page, points_of
from pages.perceptron.exercises import TODAY
from pages.perceptron.lines import explain_missing_lines, plane_of
from pages.perceptron.models import SIGMOID, STEP, THEIRS, Weights, all_weights, boundaries, has_no_line, neuron_weights
from pages.perceptron.rule import choose_trace_in_expander
from pages.perceptron.undecided import undecided_text
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.controls import bound, choose_epochs, choose_learning_rate, choose_seed
from ui.glossary import term
from ui.layout import lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import fixed
from ui.presenting import is_presenting
from ui.take_away import offer_to_take_away
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "perceptron_today"
EPOCHS = (10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
(OPENING,) = OPENINGS["perceptron/today"]
NEURON, TRAINING = OPENING.network, OPENING.training
HEIGHT = 0.72  # of a figure, as a share of a main figure's: two stand side by side
TITLE = 60  # px of usual type over the figures
LEGEND = 75  # px: for the names of scikit-learn's models, one below the other


@st.fragment(key=PART)
def compare_neurons() -> None:
    controls, results = lay_out(
        "Today's neuron answers with a probability instead of 0 or 1: it has a sigmoid function instead of the step. "
        "**How does this change its line?**"
    )
    with controls:
        training, ask = _choose()
        trace = choose_trace_in_expander()
        chosen = experiment_on(trace.samples, NEURON, TRAINING)  # the reader may have chosen points elsewhere
        preset = OPENING if came_with_page(trace.samples) else chosen
        runs = follow_sliders(PART, [experiment_on(trace.samples, NEURON, training)], [preset])
    run = runs[0] if runs else None
    with results:
        _show_lines(trace, run, ask)
        _show_weights(trace, all_weights(trace, run, ask))
        offer_to_take_away(PART, runs)
        with st.expander("How they differ"):
            _explain_differences(separation_of(trace.samples).separable)
    try_this(TODAY, controls)


def _choose() -> tuple[Training, bool]:
    """Return how the sigmoid neuron is trained, and whether to ask scikit-learn."""
    learning_rate = choose_learning_rate(TRAINING.learning_rate, f"{PART}_rate")
    epochs = choose_epochs(TRAINING.epochs, f"{PART}_epochs", EPOCHS)
    hint = "This also trains Perceptron and LogisticRegression of scikit-learn. The first time, it takes a second."
    ask = bound(st.toggle, "Ask scikit-learn too", key=f"{PART}_sklearn", help=hint)
    with more([f"{PART}_seed"]):
        seed = choose_seed(0, f"{PART}_seed", "This seed decides the initial weights of the sigmoid neuron.")
    return replace(TRAINING, learning_rate=learning_rate, epochs=epochs, seed=seed), ask


def _show_lines(trace: Trace, run: Run | None, ask: bool) -> None:
    height = figure_height(TITLE) if is_presenting() else round(HEIGHT * figure_height())
    height += LEGEND if ask else 0
    planes, growth = st.columns(2, gap="medium")
    with planes:
        st.markdown("**The boundaries**")
        show_figure(_picture_of(trace, run, ask, height), f"{PART}.lines")
        explain_missing_lines(boundaries(trace, run, ask))
        undecided = [name for name, w in all_weights(trace, run, ask).items() if has_no_line(trace, name, w)]
        if text := undecided_text(trace.samples, undecided):
            st.markdown(text)
    with growth:
        st.markdown("**How large the weights become**")
        if run is not None:
            show_figure(_growth_of(trace, run, ask, height), f"{PART}.growth")
        else:
            show_placeholder(PART, "the weights of the sigmoid neuron", height)
    if run is not None:
        st.markdown(_growth_text(separation_of(trace.samples).separable))


def _show_weights(trace: Trace, models: Weights) -> None:
    inputs = np.column_stack([np.ones(len(trace.samples.rows)), trace.samples.points])
    rows = []
    for name, w in models.items():
        z = inputs @ w
        positive = z >= 0 if trace.rule.at_zero and name == STEP else z > 0
        right = int(np.sum(positive == np.array(trace.samples.labels)))
        weights = ", ".join(fixed(value, 3) for value in w)
        answered = "p = ½" if has_no_line(trace, name, w) else str(right)
        rows.append({"": name, "w": f"({weights})", "|w|": fixed(np.linalg.norm(w), 3), "points right": answered})
    st.table(rows, hide_index=True, border="horizontal", alt="The weights of each model")


def _explain_differences(separable: bool) -> None:
    end = (
        "It ends at the first line without an error, whichever that is."
        if separable
        else "It would end at a line without an error, but these points have none, so it never ends."
    )
    st.markdown(
        f"- The **perceptron rule** uses only the sign of z. {end}\n"
        "- The **sigmoid neuron** turns z into a probability. Training lowers the "
        f"{term('cross-entropy')}, −ln of the probability of the right class. Every sample changes the weights, and "
        f"the worse its answer, the more. Statistics calls this {term('logistic regression')}.\n"
        "- **Perceptron** of scikit-learn is the same rule with zero initial weights and η = 1. Here it takes the "
        "samples in the order of the table, for the same number of epochs. It counts z = 0 as an error for both "
        "classes.\n"
        "- **LogisticRegression** of scikit-learn minimises the sum of all cross-entropies plus ½(w1² + w2²). This is "
        f"an L2 {term('penalty')}, with C = 1 by default. It keeps the weights small, most of all with few points."
    )


@memoize_figure
def _picture_of(trace: Trace, run: Run | None, ask: bool, height: int) -> go.Figure:
    grid, points, lines = plane_of(trace.samples), points_of(trace.samples), boundaries(trace, run, ask)
    return draw.answered_plane(grid, points, lines, trace.rule.at_zero, height=height)


@memoize_figure
def _growth_of(trace: Trace, run: Run, ask: bool, height: int) -> go.Figure:
    lines = all_weights(trace, run, ask)
    epochs = [snapshot.epoch for snapshot in run.snapshots]
    lengths = {SIGMOID: [float(np.linalg.norm(neuron_weights(snapshot.weights))) for snapshot in run.snapshots]}
    lengths |= {name: [float(np.linalg.norm(lines[name]))] for name in THEIRS[1:] if name in lines}
    return draw.weight_growth(epochs, lengths, list(lines), height)


def _growth_text(separable: bool) -> str:
    """Say whether the weights grow without end."""
    if separable:
        return (
            f"These points are {term('separable')}. Once all of them are right, weights twice as large give the right "
            f"classes a higher probability. So the {term('loss')} has no minimum, and the weights never stop "
            "growing, but they grow more and more slowly."
        )
    return (
        "These points are not separable. Larger weights also make the remaining errors more costly. This limits the "
        "weights, except in a direction in which no point is on the wrong side."
    )
