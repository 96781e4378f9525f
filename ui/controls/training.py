"""Controls for a `Training`: optimizer, learning rate, batch size, epochs, seed and early stopping."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from nnkit.experiment import OPTIMIZERS, Training
from ui.controls.binding import bound
from ui.controls.widgets import choose_name, choose_seed, choose_value
from ui.descriptions import usual_spelling

LEARNING_RATES = (1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (1, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, None)
PATIENCES = (0, 1, 2, 3, 5, 10, None)


def choose_optimizer_settings(page: str, preset: Training) -> dict[str, Any]:
    """Choose optimizer, learning rate and batch size, by their names in `Training`."""
    return {
        "optimizer": choose_optimizer(preset.optimizer, f"{page}_optimizer"),
        "learning_rate": choose_learning_rate(preset.learning_rate, f"{page}_rate"),
        "batch_size": choose_batch_size(preset.batch_size, f"{page}_batch"),
    }


def choose_epochs_and_seed(page: str, preset: Training, epochs: int | Sequence[int]) -> dict[str, Any]:
    """Choose epochs and seed, by their names in `Training`; epochs: as in `choose_epochs`."""
    return {
        "epochs": choose_epochs(preset.epochs, f"{page}_epochs", epochs),
        "seed": choose_training_seed(preset.seed, f"{page}_seed"),
    }


def choose_early_stopping(page: str) -> dict[str, Any]:
    """Choose patience and whether to restore the best weights, by their names in `Training`."""
    patience = choose_value(
        "Early stopping: patience",
        PATIENCES,
        None,
        f"{page}_patience",
        "Training ends when the validation loss has not fallen for this number of epochs. With “never”, it runs for "
        "all epochs.",
        none_label="never",
    )
    restore = bound(
        st.toggle,
        "Keep the best weights",
        key=f"{page}_restore",
        disabled=patience is None,
        help="After training, the network goes back to the weights of the epoch with the lowest validation loss.",
    )
    return {"patience": patience, "restore_best": restore and patience is not None}


def choose_optimizer(preset: str, key: str) -> str:
    hint = "The rule that computes each change of the weights from the gradient of the loss."
    return choose_name("Optimizer", OPTIMIZERS, preset, key, hint, format_name=usual_spelling)


def choose_batch_size(preset: int | None, key: str) -> int | None:
    hint = (
        "How many samples one step uses. With small batches, an epoch has many noisy steps. With a full batch, it has "
        "one exact step."
    )
    return choose_value("Batch size", BATCH_SIZES, preset, key, hint)


def choose_learning_rate(preset: float, key: str) -> float:
    hint = (
        "How far one step goes. If it is too small, the network hardly learns. If it is too large, the loss jumps up "
        "and down, or training diverges."
    )
    return choose_value("Learning rate", LEARNING_RATES, preset, key, hint)


def choose_epochs(preset: int, key: str, epochs: int | Sequence[int]) -> int:
    """Choose the number of epochs; epochs: the largest number, or the numbers to choose from."""
    hint = "How many times training goes through all training samples."
    if isinstance(epochs, int):
        return bound(st.slider, "Epochs", 1, epochs, preset, key=key, help=hint)
    return choose_value("Epochs", epochs, preset, key, hint)


def choose_training_seed(preset: int, key: str) -> int:
    hint = (
        "The seed decides the initial weights, the order of the samples and the outputs that dropout sets to 0. The "
        "same seed gives the same run. Another seed shows how much is due to chance."
    )
    return choose_seed(preset, key, hint)
