"""A trained neuron compared with scikit-learn's logistic regression on the same points."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Planar, Run, load
from nnkit import figures as draw
from nnkit.concepts.logistic import LossTerms, cross_entropy_terms
from nnkit.datasets import Dataset
from nnkit.experiment import PLANAR_SHAPES
from nnkit.experiment.openings import OPENINGS
from nnkit.results.grid import grid_around, probability_map
from pages.fundamentals.arrangement import height_above, side_by_side
from ui.charts import show_figure
from ui.controls import bound, choose_epochs_and_seed, choose_learning_rate, choose_name
from ui.glossary import term
from ui.memoize import memoize_figure
from ui.numbers import counted, fixed, percent, scientific
from ui.take_away import offer_to_take_away
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder

PART = "fundamentals_logistic"
(OPENING,) = OPENINGS["fundamentals/neuron"]
DATA, NEURON, TRAINING = OPENING.data, OPENING.network, OPENING.training
EPOCHS = (1, 10, 100, 1_000, 10_000)
TEXT_HEIGHT = 110  # px for the switch over the map and the sentence under it
OURS, THEIRS = "trained neuron", "scikit-learn"
LOSS_ABOVE = "The neuron's loss is {} nats above that of scikit-learn."
LOSS_BELOW = "The neuron's loss is {} nats below that of scikit-learn."
SEPARATED = "A line separates these points. Then larger weights always give a lower loss, so there are no best weights."
ONE_VALLEY = (
    "The loss of a single neuron has only one valley. So both methods end at the same weights, if training is long "
    "enough and the learning rate is not too large."
)


def compare_trained(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown("Gradient descent finds the best weights step by step.")
        experiment, ask = _choose()
        runs = follow_sliders(PART, [experiment], [OPENING])
    with results:
        if runs:
            _show(runs[0], ask, results, details)
        else:
            show_placeholder(PART, "the neuron")
    with details:
        offer_to_take_away(PART, runs)
    with details, st.expander("Why scikit-learn can find the same weights"):
        st.markdown(
            "A single sigmoid neuron with the cross-entropy is "
            f"**{term('logistic regression')}**. Gradient descent finds its weights step by step. LogisticRegression "
            "of scikit-learn solves the same problem with another method, L-BFGS."
        )


def _choose() -> tuple[Experiment, bool]:
    hint = "What the 200 points look like."
    shape = choose_name("Points", PLANAR_SHAPES, DATA.shape, f"{PART}_shape", hint)
    learning_rate = choose_learning_rate(TRAINING.learning_rate, f"{PART}_rate")
    times = choose_epochs_and_seed(PART, TRAINING, EPOCHS)
    hint = (
        f"LogisticRegression of scikit-learn finds the weights too, without its usual {term('penalty')}. The first "
        "time, this takes a second."
    )
    ask = bound(st.toggle, "Ask scikit-learn too", key=f"{PART}_sklearn", help=hint)
    return Experiment(Planar(shape), NEURON, replace(TRAINING, learning_rate=learning_rate, **times)), ask


def _show(run: Run, ask: bool, results: DeltaGenerator, details: DeltaGenerator) -> None:
    data, (kernel, bias) = load(run.experiment.data), run.weights
    found = {OURS: np.append(kernel[:, 0], bias).astype(float)}
    if ask:
        found[THEIRS] = ask_scikit_learn(run.experiment.data)
    losses = {name: _terms_of(data, w).losses.mean() for name, w in found.items()}
    right = {name: np.mean((_terms_of(data, w).logits > 0) == data.y_train) for name, w in found.items()}
    picture, table = side_by_side(results, details, (3, 2))
    with picture:
        show_figure(_map_of(run, height_above(TEXT_HEIGHT)), f"{PART}.map")
    with table:
        columns = {
            name: [*(fixed(w, 5) for w in found[name]), f"{losses[name]:.5f}", percent(right[name])] for name in found
        }
        st.dataframe(pd.DataFrame(columns, ["w1", "w2", "b", "loss (nats)", "correct"]))
    st.markdown(_comparison_text(found, losses, counted(round(run.epochs_done), "epoch"), max(right.values()) == 1))


def _terms_of(data: Dataset, w: np.ndarray) -> LossTerms:
    return cross_entropy_terms(data.x_train.astype(float), data.y_train, w[:2], w[2])


def _comparison_text(found: dict[str, np.ndarray], losses: dict[str, float], epochs: str, separated: bool) -> str:
    if THEIRS not in found:
        return f"After {epochs}, the loss is {losses[OURS]:.5f} nats. Ask scikit-learn whether it can be lower."
    apart, gap = np.abs(found[OURS] - found[THEIRS]).max(), losses[OURS] - losses[THEIRS]
    compared = (LOSS_ABOVE if gap >= 0 else LOSS_BELOW).format(scientific(abs(gap)))
    differ = f"After {epochs}, the two results differ by at most **{scientific(apart)}** in each weight."
    return f"{differ} {compared} {SEPARATED if separated else ONE_VALLEY}"


@st.cache_data(max_entries=32, show_spinner=False)
def ask_scikit_learn(data: Planar) -> np.ndarray:
    """Return w1, w2 and b of LogisticRegression without a penalty, which solves the same problem: (3,)."""
    from sklearn.linear_model import LogisticRegression  # takes a second and 84 MB, so only on request

    points = load(data)
    model = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1_000).fit(points.x_train.astype(float), points.y_train)
    return np.append(model.coef_[0], model.intercept_)


@memoize_figure
def _map_of(run: Run, height: int) -> go.Figure:
    data = load(run.experiment.data)
    grid = grid_around(data.x_train, 64)
    answers = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, answers, draw.Points(data.x_train, data.y_train), height=height, model="neuron")
