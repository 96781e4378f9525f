"""A trained neuron compared with scikit-learn's logistic regression on the same points."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Planar, Run, Training, load
from nnkit import figures as draw
from nnkit.concepts.logistic import LossTerms, cross_entropy_terms
from nnkit.datasets import Dataset
from nnkit.experiment import PLANAR_SHAPES
from nnkit.results.grid import grid_around, probability_map
from ui.charts import show_figure
from ui.controls import BIND, choose_epochs, choose_learning_rate, choose_name, choose_seed
from ui.memoize import memoize_per_run
from ui.numbers import fixed, percent, scientific
from ui.training.live import follow_sliders

PART = "fundamentals_logistic"
TRAINING = Training("sgd", learning_rate=1.0, batch_size=None, epochs=1_000)
NEURON = Network(hidden=())
DATA = Planar("moons")
PRESET = Experiment(DATA, NEURON, TRAINING)
EPOCHS = (1, 10, 100, 1_000, 10_000)
OURS, THEIRS = "trained neuron", "scikit-learn"


@st.fragment(key=PART)
def compare_trained() -> None:
    st.markdown(
        "A single sigmoid neuron with the cross-entropy is **logistic regression**. Gradient descent finds its weights "
        "step by step; scikit-learn's LogisticRegression solves the same problem with another method (L-BFGS)."
    )
    experiment, ask = _choose()
    runs = follow_sliders(PART, [experiment], [PRESET])
    if not runs:
        st.markdown("The neuron appears here as soon as it is trained.")
        return
    _show(runs[0], ask)


def _choose() -> tuple[Experiment, bool]:
    columns = st.columns(5, gap="medium", vertical_alignment="bottom")
    with columns[0]:
        hint = "What the 200 points look like."
        shape = choose_name("Points", PLANAR_SHAPES, DATA.shape, f"{PART}_shape", hint)
    with columns[1]:
        learning_rate = choose_learning_rate(TRAINING.learning_rate, f"{PART}_rate")
    with columns[2]:
        epochs = choose_epochs(TRAINING.epochs, f"{PART}_epochs", EPOCHS)
    with columns[3]:
        seed = choose_seed(0, f"{PART}_seed", "Decides the initial weights.")
    with columns[4]:
        hint = "Let LogisticRegression find the weights too, without its usual penalty. The first time takes a second."
        ask = st.toggle("Ask scikit-learn too", key=f"{PART}_sklearn", help=hint, **BIND)
    training = replace(TRAINING, learning_rate=learning_rate, epochs=epochs, seed=seed)
    return Experiment(Planar(shape), NEURON, training), ask


def _show(run: Run, ask: bool) -> None:
    data, (kernel, bias) = load(run.experiment.data), run.weights
    found = {OURS: np.append(kernel[:, 0], bias).astype(float)}
    if ask:
        found[THEIRS] = ask_scikit_learn(run.experiment.data)
    picture, table = st.columns(2, gap="large")
    with picture:
        show_figure(_map_of(run), f"{PART}.map")
    with table:
        losses = {name: _terms_of(data, theta).losses.mean() for name, theta in found.items()}
        right = {name: np.mean((_terms_of(data, theta).logits > 0) == data.y_train) for name, theta in found.items()}
        columns = {
            name: [*(fixed(w, 5) for w in found[name]), f"{losses[name]:.5f}", percent(right[name])] for name in found
        }
        st.dataframe(pd.DataFrame(columns, ["w1", "w2", "b", "loss (nats)", "right"]))
        st.markdown(_comparison_text(found, losses, run.epochs_done, max(right.values()) == 1))


def _terms_of(data: Dataset, theta: np.ndarray) -> LossTerms:
    return cross_entropy_terms(data.x_train.astype(float), data.y_train, theta[:2], theta[2])


def _comparison_text(found: dict[str, np.ndarray], losses: dict[str, float], epochs: float, separated: bool) -> str:
    if THEIRS not in found:
        return (
            f"After {epochs:,g} epochs the loss is {losses[OURS]:.5f} nats. Ask scikit-learn whether that is the least."
        )
    apart, gap = np.abs(found[OURS] - found[THEIRS]).max(), losses[OURS] - losses[THEIRS]
    more = "above" if gap >= 0 else "below"
    text = (
        f"After {epochs:,g} epochs, the weights differ by at most **{scientific(apart)}**; the neuron's loss is "
        f"{scientific(abs(gap))} nats {more} scikit-learn's. "
    )
    if separated:
        return text + "A line separates these points: larger weights always cost less, so that there are no best ones."
    return text + "A single neuron's loss has only one valley, so that both end at the same weights, given time."


@st.cache_data(max_entries=32, show_spinner=False)
def ask_scikit_learn(data: Planar) -> np.ndarray:
    """Return w1, w2 and b of LogisticRegression without a penalty, which solves the same problem: (3,)."""
    from sklearn.linear_model import LogisticRegression  # takes a second and 84 MB, so only on request

    points = load(data)
    model = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1_000).fit(points.x_train.astype(float), points.y_train)
    return np.append(model.coef_[0], model.intercept_)


@memoize_per_run
def _map_of(run: Run) -> go.Figure:
    data = load(run.experiment.data)
    grid = grid_around(data.x_train, 64)
    answers = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, answers, draw.Points(data.x_train, data.y_train), height=400, model="neuron")
