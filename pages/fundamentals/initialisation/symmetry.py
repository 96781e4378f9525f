"""Equal weights stay equal: the units of a layer before and after some steps of training."""

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Planar, load
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer
from nnkit.concepts.initialisation import descend, initialise_layers
from ui.controls import bound, choose_value
from ui.numbers import counted, fixed, scientific
from ui.tables import show_table, written

UNITS, LEARNING_RATE = 3, 0.5
DATA = Planar(points=60)
STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200)
ACTIVATIONS = ("tanh", "relu", "sigmoid")


def show_symmetry(controls: DeltaGenerator, results: DeltaGenerator) -> None:
    """Show the units of two networks in `results`: one from equal weights, one from random ones."""
    with controls:
        activation, start, steps = _choose()
    same, random = _train(activation, start, steps), _train(activation, None, steps)
    with results:
        st.markdown(
            f"A 2-{UNITS}-1 network whose weights all begin with the same number. Its hidden neurons see the same, "
            "answer the same and get the same gradient: each step changes them in the same way."
        )
        _show_units(f"All weights began at {fixed(start, 1)}", same)
        _show_verdict(same, start, steps)
        _show_units("The same network from random weights (Glorot)", random)


def _choose() -> tuple[str, float, int]:
    options = {"format_func": lambda name: CATALOGUE[name].label, "required": True}
    hint = "Of the hidden neurons."
    activation = bound(
        st.segmented_control,
        "Hidden activation",
        ACTIVATIONS,
        default="sigmoid",
        key="fundamentals_same_bend",
        help=hint,
        **options,
    )
    hint = "The number that every weight and bias begins with."
    start = bound(st.slider, "All begin at", -1.0, 1.0, 0.0, 0.1, key="fundamentals_same_start", help=hint)
    hint = f"Of gradient descent on {len(_samples()[1])} points, with a learning rate of {LEARNING_RATE:g}."
    steps = choose_value("Steps", STEPS, 100, "fundamentals_same_steps", hint)
    return activation, start, steps


def _equal_layers(activation: str, start: float) -> tuple[DenseLayer, ...]:
    hidden = DenseLayer(np.full((2, UNITS), start), np.full((1, UNITS), start), activation)
    return hidden, DenseLayer(np.full((UNITS, 1), start), np.full((1, 1), start), "sigmoid")


@lru_cache(maxsize=64)
def _train(activation: str, start: float | None, steps: int) -> tuple[DenseLayer, ...]:
    """Return the layers after so many steps from weights equal to `start`, or from random ones if it is None."""
    random = start is None
    layers = (
        initialise_layers("glorot", (2, UNITS, 1), activation, "sigmoid", 0)
        if random
        else _equal_layers(activation, start)
    )
    return descend(layers, *_samples(), LEARNING_RATE, steps)[0]


@lru_cache(maxsize=1)
def _samples() -> tuple[np.ndarray, np.ndarray]:
    """Return x (n, 2) and y (n, 1), with half of class 1 left out.

    Between classes of equal size, even the bias of the output may have a gradient of 0.
    """
    data = load(DATA)
    kept = (data.y_train == 0) | (np.arange(len(data.y_train)) % 2 == 0)
    return data.x_train[kept].astype(float), data.y_train[kept, None]


def _show_units(title: str, layers: tuple[DenseLayer, ...]) -> None:
    st.markdown(f"**{title}**")
    hidden, output = layers
    columns = {
        "w1": hidden.kernel[0],
        "w2": hidden.kernel[1],
        "bias": hidden.bias[0],
        "to output": output.kernel[:, 0],
    }
    frame = pd.DataFrame(columns, [f"neuron {unit + 1}" for unit in range(UNITS)])
    show_table(written(frame, 4))


def _show_verdict(layers: tuple[DenseLayer, ...], start: float, steps: int) -> None:
    hidden, output = layers
    units = np.vstack([hidden.kernel, hidden.bias, output.kernel.T])  # a column for each neuron
    apart = np.ptp(units, axis=1).max()
    moved = np.abs(units - start).max()
    equal = "exactly equal" if apart == 0 else f"equal to within {scientific(apart)}, which is rounding"
    text = f"After {counted(steps, 'step')} the {UNITS} neurons that began at {fixed(start, 1)} are **{equal}**: the "
    text += "layer counts as one neuron."
    if moved:
        text += f" Their weights have moved by up to {scientific(moved)}."
    elif steps:
        text += " None of their weights has moved, as no gradient comes to them"
        text += (
            ": it is multiplied by weights and by outputs of 0. Only the output's bias learns." if not start else "."
        )
    st.markdown(text)
