"""Controls for a `Network`: hidden layers, activation, penalties and dropout."""

import streamlit as st

from nnkit.experiment import ACTIVATIONS, Network
from nnkit.experiment.limits import LIMITS
from ui.controls.binding import bound
from ui.controls.widgets import choose_name, choose_share, choose_value
from ui.descriptions import usual_spelling

PENALTIES = (0.0, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1)
NEW_LAYER_UNITS = 15


def choose_hidden(
    page: str,
    preset: Network,
    max_units: int = int(LIMITS["units"][1]),
    new_layer_units: int = NEW_LAYER_UNITS,
) -> tuple[int, ...]:
    """Choose the units of each hidden layer; a layer that the preset does not have begins with `new_layer_units`."""
    return choose_units(page, preset, choose_layer_count(page, preset), max_units, new_layer_units)


def choose_layer_count(page: str, preset: Network) -> int:
    return bound(
        st.slider,
        "Hidden layers",
        *LIMITS["hidden_layers"],
        len(preset.hidden),
        key=f"{page}_layers",
        help="Layers between the inputs and the output layer. With none, the output layer gets the inputs themselves.",
    )


def choose_units(
    page: str,
    preset: Network,
    layer_count: int,
    max_units: int = int(LIMITS["units"][1]),
    new_layer_units: int = NEW_LAYER_UNITS,
    columns: int = 1,
) -> tuple[int, ...]:
    """Choose the units of so many hidden layers; the rest as in `choose_hidden`.

    columns: how many sliders stand beside each other, where there are as many layers.
    """
    places = st.columns(max(1, min(columns, layer_count)))
    return tuple(
        bound(
            places[layer % len(places)].slider,
            f"Units in {'hidden ' if len(places) == 1 else ''}layer {layer + 1}",
            int(LIMITS["units"][0]),
            max_units,
            dict(enumerate(preset.hidden)).get(layer, new_layer_units),
            key=f"{page}_units_{layer + 1}",
            help=(
                "The number of neurons in this layer. A network with more neurons can learn more, takes longer to "
                "train and overfits more easily."
            ),
        )
        for layer in range(layer_count)
    )


def choose_network(page: str, preset: Network, hidden: tuple[int, ...]) -> Network:
    """Choose activation, penalties and dropout. They act on hidden layers: without any, these controls are disabled."""
    disabled = not hidden
    activation = choose_activation(preset.activation, f"{page}_activation", disabled)
    l1 = choose_penalty("l1", preset.l1, f"{page}_l1", disabled)
    l2 = choose_penalty("l2", preset.l2, f"{page}_l2", disabled)
    dropout = choose_dropout(preset.dropout, f"{page}_dropout", disabled)
    if disabled:
        return Network(hidden, preset.activation)
    return Network(hidden, activation, l1=l1, l2=l2, dropout=dropout)


def choose_activation(preset: str, key: str, disabled: bool = False) -> str:
    hint = (
        "The function that turns a hidden neuron's weighted sum into its output. If it is linear, hidden layers add "
        "nothing."
    )
    return choose_name("Activation", ACTIVATIONS, preset, key, hint, disabled, usual_spelling)


def choose_penalty(name: str, preset: float, key: str, disabled: bool = False) -> float:
    """Choose the λ of the "l1" or "l2" penalty."""
    hint = {
        "l1": (
            "Adds λ Σ|w| over the weights of the hidden layers to the loss. This drives weights that matter little to "
            "0."
        ),
        "l2": "Adds λ Σw² over the weights of the hidden layers to the loss. This keeps all these weights small.",
    }[name]
    return choose_value(f"{name.upper()} penalty λ", PENALTIES, preset, key, hint, disabled)


def choose_dropout(preset: float, key: str, disabled: bool = False) -> float:
    return choose_share(
        "Dropout",
        LIMITS["dropout"],
        preset,
        key,
        "Each training step sets this share of the outputs of each hidden layer to 0 at random. The other outputs are "
        "scaled up to compensate.",
        disabled,
    )
