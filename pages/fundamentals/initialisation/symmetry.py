"""Why equal weights stay equal: units of a layer that start alike, before and after some steps."""

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import Planar, load
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer
from nnkit.concepts.initialisation import descend, initialise_layers
from ui.controls import BIND, choose_amount
from ui.numbers import counted, scientific, signed

UNITS, RATE = 3, 0.5
DATA = Planar(points=60)
STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200)
BENT = ("tanh", "relu", "sigmoid")


@st.fragment
def show_symmetry() -> None:
    st.markdown(
        f"A 2-{UNITS}-1 network whose weights all begin with the same number. Its hidden neurons see the same, answer "
        "the same and get the same gradient: each step changes them in the same way. The second table "
        "is of the same network from random weights."
    )
    activation, start, steps = _choose()
    same, random = _after(activation, start, steps), _after(activation, None, steps)
    alike, drawn_beside = st.columns(2, gap="large")
    for column, title, layers in (
        (alike, f"All weights began at {signed(start, 1)}", same),
        (drawn_beside, "Glorot", random),
    ):
        with column:
            st.markdown(f"**{title}**")
            _show_units(layers)
    _tell(same, start, steps)


def _choose() -> tuple[str, float, int]:
    bend, begin, length = st.columns(3, gap="large")
    with bend:
        options = {"format_func": lambda name: CATALOGUE[name].label, "required": True, **BIND}
        hint = "Of the hidden neurons."
        activation = st.segmented_control(
            "Hidden activation", BENT, default="sigmoid", key="fundamentals_same_bend", help=hint, **options
        )
    with begin:
        hint = "The number that every weight and bias begins with."
        start = st.slider("All begin at", -1.0, 1.0, 0.0, 0.1, key="fundamentals_same_start", help=hint, **BIND)
    with length:
        hint = f"Of gradient descent on {len(_samples()[1])} points, with a learning rate of {RATE:g}."
        steps = choose_amount("Steps", STEPS, 100, "fundamentals_same_steps", hint)
    return activation, start, steps


def _alike(activation: str, start: float) -> tuple[DenseLayer, ...]:
    hidden = DenseLayer(np.full((2, UNITS), start), np.full((1, UNITS), start), activation)
    return hidden, DenseLayer(np.full((UNITS, 1), start), np.full((1, 1), start), "sigmoid")


@lru_cache(maxsize=64)
def _after(activation: str, start: float | None, steps: int) -> tuple[DenseLayer, ...]:
    """The layers after so many steps from equal weights, or, without a start, from random ones."""
    random = start is None
    layers = (
        initialise_layers("glorot", (2, UNITS, 1), activation, "sigmoid", 0) if random else _alike(activation, start)
    )
    return descend(layers, *_samples(), RATE, steps)[0]


@lru_cache(maxsize=1)
def _samples() -> tuple[np.ndarray, np.ndarray]:
    """x (n, 2) and y (n, 1). Half of class 1 is left out: where classes are equal, even the output's bias may rest."""
    data = load(DATA)
    kept = (data.y_train == 0) | (np.arange(len(data.y_train)) % 2 == 0)
    return data.x_train[kept].astype(float), data.y_train[kept, None]


def _show_units(layers: tuple[DenseLayer, ...]) -> None:
    hidden, output = layers
    columns = {
        "w1": hidden.kernel[0],
        "w2": hidden.kernel[1],
        "bias": hidden.bias[0],
        "to output": output.kernel[:, 0],
    }
    frame = pd.DataFrame(columns, [f"neuron {unit + 1}" for unit in range(UNITS)])
    st.dataframe(frame, column_config={name: st.column_config.NumberColumn(format="%.4f") for name in columns})


def _tell(layers: tuple[DenseLayer, ...], start: float, steps: int) -> None:
    hidden, output = layers
    units = np.vstack([hidden.kernel, hidden.bias, output.kernel.T])  # a column a neuron
    apart = np.ptp(units, axis=1).max()
    moved = np.abs(units - start).max()
    equal = "exactly equal" if apart == 0 else f"equal to within {scientific(apart)}, which is rounding"
    told = f"After {counted(steps, 'step')} the {UNITS} neurons that began at {signed(start, 1)} are **{equal}**: the "
    told += "layer counts as one neuron."
    if moved:
        told += f" Their weights have moved by up to {scientific(moved)}."
    elif steps:
        told += " None of their weights has moved, as no gradient comes to them"
        told += (
            ": it is multiplied by weights and by outputs of 0. Only the output's bias learns." if not start else "."
        )
    st.markdown(told)
