"""Widgets that together give an Experiment. Every value stands in the page's address, so that it can be shared."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnkit.experiment import ACTIVATIONS, OPTIMIZERS, Data, Experiment, Mnist, Network, Training
from nnkit.experiment.limits import LIMITS

LEARNING_RATES = (1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = (0.0, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1)
BATCH_SIZES = (1, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, None)
PATIENCES = (0, 1, 2, 3, 5, 10, None)
NEW_LAYER = 15  # units of a layer that the preset does not have
BIND = {"bind": "query-params"}


def choose_experiment(page: str, preset: Experiment, max_epochs: int) -> Experiment:
    """Controls for data, network and training, beginning with the preset; `page` keeps pages' values apart."""
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
    low, high = LIMITS["train_size"]
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
        validation_share=_percent(
            "Kept for validation",
            LIMITS["validation_share"],
            preset.validation_share,
            f"{page}_validation",
            "This share of the training digits is not trained on: it shows after every epoch how the network does on "
            "digits it has not seen.",
        ),
    )


CHOOSE_DATA: dict[type[Data], Callable[[str, Any], Data]] = {Mnist: choose_mnist}


def choose_hidden(
    page: str, preset: Network, max_units: int = LIMITS["units"][1], new_layer: int = NEW_LAYER
) -> tuple[int, ...]:
    """The units of each hidden layer; new_layer: of those that the preset does not have."""
    count = st.slider(
        "Hidden layers",
        *LIMITS["hidden_layers"],
        len(preset.hidden),
        key=f"{page}_layers",
        help="Layers between the input and the output. With none, every class gets one weighted sum of the input.",
        **BIND,
    )
    return tuple(
        st.slider(
            f"Units in hidden layer {layer + 1}",
            LIMITS["units"][0],
            max_units,
            dict(enumerate(preset.hidden)).get(layer, new_layer),
            key=f"{page}_units_{layer + 1}",
            help="Neurons of this layer. More of them can tell more apart, take longer and overfit more easily.",
            **BIND,
        )
        for layer in range(count)
    )


def choose_network(page: str, preset: Network, hidden: tuple[int, ...]) -> Network:
    """Activation and what works against overfitting; these act on hidden layers, so that without any they rest."""
    rest = not hidden
    activation = choose_name(
        "Activation",
        ACTIVATIONS,
        preset.activation,
        f"{page}_activation",
        "What a hidden neuron makes of its weighted sum. Without a bend (linear), layers add nothing.",
        rest,
    )
    l1 = choose_penalty("l1", preset.l1, f"{page}_l1", rest)
    l2 = choose_penalty("l2", preset.l2, f"{page}_l2", rest)
    dropout = choose_dropout(preset.dropout, f"{page}_dropout", rest)
    return Network(hidden, preset.activation) if rest else Network(hidden, activation, l1, l2, dropout)


def choose_penalty(kind: str, preset: float, key: str, disabled: bool = False) -> float:
    """The λ of an "l1" or "l2" penalty."""
    hint = {
        "l1": "Adds λ Σ|w| over the hidden layers' weights to the loss: it drives weights that matter little to 0.",
        "l2": "Adds λ Σw² over the hidden layers' weights to the loss: it keeps all of them small.",
    }[kind]
    return choose_amount(f"{kind.upper()} penalty λ", PENALTIES, preset, key, hint, disabled)


def choose_dropout(preset: float, key: str, disabled: bool = False) -> float:
    return _percent(
        "Dropout",
        LIMITS["dropout"],
        preset,
        key,
        "While training, this share of each hidden layer's outputs is set to 0 at random, anew in each step, and "
        "the others are scaled up to make up for it.",
        disabled,
    )


def choose_training(page: str, preset: Training, epochs: int | Sequence[int]) -> Training:
    """How to train; epochs: the most of them, or the steps of their slider."""
    return Training(**choose_step(page, preset), **choose_length(page, preset, epochs))


def choose_step(page: str, preset: Training) -> dict[str, Any]:
    """What a single step does: optimizer, learning rate and batch size."""
    optimizer = choose_name(
        "Optimizer",
        OPTIMIZERS,
        preset.optimizer,
        f"{page}_optimizer",
        "The rule by which a step changes the weights, given the gradient of the loss.",
    )
    batch_size_hint = (
        "How many samples a step looks at. Small batches make many noisy steps an epoch, a full batch one exact step."
    )
    return {
        "optimizer": optimizer,
        "learning_rate": choose_learning_rate(preset.learning_rate, f"{page}_rate"),
        "batch_size": choose_amount("Batch size", BATCH_SIZES, preset.batch_size, f"{page}_batch", batch_size_hint),
    }


def choose_length(page: str, preset: Training, epochs: int | Sequence[int]) -> dict[str, int]:
    """How long, and from where: epochs and seed."""
    return {
        "epochs": choose_epochs(preset.epochs, f"{page}_epochs", epochs),
        "seed": choose_seed(
            preset.seed,
            f"{page}_seed",
            "Decides the initial weights, the order of the samples and dropout. The same seed gives the same run; "
            "another one shows how much is chance.",
        ),
    }


def choose_early_stopping(page: str) -> dict[str, Any]:
    """Whether to end once the validation loss no longer falls, and with which weights."""
    patience = choose_amount(
        "Early stopping: patience",
        PATIENCES,
        None,
        f"{page}_patience",
        "Training ends when the validation loss has not fallen for so many epochs. “never” trains for all of them.",
        nothing="never",
    )
    restore = st.toggle(
        "Keep the best weights",
        key=f"{page}_restore",
        disabled=patience is None,
        help="At the end, go back to the weights of the epoch with the lowest validation loss.",
        **BIND,
    )
    return {"patience": patience, "restore_best": restore and patience is not None}


def choose_learning_rate(preset: float, key: str) -> float:
    hint = "How far one step goes. Too small: nothing happens. Too large: the loss jumps about, or training diverges."
    return choose_amount("Learning rate", LEARNING_RATES, preset, key, hint)


def choose_epochs(preset: int, key: str, epochs: int | Sequence[int]) -> int:
    hint = "How many times training goes through all samples."
    if isinstance(epochs, int):
        return st.slider("Epochs", 1, epochs, preset, key=key, help=hint, **BIND)
    return choose_amount("Epochs", epochs, preset, key, hint)


def choose_seed(preset: int, key: str, hint: str, label: str = "Seed", disabled: bool = False) -> int:
    return st.number_input(label, *LIMITS["seed"], preset, key=key, help=hint, disabled=disabled, **BIND)


def choose_name(
    label: str,
    options: dict[str, str],
    preset: str,
    key: str,
    hint: str,
    disabled: bool = False,
    named: Callable[[str], str] = str,
) -> str:
    """One of the names, as `named` writes them; each option's sentence stands in the help."""
    names = list(options)
    details = "\n".join(f"- {sentence}" for sentence in options.values())
    help_ = f"{hint}\n\n{details}"
    return st.selectbox(label, names, names.index(preset), named, key=key, help=help_, disabled=disabled, **BIND)


def choose_amount(
    label: str, values: Sequence[Any], preset: Any, key: str, hint: str, disabled: bool = False, nothing: str = "all"
) -> Any:
    """One of the values, which need not be evenly spaced; nothing: what None is called."""
    if preset not in values:
        values = sorted((*values, preset), key=lambda value: float("inf") if value is None else value)
    text = {value: nothing if value is None else f"{value:g}" for value in values}
    return st.select_slider(label, values, preset, format_func=text.get, key=key, help=hint, disabled=disabled, **BIND)


def _percent(
    label: str, limits: tuple[float, float], preset: float, key: str, hint: str, disabled: bool = False
) -> float:
    """A share, chosen in percent."""
    low, high = (round(limit * 100) for limit in limits)
    options = {"step": 5, "format": "%d %%", "disabled": disabled, **BIND}
    return st.slider(label, low, high, round(preset * 100), key=key, help=hint, **options) / 100
