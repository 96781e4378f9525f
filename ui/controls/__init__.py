"""Widgets that together give an `Experiment`. The address of the page holds every value, so that it can be shared."""

from ui.controls.binding import bound
from ui.controls.network import (
    PENALTIES,
    choose_activation,
    choose_dropout,
    choose_hidden,
    choose_layer_count,
    choose_network,
    choose_penalty,
    choose_units,
)
from ui.controls.training import (
    BATCH_SIZES,
    LEARNING_RATES,
    choose_batch_size,
    choose_early_stopping,
    choose_epochs,
    choose_epochs_and_seed,
    choose_learning_rate,
    choose_optimizer,
    choose_optimizer_settings,
    choose_training_seed,
)
from ui.controls.widgets import choose_name, choose_seed, choose_share, choose_value

__all__ = [
    "BATCH_SIZES",
    "LEARNING_RATES",
    "PENALTIES",
    "bound",
    "choose_activation",
    "choose_batch_size",
    "choose_dropout",
    "choose_early_stopping",
    "choose_epochs",
    "choose_epochs_and_seed",
    "choose_hidden",
    "choose_layer_count",
    "choose_learning_rate",
    "choose_name",
    "choose_network",
    "choose_optimizer",
    "choose_optimizer_settings",
    "choose_penalty",
    "choose_seed",
    "choose_share",
    "choose_training_seed",
    "choose_units",
    "choose_value",
]
