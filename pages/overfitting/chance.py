"""How much of a result is chance: the same settings with ten seeds, or on ten draws of the data."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Planar, Run
from nnkit import figures as draw
from nnkit.experiment.repeats import next_seeds
from nnkit.results.grid import probability_map
from pages.overfitting.findings import best_possible, scores_of, view_of
from pages.overfitting.maps import TITLE, height_in
from ui.charts import show_figure
from ui.controls import bound
from ui.layout import choose_view
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.take_away import offer_to_take_away
from ui.training.jobs import forget
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder

PART = "overfitting_chance"
TIMES = 10
ONE, SEEDS, DRAWS = "One run", "Ten seeds", "Ten draws of the data"
VOTES, BAND = "Where they agree", "Loss and accuracy"
ARRIVED = f"{PART}.arrived"  # in the session: the choice that came with the address, until the reader makes another


def choose_repetition() -> str:
    """Return whether to show one network, or ten with other seeds or other points of the same kind."""
    kind: str = bound(
        st.segmented_control,
        "How much of this is chance?",
        (ONE, SEEDS, DRAWS),
        default=ONE,
        required=True,
        key=f"{PART}_kind",
        label_visibility="collapsed",
    )
    if kind != st.session_state.setdefault(ARRIVED, kind):
        st.session_state[ARRIVED] = ONE
    return kind


def follow_repetition(experiment: Experiment, repetition: str, redraw: str) -> list[Run]:
    """Train the experiment ten times; return the runs to show. redraw: the key of the fragment that shows them.

    Where the choice came with the address, the trainings wait for the reader unless they are quick.
    """
    experiments = repeated(experiment, repetition)
    asked = st.session_state[ARRIVED] == ONE
    names = [_name(one, repetition) for one in experiments]
    return follow_sliders(PART, experiments, experiments if asked else [], names, redraw)


def forget_repetition() -> None:
    """Stop training ten networks."""
    forget(PART)


def show_repetition(runs: list[Run], switches: DeltaGenerator) -> None:
    """Show the boundaries of several networks as a vote, or their curves as a band; `switches` holds the switch."""
    if len(runs) < 2:
        show_placeholder(PART, "the networks")
        return
    with switches:
        view = choose_view((VOTES, BAND), f"{PART}_view")
    # While new networks train, these runs are still the ones of the last choice.
    repetition = SEEDS if len({run.experiment.data for run in runs}) == 1 else DRAWS
    if view == VOTES:
        _show_votes(runs, repetition)
    else:
        _show_band(runs)
    validation = [scores_of(run).val_accuracy for run in runs]
    st.markdown(
        f"The validation accuracy is {percent(np.mean(validation))} on average, and goes from "
        f"{percent(min(validation))} to {percent(max(validation))}. A difference between two settings that is smaller "
        "than this range says little. Other initial weights give another result, and so do other points of the same "
        "kind."
    )
    offer_to_take_away(PART, runs, [_name(run.experiment, repetition) for run in runs])


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
    height = height_in(1, taken=TITLE)
    for column, measure in zip(st.columns(2, gap="medium"), ("loss", "accuracy"), strict=True):
        with column:
            st.markdown(f"**{measure.capitalize()}: mean and range of {len(runs)} networks**")
            show_figure(_band_of(tuple(runs), measure, height), f"{PART}.{measure}")


@memoize_figure
def _band_of(runs: tuple[Run, ...], measure: str, height: int) -> go.Figure:
    epochs, training = _stacked(runs, measure)
    _, validation = _stacked(runs, f"val_{measure}")
    bound = best_possible(runs[0].experiment) if measure == "accuracy" else None
    return draw.band_curves(epochs, training, validation, measure, bound, height)


def _stacked(runs: Sequence[Run], key: str) -> tuple[list[int], np.ndarray]:
    """Return the recorded epochs and the values: (runs, epochs), NaN where there is none."""
    epochs = max((run.history["epoch"] for run in runs), key=len)
    values = np.full((len(runs), len(epochs)), np.nan)
    for row, run in zip(values, runs, strict=True):
        row[: len(run.history[key])] = np.array(run.history[key], float)
    return epochs, values


def _show_votes(runs: list[Run], repetition: str) -> None:
    votes, spread = st.columns(2, gap="medium")
    height = height_in(1, taken=TITLE)
    with votes:
        st.markdown("**Where the networks agree**")
        show_figure(_votes_of(tuple(runs), height), f"{PART}.votes")
    with spread:
        st.markdown("**The accuracy of each**")
        show_figure(_spread_of(tuple(runs), repetition, height), f"{PART}.spread")


@memoize_figure
def _votes_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    grid, train, best = view_of(runs[0])
    answers = [probability_map(run.experiment, run.weights, grid) > 0.5 for run in runs]
    votes, names = np.mean(answers, axis=0), draw.names_of(runs[0].experiment.data)
    return draw.agreement_map(grid, votes, train, len(runs), best, names).update_layout(height=height)


@memoize_figure
def _spread_of(runs: tuple[Run, ...], repetition: str, height: int) -> go.Figure:
    names, scores = [_name(run.experiment, repetition) for run in runs], [scores_of(run) for run in runs]
    training, validation = [score.accuracy for score in scores], [score.val_accuracy for score in scores]
    best_accuracy = best_possible(runs[0].experiment)
    return draw.accuracy_strip(training, validation, names, best_accuracy, height)
