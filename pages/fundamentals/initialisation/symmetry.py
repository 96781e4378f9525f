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
EQUAL = f"After {{}}, the {UNITS} neurons are **exactly equal**. The layer counts as one neuron."
NEARLY_EQUAL = (
    f"After {{}}, the {UNITS} neurons are **equal to within {{}}**, which is rounding. The layer counts as one neuron."
)
BLOCKED = " None of their weights has moved, because no gradient reaches them."
BLOCKED_AT_ZERO = (
    " None of their weights has moved, because the gradient is multiplied by weights and outputs of 0. Only the bias "
    "of the output learns."
)


def show_symmetry(controls: DeltaGenerator, results: DeltaGenerator) -> None:
    """Show the units of two networks in `results`: one from equal weights, one from random ones."""
    with controls:
        activation, start, steps = _choose()
    same, random = _train(activation, start, steps), _train(activation, None, steps)
    with results:
        st.markdown(
            f"All weights of this 2-{UNITS}-1 network start with the same number. Its hidden neurons get the same "
            "inputs, give the same answers and get the same gradient. So each step changes them in the same way."
        )
        _show_units(f"All weights started at {fixed(start, 1)}", same)
        _show_verdict(same, start, steps)
        _show_units("The same network started from random weights (Glorot)", random)


def _choose() -> tuple[str, float, int]:
    options = {"format_func": lambda name: CATALOGUE[name].label, "required": True}
    hint = "The activation of the hidden neurons."
    activation = bound(
        st.segmented_control,
        "Hidden activation",
        ACTIVATIONS,
        default="sigmoid",
        key="fundamentals_same_bend",
        help=hint,
        **options,
    )
    hint = "The number with which every weight and bias starts."
    start = bound(st.slider, "Initial value", -1.0, 1.0, 0.0, 0.1, key="fundamentals_same_start", help=hint)
    hint = f"Steps of gradient descent on {len(_samples()[1])} points, with a learning rate of {LEARNING_RATE:g}."
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
        "output weight": output.kernel[:, 0],
    }
    frame = pd.DataFrame(columns, [f"neuron {unit + 1}" for unit in range(UNITS)])
    show_table(written(frame, 4))


def _show_verdict(layers: tuple[DenseLayer, ...], start: float, steps: int) -> None:
    hidden, output = layers
    units = np.vstack([hidden.kernel, hidden.bias, output.kernel.T])  # a column for each neuron
    apart = np.ptp(units, axis=1).max()
    moved = np.abs(units - start).max()
    text = EQUAL.format(counted(steps, "step"))
    if apart:
        text = NEARLY_EQUAL.format(counted(steps, "step"), scientific(apart))
    if moved:
        text += f" Their weights have moved by up to {scientific(moved)}."
    elif steps:
        text += BLOCKED if start else BLOCKED_AT_ZERO
    st.markdown(text)
