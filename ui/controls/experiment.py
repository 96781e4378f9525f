"""Controls for a whole `Experiment`."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from nnkit.experiment import Data, Experiment, Mnist
from nnkit.experiment.limits import LIMITS
from ui.controls.network import choose_hidden, choose_network
from ui.controls.training import choose_training
from ui.controls.widgets import BIND, choose_share


def choose_experiment(page: str, preset: Experiment, max_epochs: int) -> Experiment:
    """Choose data, network and training, beginning with the preset; the keys of the widgets begin with `page`."""
    data, network, training = st.columns(3, gap="large")
    with data:
        chosen_data = CHOOSE_DATA[type(preset.data)](page, preset.data)
        hidden = choose_hidden(page, preset.network)
    with network:
        chosen_network = choose_network(page, preset.network, hidden)
    with training:
        chosen_training = choose_training(page, preset.training, max_epochs)
    return Experiment(chosen_data, chosen_network, chosen_training)


def choose_mnist(page: str, preset: Mnist) -> Mnist:
    low, high = map(int, LIMITS["train_size"])
    return Mnist(
        train_size=st.slider(
            "Training digits",
            low,
            high,
            preset.train_size,
            step=100,
            key=f"{page}_digits",
            help="How many of the 60,000 training digits are used. With fewer, the network sees less variety.",
            **BIND,
        ),
        validation_share=choose_share(
            "Kept for validation",
            LIMITS["validation_share"],
            preset.validation_share,
            f"{page}_validation",
            "This share of the training digits is not trained on: it shows after every epoch how the network does on "
            "digits it has not seen.",
        ),
    )


CHOOSE_DATA: dict[type[Data], Callable[[str, Any], Data]] = {Mnist: choose_mnist}
