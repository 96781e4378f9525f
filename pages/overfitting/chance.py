"""How much of a result is chance: the same settings from ten seeds, or on ten draws of the data."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nnkit import Experiment, Planar, Run
from nnkit import figures as draw
from nnkit.experiment.limits import LIMITS
from nnkit.results.grid import probability_map
from pages.overfitting.findings import best_possible, percent, scores_of, view_of
from ui.charts import show_figure
from ui.training.jobs import forget
from ui.training.live import follow_sliders

PART = "overfitting_chance"
TIMES = 10
ONE, SEEDS, DRAWS = "One run", "Ten seeds", "Ten draws of the data"


def show_chance(experiment: Experiment, redraw: str) -> None:
    """Nothing more for one run; else ten of them, their curves as a band and their boundaries as a vote.

    redraw: the key of the fragment that this is a part of.
    """
    st.subheader("How much of this is chance?", anchor="chance")
    st.markdown(
        "Other initial weights end elsewhere, and so do other points of the same kind. Have the settings above "
        f"trained {TIMES} times to see what stays."
    )
    kind = st.segmented_control(
        "Train", (ONE, SEEDS, DRAWS), default=ONE, required=True, key=f"{PART}_kind", bind="query-params"
    )
    if kind == ONE:
        forget(PART)
        return
    experiments = repeated(experiment, kind)
    runs = follow_sliders(PART, experiments, experiments, [_name(one, kind) for one in experiments], redraw)
    if len(runs) > 1:
        # While others train, these are still the ones before.
        kind = SEEDS if len({run.experiment.data for run in runs}) == 1 else DRAWS
        _show_band(runs)
        _show_votes(runs, kind)


def repeated(experiment: Experiment, kind: str) -> list[Experiment]:
    """The experiment from ten seeds, its own first, or on ten draws of its data."""
    part = experiment.training if kind == SEEDS else experiment.data
    if kind == DRAWS and isinstance(part, Planar):
        part = replace(part, edited=())  # edited points are not drawn
    last = int(LIMITS["seed"][1])
    parts = [replace(part, seed=(part.seed + number) % (last + 1)) for number in range(TIMES)]
    return [replace(experiment, **{"training" if kind == SEEDS else "data": one}) for one in parts]


def _name(experiment: Experiment, kind: str) -> str:
    return f"seed {experiment.training.seed}" if kind == SEEDS else f"draw {experiment.data.seed}"


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
    """The recorded epochs, and (runs, epochs) values; NaN where a run ended before, or none was measured."""
    epochs = max((run.history["epoch"] for run in runs), key=len)
    values = np.full((len(runs), len(epochs)), np.nan)
    for row, run in zip(values, runs, strict=True):
        row[: len(run.history[key])] = np.array(run.history[key], float)
    return epochs, values


def _show_votes(runs: list[Run], kind: str) -> None:
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
        names = [_name(run.experiment, kind) for run in runs]
        best = best_possible(runs[0].experiment)
        show_figure(
            draw.accuracy_strip([score.accuracy for score in scores], validation, names, best), f"{PART}.spread"
        )
        st.markdown(
            f"Validation accuracy {percent(np.mean(validation))} on average, from {percent(min(validation))} to "
            f"{percent(max(validation))}: a difference smaller than that between two settings says little."
        )
