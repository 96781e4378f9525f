"""Section 2: one network of any depth, from epoch to epoch."""

import streamlit as st

from nnkit import PRESETS, Experiment, Run, Training
from pages.overfitting.animation import animation_of
from pages.overfitting.chance import show_chance
from pages.overfitting.data import PointData
from pages.overfitting.findings import best_possible, memorisation_sentence, oscillation_sentence
from pages.overfitting.width import EPOCHS, MAX_UNITS
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import choose_epochs_and_seed, choose_hidden, choose_network, choose_optimizer_settings
from ui.numbers import percent
from ui.training.live import follow_sliders

PART = "overfitting"
PRESET = PRESETS["moons-50"]
NEW_LAYER_UNITS = 8  # units


@st.fragment(key=PART)
def explore_network(data: PointData) -> None:
    experiment = _choose(data)
    runs = follow_sliders(PART, [experiment], [PRESET])
    if not runs:
        st.markdown("The network appears here as soon as it is trained.")
        return
    (run,) = runs
    with st.container():  # keeps the elements below in place if a line is added or removed
        _show_summary(run)
    show_figure(animation_of(run, is_narrow()), f"{PART}.animation")
    st.caption(
        "Press ▶ or drag the slider over the figure: boundary, curves, neurons, weights and histogram all show the "
        "network as it was after that epoch. Point at anything to read its numbers; click an entry of the legend to "
        "show or hide it."
    )
    with st.container():
        if sentence := oscillation_sentence(run):
            st.caption(sentence)
    show_chance(experiment, PART)


def _choose(data: PointData) -> Experiment:
    depth, network, optimizer, epochs_and_seed = st.columns(4, gap="large")
    with depth:
        hidden = choose_hidden(PART, PRESET.network, MAX_UNITS, NEW_LAYER_UNITS)
    with network:
        chosen = choose_network(PART, PRESET.network, hidden)
    with optimizer:
        optimizer_settings = choose_optimizer_settings(PART, PRESET.training)
    with epochs_and_seed:
        training = Training(**optimizer_settings, **choose_epochs_and_seed(PART, PRESET.training, EPOCHS))
    return Experiment(data, chosen, training)


def _show_summary(run: Run) -> None:
    best = best_possible(run.experiment)
    parts = [f"Test accuracy {percent(run.test['accuracy'])}"]
    if best is not None:
        parts.append(f"best possible on new points {percent(best)}")
    parts.append(f"{run.epochs_done:,g} epochs")
    st.caption(" · ".join(parts))
    if sentence := memorisation_sentence(run):
        st.info(sentence, icon=":material/psychology_alt:")
