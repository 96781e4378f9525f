"""The same network without a remedy against overfitting, and with L1, L2, dropout and early stopping."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Run, Training
from nnkit import figures as draw
from nnkit.experiment.openings import OPENINGS
from pages.overfitting.chapter import CELL, offer_chapter
from pages.overfitting.data import PointData, choose_points_below, on_chosen_points
from pages.overfitting.draws import show_draws
from pages.overfitting.exercises import REMEDIES
from pages.overfitting.findings import best_possible, memorisation_sentence, oscillation_sentence, scores_of
from pages.overfitting.maps import TITLE, height_in, show_maps
from pages.overfitting.width import EPOCHS
from ui.charts import show_figure
from ui.controls import (
    choose_dropout,
    choose_epochs,
    choose_learning_rate,
    choose_optimizer,
    choose_penalty,
    choose_seed,
    choose_value,
)
from ui.descriptions import regularisation_terms
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.training.live import follow_sliders
from ui.training.over_seeds import conclusion, known_scores
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "overfitting_remedy"
SENTENCES = 100  # px of those below the bars
PLAIN, *OPENING_REMEDIES = OPENING = OPENINGS["overfitting/remedies"]
L1, L2, DROPOUT = (max(getattr(each.network, name) for each in OPENING_REMEDIES) for name in ("l1", "l2", "dropout"))
PATIENCE = next(each.training.patience for each in OPENING_REMEDIES if each.training.patience is not None)
PATIENCES = (20, 50, 100, 200, 500, 1_000, None)
RARE = tuple(f"{PART}_{name}" for name in ("optimizer", "rate", "epochs", "seed"))  # keys of rarely moved controls
MAPS, CURVES, WEIGHTS, LOSS_TERMS, DRAWS = "Maps", "Validation curves", "Weights", "Loss terms", "Ten draws"

Remedies = dict[str, float | int | None]  # the strengths by their names in `Network` and `Training`


@st.fragment(key=PART)
def compare_remedies() -> None:
    controls, results = lay_out(
        f"**What helps against {term('overfitting')}?** The same 50 units: left alone, with a {term('penalty')} on the "
        f"weights, with {term('dropout')}, and stopped early."
    )
    with controls:
        remedies = _choose_remedies()
        progress = st.container()
        _offer_chapter()
        with more(RARE):
            training = _choose_training()
        data = choose_points_below()
    experiments = _experiments(data, training, remedies)
    names = [name_of(experiment) for experiment in experiments]
    with progress:
        runs = follow_sliders(PART, experiments, on_chosen_points(OPENING, data), names)
    with results:
        if runs:
            _show(runs, max(len(runs), len(experiments)))
        else:
            show_placeholder(PART, "the networks")
    try_this(REMEDIES, controls)


def _offer_chapter() -> None:
    """Offer the chapter's cells, which have L1 and dropout alone."""
    training = CELL.training
    remedies = {"l1": 0.001, "l2": 0.0, "dropout": 25, "patience": None}
    settings = {"optimizer": training.optimizer, "rate": training.learning_rate, "epochs": training.epochs}
    offer_chapter(PART, **remedies, **settings, seed=training.seed)


def _choose_remedies() -> Remedies:
    """Return the strength of each remedy, by its name in `Network` or `Training`."""
    return {
        "l1": choose_penalty("l1", L1, f"{PART}_l1"),
        "l2": choose_penalty("l2", L2, f"{PART}_l2"),
        "dropout": choose_dropout(DROPOUT, f"{PART}_dropout"),
        "patience": choose_value(
            "Early stopping: patience",
            PATIENCES,
            PATIENCE,
            f"{PART}_patience",
            "Training ends when the validation loss has not fallen for so many epochs, and goes back to the weights "
            "with the lowest one. “never” leaves this network out.",
            none_label="never",
        ),
    }


def _choose_training() -> Training:
    preset = PLAIN.training
    return replace(
        preset,
        optimizer=choose_optimizer(preset.optimizer, f"{PART}_optimizer"),
        learning_rate=choose_learning_rate(preset.learning_rate, f"{PART}_rate"),
        epochs=choose_epochs(preset.epochs, f"{PART}_epochs", EPOCHS),
        seed=choose_seed(preset.seed, f"{PART}_seed", "Decides the initial weights, the same for all networks."),
    )


def _experiments(data: PointData, training: Training, remedies: Remedies) -> tuple[Experiment, ...]:
    """Return experiments that differ in one setting; a remedy of strength 0 is left out, as in the first one."""
    *strengths, patience = remedies.items()
    changes: list[Remedies] = [{}, *({name: strength} for name, strength in strengths if strength)]
    experiments = [Experiment(data, replace(PLAIN.network, **change), training) for change in changes]
    if patience[1] is not None:
        stopped = replace(training, patience=patience[1], restore_best=True)
        experiments.append(Experiment(data, PLAIN.network, stopped))
    return tuple(experiments)


def name_of(experiment: Experiment) -> str:
    """Name the network by its remedy against overfitting: "L1 0.001" or "no remedy"."""
    if experiment.training.patience is not None:
        return "early stopping"
    return " ".join(regularisation_terms(experiment.network)) or "no remedy"


def _show(runs: list[Run], expected: int) -> None:
    """Show the runs that there are; expected: how many there will be once all are trained."""
    view = choose_view((MAPS, CURVES, WEIGHTS, LOSS_TERMS, DRAWS), f"{PART}_view")
    if view == CURVES:
        _show_curves(runs)
    elif view == WEIGHTS:
        _show_weights(runs)
    elif view == LOSS_TERMS:
        _show_loss_terms(runs)
    elif view == DRAWS:
        show_draws({name_of(run.experiment): run.experiment for run in runs}, PART)
    else:
        _show_maps(runs, expected)


def _show_maps(runs: list[Run], expected: int) -> None:
    """Show the maps, and behind the last one the accuracies in a chart."""
    place, height = show_maps(PART, {name_of(run.experiment): run for run in runs}, expected)
    if len(runs) > 1:
        with place:
            show_figure(_accuracies_of(tuple(runs), height), f"{PART}.accuracies")
    st.markdown(_verdict(runs))
    for run in runs:
        if sentence := memorisation_sentence(run):
            st.info(f"With {name_of(run.experiment)}: {sentence}", icon=":material/psychology_alt:")


@memoize_figure
def _accuracies_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    scores, names = [scores_of(run) for run in runs], [name_of(run.experiment) for run in runs]
    training, validation = [score.accuracy for score in scores], [score.val_accuracy for score in scores]
    return draw.accuracy_strip(training, validation, names, best_possible(runs[0].experiment), height)


def _verdict(runs: list[Run]) -> str:
    """Compare the runs by test points: early stopping has chosen its epoch by the validation points."""
    best, plain = max(runs, key=lambda run: run.test["accuracy"] or 0.0), runs[0]
    sentence = f"Test accuracy is {percent(plain.test['accuracy'] or 0.0)} with {name_of(plain.experiment)}"
    if len(runs) == 1:
        return f"{sentence}."
    if best is plain:
        sentence += ": no other network here has more."
    else:
        sentence += f". It is highest with {name_of(best.experiment)}: {percent(best.test['accuracy'] or 0.0)}."
    scores = known_scores({name_of(run.experiment): run.experiment for run in runs})
    if len(scores) < len(runs):
        return f"{sentence} This is one run for each: “{DRAWS}” shows how much of it is chance."
    return f"{sentence} This is one run for each. Over ten draws of the points: {conclusion(scores)}"


def _show_curves(runs: list[Run]) -> None:
    for column, measure in zip(st.columns(2, gap="medium"), ("loss", "accuracy"), strict=True):
        with column:
            st.markdown("**Validation loss without penalty**" if measure == "loss" else "**Validation accuracy**")
            show_figure(_curve_of(tuple(runs), measure, height_in(1, taken=TITLE)), f"{PART}.{measure}")
    st.markdown(f"{_verdict(runs)} Keras prints the loss with the penalty in it: see “{LOSS_TERMS}”.")
    for sentence in sorted({oscillation_sentence(run) for run in runs} - {""}):
        st.caption(sentence)


@memoize_figure
def _curve_of(runs: tuple[Run, ...], measure: str, height: int) -> go.Figure:
    epochs = max((run.history["epoch"] for run in runs), key=len)
    curves = {name_of(run.experiment): _on_epochs(run, f"val_{measure}", epochs) for run in runs}
    best = best_possible(runs[0].experiment) if measure == "accuracy" else None
    return draw.overlaid_curves(epochs, curves, measure, best, height)


def _on_epochs(run: Run, key: str, epochs: Sequence[int]) -> list[float | None]:
    """Return the values at the epochs. A run that stopped between two of them has recorded its last one besides."""
    known, values = run.history["epoch"], run.data_history[key]
    return [value for epoch, other, value in zip(known, epochs, values, strict=False) if epoch == other]


def _show_weights(runs: list[Run]) -> None:
    st.markdown("**What each remedy does to the weights**")
    show_figure(_histograms_of(tuple(runs), height_in(1, taken=TITLE)), f"{PART}.weights")
    sentence = _small_weights_sentence(_hidden_weights(runs))
    st.markdown(f"{sentence} Only these weights are penalised: those into the hidden layer.")


def _hidden_weights(runs: Sequence[Run]) -> dict[str, np.ndarray]:
    """Return the weights by the name of the network; penalties act on the hidden layer's kernel alone."""
    return {name_of(run.experiment): run.weights[0].ravel() for run in runs}


@memoize_figure
def _histograms_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    return draw.weight_histograms(_hidden_weights(runs), height)


def _show_loss_terms(runs: list[Run]) -> None:
    st.markdown("**What the printed loss consists of**")
    show_figure(_parts_of(tuple(runs), height_in(1, taken=TITLE + SENTENCES)), f"{PART}.parts")
    st.markdown(
        f"Keras adds the penalty to the {term('loss')} it prints, for training and validation alike. All comparisons "
        f"on this page leave it out: they are by the {term('data term')}. Dropout and early stopping add nothing to "
        "the "
        "loss."
    )


@memoize_figure
def _parts_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    scores = {name_of(run.experiment): scores_of(run) for run in runs}
    return draw.loss_parts({name: (score.loss, score.penalty) for name, score in scores.items()}, height)


def _small_weights_sentence(weights: dict[str, np.ndarray]) -> str:
    near_zero = {name: np.mean(np.abs(values) < 0.01) for name, values in weights.items()}
    return "Within ±0.01 of 0: " + ", ".join(f"{percent(share)} with {name}" for name, share in near_zero.items()) + "."
