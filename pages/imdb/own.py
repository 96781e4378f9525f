"""A network of the reader's own, drawn over the four of the chapter."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Imdb, Network, Training
from nnkit.experiment.layers import layers_of
from nnkit.figures.overlaid import MAX_RUNS
from pages.imdb.compare import choose_measure, choose_validation_only, show_comparison
from pages.imdb.exercises import OWN
from pages.imdb.experiments import (
    NAMES,
    PAGE,
    PRESETS_PART,
    Runs,
    name_of_own,
    own_networks,
    presets,
    train_presets,
)
from pages.imdb.source import choose_source_rarely
from ui.controls import (
    choose_activation,
    choose_dropout,
    choose_early_stopping,
    choose_epochs_and_seed,
    choose_layer_count,
    choose_optimizer_settings,
    choose_penalty,
    choose_units,
    choose_value,
)
from ui.glossary import term
from ui.layout import lay_out, more
from ui.take_away import offer_to_take_away
from ui.training.jobs import training_of
from ui.training.placeholder import show_placeholder
from ui.training.run_panel import Growing, offer_training, show_growing, warn_of_outcome
from ui.training.state import State
from ui.try_this import try_this

MAX_EPOCHS, MAX_UNITS = 60, 64
_SIZES = "The network has {total:,} {parameters} and learns from {reviews:,} reviews."
VOCABULARIES = (1_000, 2_000, 5_000, 10_000)
TRAIN_SIZES = (500, 1_000, 2_000, 5_000, 10_000, 15_000)
RARE = ("reviews", "layers", "activation", "l1", "optimizer", "rate", "batch", "epochs", "seed", "patience", "restore")


def show_own_network() -> None:
    """Show the controls on the left; on the right, the reader's networks over the four."""
    controls, results = lay_out("Can you do better than the four networks? Change one thing at a time.")
    with controls:
        settings = st.container()
        source = choose_source_rarely()
        with settings:
            _choose_and_train(presets(source)["baseline"])
        four = train_presets(source, "app")
    with results:
        if training_of(PAGE).state is State.UNCONFIRMED:
            show_placeholder(PAGE, "your network", 200)
        with st.container(horizontal=True, vertical_alignment="center"):
            measure = choose_measure()
            validation_only = choose_validation_only()
        runs = {**four, **own_networks(source)}
        if runs:
            show_growing(PAGE, lambda growing: _show_networks(runs, growing, measure, validation_only))
        else:
            show_placeholder(PRESETS_PART, "the networks")
        warn_of_outcome(PAGE)
        offer_to_take_away(PAGE, list(runs.values()), list(runs))
    try_this(OWN, controls)


def _show_networks(runs: Runs, growing: Growing | None, measure: str, validation_only: bool) -> None:
    """Show the networks, and over them the one that is being trained, under the name that it will have."""
    if growing is None:
        show_comparison(runs, measure, validation_only=validation_only)
        return
    name = name_of_own(growing.experiment)
    others = {other: run for other, run in runs.items() if other != name}
    if len(others) == MAX_RUNS:  # the oldest of the reader's own makes room, as it will when the new one is done
        others.pop(next(other for other in others if other not in NAMES))
    show_comparison(others, measure, validation_only=validation_only, growing={name: growing})


@st.fragment
def _choose_and_train(preset: Experiment) -> None:
    often = st.container(gap="xsmall")
    train = st.container()
    experiment = _choose(preset, often)
    total = sum(layer.parameters for layer in layers_of(experiment))
    with train:
        offer_training(PAGE, experiment, preset, redraw="app")
        st.markdown(
            _SIZES.format(total=total, parameters=term("parameter", "parameters"), reviews=experiment.data.train_size)
        )


def _choose(preset: Experiment, often: DeltaGenerator) -> Experiment:
    """Draw the controls that are often moved in the container, and the others in an expander."""
    vocabulary_hint = "How many of the most frequent words the network knows. All other words become “unknown”."
    size_hint = "How many reviews the network learns from. From fewer reviews, it learns less that holds in general."
    with more([f"{PAGE}_{name}" for name in RARE]):
        layer_count = choose_layer_count(PAGE, preset.network)
        size = choose_value("Training reviews", TRAIN_SIZES, 15_000, f"{PAGE}_reviews", size_hint)
        activation = choose_activation(preset.network.activation, f"{PAGE}_activation", not layer_count)
        l1 = choose_penalty("l1", preset.network.l1, f"{PAGE}_l1", not layer_count)
        training = Training(
            **choose_optimizer_settings(PAGE, preset.training),
            **choose_epochs_and_seed(PAGE, preset.training, MAX_EPOCHS),
            **choose_early_stopping(PAGE),
        )
    with often:
        vocabulary = choose_value("Vocabulary", VOCABULARIES, 10_000, f"{PAGE}_vocabulary", vocabulary_hint)
        hidden = choose_units(PAGE, preset.network, layer_count, MAX_UNITS)
        l2 = choose_penalty("l2", preset.network.l2, f"{PAGE}_l2", not layer_count)
        dropout = choose_dropout(preset.network.dropout, f"{PAGE}_dropout", not layer_count)
    data = Imdb(vocabulary, size, preset.data.source)
    if not hidden:
        return Experiment(data, Network((), preset.network.activation), training)
    return Experiment(data, Network(hidden, activation, l1=l1, l2=l2, dropout=dropout), training)
