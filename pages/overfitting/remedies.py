"""The same network without a remedy against overfitting, and with L1, L2 and dropout."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Run
from nnkit import figures as draw
from nnkit.experiment.openings import OPENINGS
from pages.overfitting.data import choose_points_below, on_chosen_points
from pages.overfitting.exercises import REMEDIES
from pages.overfitting.findings import best_possible, memorisation_sentence, oscillation_sentence, scores_of
from pages.overfitting.maps import TITLE, height_in, show_maps
from pages.overfitting.width import EPOCHS
from ui.charts import show_figure
from ui.controls import choose_dropout, choose_epochs, choose_penalty, choose_seed
from ui.descriptions import regularisation_terms
from ui.glossary import term
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "overfitting_remedy"
SENTENCES = 100  # px of those below the bars
OPENING = OPENINGS["overfitting/remedies"]
PLAIN, (L1, L2, DROPOUT) = OPENING[0], (OPENING[1].network.l1, OPENING[2].network.l2, OPENING[3].network.dropout)
MAPS, CURVES, WEIGHTS, LOSS_TERMS = "Maps", "Validation curves", "Weights", "Loss terms"


@st.fragment(key=PART)
def compare_remedies() -> None:
    controls, results = lay_out(
        f"**What helps against {term('overfitting')}?** The same 50 units: left alone, with a {term('penalty')} on the "
        f"weights, and with {term('dropout')}."
    )
    with controls:
        networks = _choose_networks()
        epochs = choose_epochs(PLAIN.training.epochs, f"{PART}_epochs", EPOCHS)
        seed = choose_seed(PLAIN.training.seed, f"{PART}_seed", "Decides the initial weights, the same for all four.")
        progress, data = st.container(), choose_points_below()
    training = replace(PLAIN.training, epochs=epochs, seed=seed)
    experiments = tuple(Experiment(data, network, training) for network in networks)
    with progress:
        names = [name_of(experiment) for experiment in experiments]
        runs = follow_sliders(PART, experiments, on_chosen_points(OPENING, data), names)
    with results:
        if runs:
            _show(runs, max(len(runs), len(experiments)))
        else:
            show_placeholder(PART, "the networks")
    try_this(REMEDIES, controls)


def _show(runs: list[Run], expected: int) -> None:
    """Show the runs that there are; expected: how many there will be once all are trained."""
    view = choose_view((MAPS, CURVES, WEIGHTS, LOSS_TERMS), f"{PART}_view")
    if view == CURVES:
        _show_curves(runs)
    elif view == WEIGHTS:
        _show_weights(runs)
    elif view == LOSS_TERMS:
        _show_loss_terms(runs)
    else:
        _show_maps(runs, expected)


def name_of(experiment: Experiment) -> str:
    """Name the network by its remedy against overfitting: "L1 0.001" or "nothing"."""
    return " ".join(regularisation_terms(experiment.network)) or "nothing"


def _choose_networks() -> list[Network]:
    """Return networks that differ in one setting; a remedy of strength 0 is left out, like in the first one."""
    remedies = {
        "l1": choose_penalty("l1", L1, f"{PART}_l1"),
        "l2": choose_penalty("l2", L2, f"{PART}_l2"),
        "dropout": choose_dropout(DROPOUT, f"{PART}_dropout"),
    }
    changes = [{name: strength} for name, strength in remedies.items() if strength]
    return [replace(PLAIN.network, **change) for change in ({}, *changes)]


def _show_maps(runs: list[Run], expected: int) -> None:
    """Show the maps, and behind the last one the curves of the accuracy."""
    place, height = show_maps(PART, {name_of(run.experiment): run for run in runs}, expected)
    if len(runs) > 1:
        with place:
            show_figure(_curve_of(tuple(runs), "accuracy", height), f"{PART}.accuracy")
    st.markdown(_verdict(runs))
    for run in runs:
        if sentence := memorisation_sentence(run):
            st.info(f"With {name_of(run.experiment)}: {sentence}", icon=":material/psychology_alt:")


def _verdict(runs: list[Run]) -> str:
    best, plain = max(runs, key=lambda run: scores_of(run).val_accuracy), runs[0]
    sentence = f"Validation accuracy is {percent(scores_of(plain).val_accuracy)} with {name_of(plain.experiment)}"
    if best is plain:
        return f"{sentence}: no other network here has more."
    return f"{sentence}. It is highest with {name_of(best.experiment)}: {percent(scores_of(best).val_accuracy)}."


def _show_curves(runs: list[Run]) -> None:
    for column, measure in zip(st.columns(2, gap="medium"), ("loss", "accuracy"), strict=True):
        with column:
            st.markdown(f"**Validation {measure}**")
            show_figure(_curve_of(tuple(runs), measure, height_in(1, taken=TITLE)), f"{PART}.{measure}")
    st.markdown(f"{_verdict(runs)} The loss has the penalty in it, as Keras prints it: see “{LOSS_TERMS}”.")
    for sentence in sorted({oscillation_sentence(run) for run in runs} - {""}):
        st.caption(sentence)


@memoize_figure
def _curve_of(runs: tuple[Run, ...], measure: str, height: int) -> go.Figure:
    epochs = max((run.history["epoch"] for run in runs), key=len)
    curves = {name_of(run.experiment): run.history[f"val_{measure}"] for run in runs}
    best = best_possible(runs[0].experiment) if measure == "accuracy" else None
    return draw.overlaid_curves(epochs, curves, measure, best, height)


def _show_weights(runs: list[Run]) -> None:
    st.markdown("**What each remedy does to the weights**")
    show_figure(_histograms_of(tuple(runs), height_in(1, taken=TITLE)), f"{PART}.weights")
    sentence = _small_weights_sentence(_penalised_weights(runs))
    st.markdown(f"{sentence} Only these weights are penalised: those into the hidden layer.")


def _penalised_weights(runs: Sequence[Run]) -> dict[str, np.ndarray]:
    """Return the weights by the name of the network; penalties act on the hidden layer's kernel alone."""
    return {name_of(run.experiment): run.weights[0].ravel() for run in runs}


@memoize_figure
def _histograms_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    return draw.weight_histograms(_penalised_weights(runs), height)


def _show_loss_terms(runs: list[Run]) -> None:
    st.markdown("**What the printed loss consists of**")
    show_figure(_parts_of(tuple(runs), height_in(1, taken=TITLE + SENTENCES)), f"{PART}.parts")
    st.markdown(
        f"Keras adds the penalty to the {term('loss')} it prints, for training and validation alike: compare networks "
        f"by the {term('data term')}, or by {term('accuracy')}. Dropout adds nothing to the loss; it disturbs training "
        "instead."
    )


@memoize_figure
def _parts_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    scores = {name_of(run.experiment): scores_of(run) for run in runs}
    shares = {name: (score.loss - score.penalty, score.penalty) for name, score in scores.items()}
    return draw.loss_parts(shares, height)


def _small_weights_sentence(weights: dict[str, np.ndarray]) -> str:
    near_zero = {name: np.mean(np.abs(values) < 0.01) for name, values in weights.items()}
    return "Within ±0.01 of 0: " + ", ".join(f"{percent(share)} with {name}" for name, share in near_zero.items()) + "."
