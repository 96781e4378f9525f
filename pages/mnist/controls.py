"""The controls of the network and its training."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit.experiment import Experiment, Mnist, Training
from nnkit.experiment.limits import LIMITS
from pages.mnist.run import CHAPTER, OPENING, PAGE
from ui.controls import (
    bound,
    choose_batch_size,
    choose_epochs,
    choose_layer_count,
    choose_learning_rate,
    choose_network,
    choose_optimizer,
    choose_share,
    choose_training_seed,
    choose_units,
)
from ui.controls.rules import in_step
from ui.layout import more

MAX_EPOCHS = 100
RARELY_MOVED = ("optimizer", "batch", "activation", "l1", "l2", "dropout", "seed", "digits", "validation")


def choose_experiment(often: DeltaGenerator) -> Experiment:
    """Choose network, training and data, beginning with the opening's.

    The controls that are often moved are drawn in the container, the others here in an expander.
    """
    network, training = OPENING.network, OPENING.training
    with often:
        hidden = choose_units(PAGE, network, choose_layer_count(PAGE, network), columns=2)
        left, right = st.columns(2)
    with left:
        rate = choose_learning_rate(training.learning_rate, f"{PAGE}_rate")
    with right:
        epochs = choose_epochs(training.epochs, f"{PAGE}_epochs", MAX_EPOCHS)
    with more(f"{PAGE}_{name}" for name in RARELY_MOVED):
        optimizer = choose_optimizer(training.optimizer, f"{PAGE}_optimizer")
        batch_size = choose_batch_size(training.batch_size, f"{PAGE}_batch")
        chosen_network = choose_network(PAGE, network, hidden)
        seed = choose_training_seed(training.seed, f"{PAGE}_seed")
        data = _choose_data(OPENING.data)
    return Experiment(data, chosen_network, Training(optimizer, rate, batch_size, epochs, seed))


def offer_chapter(experiment: Experiment) -> None:
    """Show a button that sets the controls as in the chapter, unless they are. A lesson does without it."""
    if in_step():
        return
    st.button(
        "The chapter's settings",
        icon=":material/menu_book:",
        key=f"{PAGE}.chapter",
        disabled=experiment == CHAPTER,
        on_click=lambda: st.session_state.update(controls_for(CHAPTER)),
        help="Sets all controls to the chapter's values. The chapter keeps no digits for validation. Then press Train.",
    )


def controls_for(experiment: Experiment) -> dict[str, Any]:
    """Return the value of each control by its key."""
    data, network, training = experiment.data, experiment.network, experiment.training
    values = {
        "layers": len(network.hidden),
        **{f"units_{number}": units for number, units in enumerate(network.hidden, 1)},
        "activation": network.activation,
        "l1": network.l1,
        "l2": network.l2,
        "dropout": round(100 * network.dropout),
        "optimizer": training.optimizer,
        "rate": training.learning_rate,
        "batch": training.batch_size,
        "epochs": training.epochs,
        "seed": training.seed,
        "digits": data.train_size,
        "validation": round(100 * data.validation_share),
    }
    return {f"{PAGE}_{name}": value for name, value in values.items()}


def _choose_data(preset: Mnist) -> Mnist:
    low, high = map(int, LIMITS["train_size"])
    return Mnist(
        train_size=bound(
            st.slider,
            "Training digits",
            low,
            high,
            preset.train_size,
            step=100,
            key=f"{PAGE}_digits",
            help="How many of the 60,000 training digits are used. With fewer digits, the network sees less variety.",
        ),
        validation_share=choose_share(
            "Kept for validation",
            LIMITS["validation_share"],
            preset.validation_share,
            f"{PAGE}_validation",
            "The network does not learn from this share of the training digits. After every epoch, these digits show "
            "how well it reads what it has not seen.",
        ),
    )
