"""The views of networks with different remedies: maps, curves, weights and the parts of the loss."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from pages.overfitting.findings import best_possible, oscillation_sentence, scores_of
from pages.overfitting.maps import TITLE, height_in, show_maps
from pages.overfitting.memorisation import show_memorisation
from pages.overfitting.remedy_controls import PART, name_of
from ui.charts import show_figure
from ui.glossary import term
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.training.over_seeds import conclusion, known_scores

SENTENCES = 100  # px of those below the bars
LOSS_TERMS, DRAWS = "Loss terms", "Ten draws"  # names of views to which others point


def show_remedy_maps(runs: list[Run], expected: int) -> None:
    """Show the maps, and behind the last one the accuracies in a chart."""
    place, height = show_maps(PART, {name_of(run.experiment): run for run in runs}, expected)
    if len(runs) > 1:
        with place:
            show_figure(_accuracies_of(tuple(runs), height), f"{PART}.accuracies")
    st.markdown(_verdict(runs))
    show_memorisation({name_of(run.experiment): run for run in runs})


@memoize_figure
def _accuracies_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    scores, names = [scores_of(run) for run in runs], [name_of(run.experiment) for run in runs]
    training, validation = [score.accuracy for score in scores], [score.val_accuracy for score in scores]
    return draw.accuracy_strip(training, validation, names, best_possible(runs[0].experiment), height)


def _verdict(runs: list[Run]) -> str:
    """Compare the runs by test points: early stopping has chosen its epoch by the validation points."""
    best, plain = max(runs, key=lambda run: run.test["accuracy"] or 0.0), runs[0]
    sentence = f"The test accuracy is {percent(plain.test['accuracy'] or 0.0)} with {name_of(plain.experiment)}."
    if len(runs) == 1:
        return sentence
    if best is plain:
        sentence += " No other network here is more accurate."
    else:
        sentence += f" It is highest with {name_of(best.experiment)}: {percent(best.test['accuracy'] or 0.0)}."
    scores = known_scores({name_of(run.experiment): run.experiment for run in runs})
    if len(scores) < len(runs):
        return f"{sentence} This is one run of each network. “{DRAWS}” shows how much of the result is chance."
    return f"{sentence} This is one run of each network. Ten draws of the points say more. {conclusion(scores)}"


def show_curves(runs: list[Run]) -> None:
    for column, measure in zip(st.columns(2, gap="medium"), ("loss", "accuracy"), strict=True):
        with column:
            st.markdown("**Validation loss without penalty**" if measure == "loss" else "**Validation accuracy**")
            show_figure(_curve_of(tuple(runs), measure, height_in(1, taken=TITLE)), f"{PART}.{measure}")
    st.markdown(f"{_verdict(runs)} Keras prints the loss with the penalty: see “{LOSS_TERMS}”.")
    for sentence in sorted({oscillation_sentence(run) for run in runs} - {""}):
        st.caption(sentence)


@memoize_figure
def _curve_of(runs: tuple[Run, ...], measure: str, height: int) -> go.Figure:
    epochs = max((run.history["epoch"] for run in runs), key=len)
    curves = {name_of(run.experiment): _on_epochs(run, f"val_{measure}", epochs) for run in runs}
    best = best_possible(runs[0].experiment) if measure == "accuracy" else None
    return draw.overlaid_curves(epochs, curves, measure, best, height)


def _on_epochs(run: Run, key: str, epochs: Sequence[int]) -> list[float | None]:
    """Return the values at the epochs. A run that stopped between two of them has recorded its last one too."""
    known, values = run.history["epoch"], run.data_history[key]
    return [value for epoch, other, value in zip(known, epochs, values, strict=False) if epoch == other]


def show_weights(runs: list[Run]) -> None:
    st.markdown("**What each remedy does to the weights**")
    show_figure(_histograms_of(tuple(runs), height_in(1, taken=TITLE)), f"{PART}.weights")
    sentence = _small_weights_sentence(_hidden_weights(runs))
    st.markdown(f"{sentence} These are the weights into the hidden layer. Only they have a penalty.")


def _hidden_weights(runs: Sequence[Run]) -> dict[str, np.ndarray]:
    """Return the weights by the name of the network; penalties act on the hidden layer's kernel alone."""
    return {name_of(run.experiment): run.weights[0].ravel() for run in runs}


@memoize_figure
def _histograms_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    return draw.weight_histograms(_hidden_weights(runs), height)


def show_loss_terms(runs: list[Run]) -> None:
    st.markdown("**The parts of the printed loss**")
    show_figure(_parts_of(tuple(runs), height_in(1, taken=TITLE + SENTENCES)), f"{PART}.parts")
    st.markdown(
        f"Keras adds the penalty to the {term('loss')} that it prints, for training and for validation. All "
        f"comparisons on this page leave the penalty out: they use the {term('data term')}. Dropout and early stopping "
        "add nothing to the loss."
    )


@memoize_figure
def _parts_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    scores = {name_of(run.experiment): scores_of(run) for run in runs}
    return draw.loss_parts({name: (score.loss, score.penalty) for name, score in scores.items()}, height)


def _small_weights_sentence(weights: dict[str, np.ndarray]) -> str:
    near_zero = {name: np.mean(np.abs(values) < 0.01) for name, values in weights.items()}
    shares = ", ".join(f"{percent(share)} with {name}" for name, share in near_zero.items())
    return f"The share of weights within ±0.01 of 0 is {shares}."
