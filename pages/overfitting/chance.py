"""How much of a result is chance: the same settings with ten seeds, or on ten draws of the data."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nnkit import Experiment, Planar, Run
from nnkit import figures as draw
from nnkit.results.grid import probability_map
from pages.overfitting.findings import best_possible, scores_of, view_of
from ui.charts import show_figure
from ui.controls import next_seeds
from ui.numbers import percent
from ui.training.jobs import forget
from ui.training.live import follow_sliders

PART = "overfitting_chance"
TIMES = 10
ONE, SEEDS, DRAWS = "One run", "Ten seeds", "Ten draws of the data"


def show_chance(experiment: Experiment, redraw: str) -> None:
    """Let the reader repeat the training ten times; show the curves as a band and the boundaries as a vote.

    redraw: the key of the fragment from which this function is called.
    """
    st.subheader("How much of this is chance?", anchor="chance")
    st.markdown(
        "Other initial weights end elsewhere, and so do other points of the same kind. Have the settings above "
        f"trained {TIMES} times to see what stays."
    )
    repetition = st.segmented_control(
        "Train", (ONE, SEEDS, DRAWS), default=ONE, required=True, key=f"{PART}_kind", bind="query-params"
    )
    if repetition == ONE:
        forget(PART)
        return
    experiments = repeated(experiment, repetition)
    runs = follow_sliders(PART, experiments, experiments, [_name(one, repetition) for one in experiments], redraw)
    if len(runs) > 1:
        # While new networks train, these runs are still the ones of the last choice.
        repetition = SEEDS if len({run.experiment.data for run in runs}) == 1 else DRAWS
        _show_band(runs)
        _show_votes(runs, repetition)


def repeated(experiment: Experiment, repetition: str) -> list[Experiment]:
    """Return the experiment and nine more that differ from it in the seed of the training or of the data."""
    if repetition == SEEDS:
        training = experiment.training
        return [replace(experiment, training=replace(training, seed=seed)) for seed in next_seeds(training.seed, TIMES)]
    data = experiment.data
    if isinstance(data, Planar):
        data = replace(data, edited=())  # edited points are not drawn
    return [replace(experiment, data=replace(data, seed=seed)) for seed in next_seeds(data.seed, TIMES)]


def _name(experiment: Experiment, repetition: str) -> str:
    return f"seed {experiment.training.seed}" if repetition == SEEDS else f"draw {experiment.data.seed}"


def _show_band(runs: list[Run]) -> None:
    best = best_possible(runs[0].experiment)
    for column, measure in zip(st.columns(2, gap="large"), ("loss", "accuracy"), strict=True):
        epochs, training = _stacked(runs, measure)
        _, validation = _stacked(runs, f"val_{measure}")
        with column:
            st.markdown(f"**{measure.capitalize()}: mean of {len(runs)} networks, lowest to highest**")
            figure = draw.band_curves(epochs, training, validation, measure, best if measure == "accuracy" else None)
            show_figure(figure, f"{PART}.{measure}")


def _stacked(runs: list[Run], key: str) -> tuple[list[int], np.ndarray]:
    """Return the recorded epochs and the values: (runs, epochs), NaN where there is none."""
    epochs = max((run.history["epoch"] for run in runs), key=len)
    values = np.full((len(runs), len(epochs)), np.nan)
    for row, run in zip(values, runs, strict=True):
        row[: len(run.history[key])] = np.array(run.history[key], float)
    return epochs, values


def _show_votes(runs: list[Run], repetition: str) -> None:
    votes, spread = st.columns(2, gap="large")
    with votes:
        st.markdown("**Where the networks agree**")
        grid, train, best = view_of(runs[0])
        answers = [probability_map(run.experiment, run.weights, grid) > 0.5 for run in runs]
        show_figure(draw.agreement_map(grid, np.mean(answers, axis=0), train, len(runs), best), f"{PART}.votes")
    with spread:
        st.markdown("**The accuracy of each**")
        scores = [scores_of(run) for run in runs]
        validation = [score.val_accuracy for score in scores]
        names = [_name(run.experiment, repetition) for run in runs]
        best = best_possible(runs[0].experiment)
        show_figure(
            draw.accuracy_strip([score.accuracy for score in scores], validation, names, best), f"{PART}.spread"
        )
        st.markdown(
            f"Validation accuracy {percent(np.mean(validation))} on average, from {percent(min(validation))} to "
            f"{percent(max(validation))}: a difference smaller than that between two settings says little."
        )
