"""Section 3: the same network without a remedy against overfitting, and with L1, L2 and dropout."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nnkit import PRESETS, Experiment, Run
from nnkit import figures as draw
from pages.overfitting.data import PointData
from pages.overfitting.findings import best_possible, memorisation_sentence, oscillation_sentence, scores_of
from pages.overfitting.maps import show_maps
from pages.overfitting.width import EPOCHS
from ui.charts import show_figure
from ui.controls import choose_dropout, choose_epochs, choose_penalty, choose_seed
from ui.descriptions import regularisation_terms
from ui.numbers import percent
from ui.training.live import follow_sliders

PART = "overfitting_remedy"
PLAIN = PRESETS["moons-50"]
L1, DROPOUT = PRESETS["moons-50-l1"].network.l1, PRESETS["moons-50-dropout"].network.dropout
L2 = 0.001  # of the same strength as the chapter's L1
PRESET = tuple(
    replace(PLAIN, network=replace(PLAIN.network, **remedy))
    for remedy in ({}, {"l1": L1}, {"l2": L2}, {"dropout": DROPOUT})
)


@st.fragment(key=PART)
def compare_remedies(data: PointData) -> None:
    experiments = _choose(data)
    runs = follow_sliders(PART, experiments, PRESET, [name_of(experiment) for experiment in experiments])
    if not runs:
        st.markdown("The networks appear here as they are trained.")
        return
    show_maps(PART, {name_of(run.experiment): run for run in runs}, len(PRESET))
    with st.container():  # keeps the elements below in place if a line is added or removed
        _show_memorisation(runs)
    _show_curves(runs)
    _show_weights(runs)


def name_of(experiment: Experiment) -> str:
    """Name the network by its remedy against overfitting: "L1 0.001" or "nothing"."""
    return " ".join(regularisation_terms(experiment.network)) or "nothing"


def _choose(data: PointData) -> tuple[Experiment, ...]:
    """Return four experiments that differ in one setting; a remedy of strength 0 is left out, like the first one."""
    columns = st.columns(5, gap="medium")
    with columns[0]:
        l1 = choose_penalty("l1", L1, f"{PART}_l1")
    with columns[1]:
        l2 = choose_penalty("l2", L2, f"{PART}_l2")
    with columns[2]:
        dropout = choose_dropout(DROPOUT, f"{PART}_dropout")
    with columns[3]:
        epochs = choose_epochs(PLAIN.training.epochs, f"{PART}_epochs", EPOCHS)
    with columns[4]:
        seed = choose_seed(PLAIN.training.seed, f"{PART}_seed", "Decides the initial weights, the same for all four.")
    training = replace(PLAIN.training, epochs=epochs, seed=seed)
    remedies = ({}, *({name: value} for name, value in (("l1", l1), ("l2", l2), ("dropout", dropout)) if value))
    return tuple(Experiment(data, replace(PLAIN.network, **remedy), training) for remedy in remedies)


def _show_memorisation(runs: list[Run]) -> None:
    for run in runs:
        if sentence := memorisation_sentence(run):
            st.info(f"With {name_of(run.experiment)}: {sentence}", icon=":material/psychology_alt:")


def _show_curves(runs: list[Run]) -> None:
    epochs = max((run.history["epoch"] for run in runs), key=len)
    best = best_possible(runs[0].experiment)
    for column, measure in zip(st.columns(2, gap="large"), ("loss", "accuracy"), strict=True):
        curves = {name_of(run.experiment): run.history[f"val_{measure}"] for run in runs}
        with column:
            st.markdown(f"**Validation {measure}**")
            figure = draw.overlaid_curves(epochs, curves, measure, best if measure == "accuracy" else None)
            show_figure(figure, f"{PART}.{measure}")
    with st.container():
        for sentence in {oscillation_sentence(run) for run in runs} - {""}:
            st.caption(sentence)


def _show_weights(runs: list[Run]) -> None:
    histogram, loss_terms = st.columns(2, gap="large")
    with histogram:
        st.markdown("**What it does to the weights**")
        # Penalties act on the hidden layer's kernel alone.
        weights = {name_of(run.experiment): run.weights[0].ravel() for run in runs}
        show_figure(draw.weight_histograms(weights), f"{PART}.weights")
        st.caption(f"{_small_weights_sentence(weights)} Only these weights are penalised: those into the hidden layer.")
    with loss_terms:
        st.markdown("**What the printed loss consists of**")
        scores = {name_of(run.experiment): scores_of(run) for run in runs}
        shares = {name: (score.loss - score.penalty, score.penalty) for name, score in scores.items()}
        show_figure(draw.loss_parts(shares), f"{PART}.parts")
        st.caption(
            "Keras adds the penalty to the loss it prints, for training and validation alike: compare networks by the "
            "data term, or by accuracy. Dropout adds nothing to the loss; it disturbs training instead."
        )


def _small_weights_sentence(weights: dict[str, np.ndarray]) -> str:
    near_zero = {name: np.mean(np.abs(values) < 0.01) for name, values in weights.items()}
    return "Within ±0.01 of 0: " + ", ".join(f"{percent(share)} with {name}" for name, share in near_zero.items()) + "."
