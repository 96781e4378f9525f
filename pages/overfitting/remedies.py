"""The same network without a remedy against overfitting, and with L1, L2, dropout and early stopping."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from nnkit.experiment.repeats import SEEDS_ON_POINTS
from pages.overfitting.data import choose_points_below, on_chosen_points
from pages.overfitting.draws import show_draws
from pages.overfitting.exercises import REMEDIES
from pages.overfitting.remedy_controls import (
    OPENING,
    PART,
    RARE,
    choose_remedies,
    choose_training,
    experiments_of,
    name_of,
    offer_chapter_remedies,
)
from pages.overfitting.remedy_views import (
    DRAWS,
    LOSS_TERMS,
    show_curves,
    show_loss_terms,
    show_remedy_maps,
    show_weights,
)
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.take_away import offer_to_take_away
from ui.training.former import show_former
from ui.training.jobs import training_of
from ui.training.live import follow_sliders
from ui.training.over_seeds import known_scores
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

MAPS, CURVES, WEIGHTS = "Maps", "Validation curves", "Weights"


@st.fragment(key=PART)
def compare_remedies() -> None:
    controls, results = lay_out(
        f"**What helps against {term('overfitting')}?** The same network of 50 units without a remedy, with a "
        f"{term('penalty')} on the weights, with {term('dropout')} and with {term('early stopping')}."
    )
    with controls:
        remedies = choose_remedies()
        progress = st.container()
        offer_chapter_remedies()
        with more(RARE):
            training = choose_training()
        data = choose_points_below()
    experiments = experiments_of(data, training, remedies)
    names, preset = [name_of(experiment) for experiment in experiments], on_chosen_points(OPENING, data)
    with progress:
        runs = follow_sliders(PART, experiments, preset, names)
    with results:
        if runs:
            _show(runs, max(len(runs), len(experiments)), are_from_address(preset))
            offer_to_take_away(PART, runs, [name_of(run.experiment) for run in runs])
        else:
            show_placeholder(PART, "the networks")
    try_this(REMEDIES, controls)


def are_from_address(preset: Sequence[Experiment]) -> bool:
    """Whether what is on screen came with the address and has trained on arrival: nobody has pressed for more."""
    training = training_of(PART)
    return training.experiments == training.arrived != tuple(preset) and not training.confirmed


def _show(runs: list[Run], expected: int, unasked: bool) -> None:
    """Show the runs that there are. expected: how many there will be once all are trained. unasked: by the reader."""
    with st.container(horizontal=True):
        view = choose_view((MAPS, CURVES, WEIGHTS, LOSS_TERMS, DRAWS), f"{PART}_view")
        show_former(PART)
    if view == CURVES:
        show_curves(runs)
    elif view == WEIGHTS:
        show_weights(runs)
    elif view == LOSS_TERMS:
        show_loss_terms(runs)
    elif view == DRAWS:
        experiments = {name_of(run.experiment): run.experiment for run in runs}
        if unasked and known_scores(experiments).keys() != experiments.keys():
            label = f"Train each network {SEEDS_ON_POINTS} times"
            st.button(label, icon=":material/play_arrow:", key=f"{PART}.draws", on_click=training_of(PART).confirm)
        else:
            show_draws(experiments, PART)
    else:
        show_remedy_maps(runs, expected)
