"""One network of any depth, from epoch to epoch, or trained ten times."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Network, Run, Training, load
from nnkit.experiment.openings import OPENINGS
from pages.overfitting.animation import animation_of
from pages.overfitting.chance import ONE, choose_repetition, follow_repetition, forget_repetition, show_repetition
from pages.overfitting.chapter import CELL, offer_chapter
from pages.overfitting.data import PointData, choose_points_below, on_chosen_points
from pages.overfitting.exercises import DEPTH
from pages.overfitting.findings import best_possible, luck_on, oscillation_sentence
from pages.overfitting.memorisation import show_memorisation
from pages.overfitting.width import EPOCHS, MAX_UNITS
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import (
    choose_activation,
    choose_batch_size,
    choose_dropout,
    choose_epochs,
    choose_layer_count,
    choose_learning_rate,
    choose_optimizer,
    choose_penalty,
    choose_training_seed,
    choose_units,
)
from ui.glossary import term
from ui.layout import lay_out, more, switch_row
from ui.memoize import memoize_figure
from ui.numbers import epochs_text, percent
from ui.take_away import offer_to_take_away
from ui.training.former import show_former
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "overfitting"
(OPENING,) = OPENINGS["overfitting/depth"]
NEW_LAYER_UNITS = 8  # units
MAX_OPEN_LAYERS, LAYERS_HEIGHT = 2, 190  # the sliders of more layers stand in a box of that many px, which scrolls
RARE = tuple(f"{PART}_{name}" for name in ("l1", "l2", "dropout", "optimizer", "batch", "seed"))

_animation_of = memoize_figure(animation_of)


@st.fragment(key=PART)
def explore_network() -> None:
    controls, results = lay_out(
        "**How does a network learn**, from the first epoch to the last, and how much of the result is chance?"
    )
    choices, progress = controls.container(), controls.empty()
    with controls:
        _offer_chapter()
        rare, data = more(RARE), choose_points_below()
    with choices:
        experiment = _choose(data, rare)
    switches = switch_row(results)
    with switches:
        repetition = choose_repetition()
    with progress.container():
        runs = follow_sliders(PART, [experiment], on_chosen_points([OPENING], data))
    try_this(DEPTH, controls)
    if not runs:
        with results:
            show_placeholder(PART, "the network")
        return
    if repetition != ONE:  # their progress takes the place of that of the one network
        with progress.container():
            runs = follow_repetition(experiment, repetition, PART)
    with results:
        if repetition == ONE:
            forget_repetition()
            with switches:
                show_former(PART)
            _show_run(*runs)
            offer_to_take_away(PART, runs)
        else:
            show_repetition(runs, switches)


def _offer_chapter() -> None:
    network, training = CELL.network, CELL.training
    offer_chapter(
        PART,
        layers=1,
        units_1=network.hidden[0],
        activation=network.activation,
        l1=network.l1,
        l2=network.l2,
        dropout=round(100 * network.dropout),
        optimizer=training.optimizer,
        rate=training.learning_rate,
        batch=training.batch_size,
        epochs=training.epochs,
        seed=training.seed,
    )


def _choose(data: PointData, rare: DeltaGenerator) -> Experiment:
    """Show the controls of the network and of its training, those that are rarely moved in the container `rare`."""
    preset = OPENING.training
    layers = choose_layer_count(PART, OPENING.network)
    with st.container(height=LAYERS_HEIGHT if layers > MAX_OPEN_LAYERS else "content", border=False):
        hidden = choose_units(PART, OPENING.network, layers, MAX_UNITS, NEW_LAYER_UNITS)
    learning_rate = choose_learning_rate(preset.learning_rate, f"{PART}_rate")
    epochs = choose_epochs(preset.epochs, f"{PART}_epochs", EPOCHS)
    activation = choose_activation(OPENING.network.activation, f"{PART}_activation", disabled=not hidden)
    with rare:
        penalties = _choose_penalties(disabled=not hidden)
        optimizer = choose_optimizer(preset.optimizer, f"{PART}_optimizer")
        batch_size = choose_batch_size(preset.batch_size, f"{PART}_batch")
        seed = choose_training_seed(preset.seed, f"{PART}_seed")
    # What acts on hidden layers has no effect without any.
    network = Network(hidden, activation, **penalties) if hidden else Network((), OPENING.network.activation)
    return Experiment(data, network, Training(optimizer, learning_rate, batch_size, epochs, seed))


def _choose_penalties(disabled: bool) -> dict[str, float]:
    return {
        "l1": choose_penalty("l1", OPENING.network.l1, f"{PART}_l1", disabled),
        "l2": choose_penalty("l2", OPENING.network.l2, f"{PART}_l2", disabled),
        "dropout": choose_dropout(OPENING.network.dropout, f"{PART}_dropout", disabled),
    }


def _show_run(run: Run) -> None:
    show_figure(_animation_of(run, is_narrow(), figure_height()), f"{PART}.animation")
    with st.container():  # keeps the elements below in place if a line is added or removed
        _show_summary(run)
    st.caption(
        "Press ▶ or drag the slider. The boundary, the curves, the neurons, the "
        f"{term('weight', 'weights')} and the histogram then show the network after that epoch. Point at anything to "
        "read its numbers. Click an entry of the legend to show or hide it."
    )
    if sentence := oscillation_sentence(run):
        st.caption(sentence)


def _show_summary(run: Run) -> None:
    best, accuracy = best_possible(run.experiment), run.test["accuracy"]
    parts = [f"Test accuracy {percent(accuracy)}"]
    if best is not None:
        parts.append(f"best possible on new points {percent(best)} on average")
    parts.append(epochs_text(run))
    st.markdown(" · ".join(parts))
    if best is not None:
        points = len(load(run.experiment.data).x_test)
        beaten = " So the test accuracy can be above the best possible one." if accuracy > best else ""
        st.caption(
            f"On {points:,} test points, luck can raise or lower the accuracy by {luck_on(points, best)}.{beaten}"
        )
    show_memorisation({"": run})
