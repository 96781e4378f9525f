"""The parts of a network, and how one neuron computes its output."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, LayerValues, draw_layers, forward
from nnkit.experiment import ACTIVATIONS
from ui.charts import show_figure
from ui.controls import BIND, choose_name, choose_seed
from ui.flush import flush_to_browser
from ui.numbers import counted, factor, fixed, sum_of_products

MAX_INPUTS, MAX_HIDDEN, MAX_UNITS, MAX_OUTPUTS = 4, 3, 6, 3
INPUTS, HIDDEN, OUTPUTS = 3, (4, 3), 1  # at first
VALUES = (1.0, -0.5, 0.5, 1.5)  # of the inputs, at first
OUTPUT = "sigmoid"  # computes each output from its own logit alone
DEVIATION, BIAS = 1.0, 1.0  # standard deviation of the weights; largest size of a bias
NEURON, FIGURE = "fundamentals_neuron", "fundamentals.anatomy"


@st.fragment
def show_anatomy() -> None:
    st.markdown(
        "Every circle is a number. The **input layer** holds what is known of a sample; each neuron of a **hidden "
        "layer** and of the **output layer** takes all numbers of the layer before it, multiplies each by a "
        "**weight** of its own (a line), adds a **bias**, and bends the sum by its **activation**. Click a neuron."
    )
    build, picture = st.columns([1, 2], gap="large")
    with build:
        sizes, activation, seed = _choose_network()
    layers = draw_layers(sizes, activation, OUTPUT, seed, _kernel, BIAS)
    with picture:
        x = _choose_inputs(sizes[0])
        column, unit = _choose_neuron(sizes)
        steps = forward(layers, x)
        values = [x[0], *(step.outputs[0] for step in steps)]
        _show_network(layers, values, (column, unit))
    flush_to_browser()
    _show_sum(layers[column - 1], steps[column - 1], values[column - 1], column, unit)


def _kernel(random: np.random.Generator, inputs: int, units: int) -> np.ndarray:
    return DEVIATION * random.standard_normal((inputs, units))


def _choose_network() -> tuple[list[int], str, int]:
    """Return the sizes of all layers, inputs and outputs included, the hidden activation and the seed."""
    hint = "How many numbers a sample has, such as the length and the width of a leaf."
    inputs = st.slider("Inputs", 1, MAX_INPUTS, INPUTS, key="fundamentals_inputs", help=hint, **BIND)
    hint = "Layers between input and output. Nobody says what their neurons should answer, hence the name."
    depth = st.slider("Hidden layers", 0, MAX_HIDDEN, len(HIDDEN), key="fundamentals_layers", help=hint, **BIND)
    hidden = []
    for number in range(depth):
        units, name = (*HIDDEN, INPUTS)[number], f"fundamentals_units_{number + 1}"
        label, hint = f"Units in hidden layer {number + 1}", "Neurons of this layer."
        hidden.append(st.slider(label, 1, MAX_UNITS, units, key=name, help=hint, **BIND))
    hint = "How many questions the network answers, each by a number between 0 and 1 (sigmoid)."
    outputs = st.slider("Outputs", 1, MAX_OUTPUTS, OUTPUTS, key="fundamentals_outputs", help=hint, **BIND)
    hint = "What a hidden neuron makes of its weighted sum."
    activation = choose_name("Activation", ACTIVATIONS, "tanh", "fundamentals_activation", hint, format_name=_label)
    seed = choose_seed(0, "fundamentals_seed", "Draws other weights and biases. Nothing has been learned here.")
    return [inputs, *hidden, outputs], activation, seed


def _label(activation: str) -> str:
    return CATALOGUE[activation].label


def _choose_inputs(count: int) -> np.ndarray:
    """Return one sample: (1, inputs)."""
    values = []
    for number, column in enumerate(st.columns(count)):
        hint = "One number of the sample. Move it and see which neurons follow."
        key = f"fundamentals_x{number + 1}"
        values.append(column.slider(f"x{number + 1}", -2.0, 2.0, VALUES[number], 0.1, key=key, help=hint, **BIND))
    return np.array([values])


def _choose_neuron(sizes: Sequence[int]) -> tuple[int, int]:
    """Return the layer of the neuron, 1 for the first hidden one, and its number in the layer, from 0.

    The menu begins with the output layer.
    """
    last = len(sizes) - 1
    neurons = {
        f"{'output layer' if column == last else f'hidden layer {column}'}, neuron {unit + 1}": (column, unit)
        for column in range(last, 0, -1)
        for unit in range(sizes[column])
    }
    st.session_state["fundamentals.neurons"] = {neuron: name for name, neuron in neurons.items()}
    hint = "The one whose sum is written out below. A click on it in the picture does the same."
    return neurons[st.selectbox("Neuron", list(neurons), key=NEURON, help=hint, **BIND)]


def _show_network(layers: Sequence[DenseLayer], values: Sequence[np.ndarray], chosen: tuple[int, int]) -> None:
    weights = [array for layer in layers for array in (layer.kernel, layer.bias[0])]
    activations = [CATALOGUE[layer.activation].label for layer in layers]
    figure = draw.network_anatomy(weights, values, chosen, activations)
    show_figure(figure, FIGURE, on_select=_take_click, selection_mode="points")
    sizes = "; ".join("{} × {} + {}".format(*layer.kernel.shape, layer.bias.size) for layer in layers)
    total = sum(layer.parameters for layer in layers)
    st.markdown(f"**{counted(total, 'parameter')}** to learn, weights + biases of each layer: {sizes}.")


def _take_click() -> None:
    for point in st.session_state[FIGURE].selection.points:
        neuron = tuple(point.get("customdata", ()))
        if name := st.session_state["fundamentals.neurons"].get(neuron):  # an input computes nothing
            st.session_state[NEURON] = name


def _show_sum(layer: DenseLayer, step: LayerValues, inputs: np.ndarray, column: int, unit: int) -> None:
    """Show how the chosen neuron computes its output, term by term."""
    kernel, bias = layer.kernel[:, unit], layer.bias[0, unit]
    z, a = step.pre_activations[0, unit], step.outputs[0, unit]
    symbol = "x" if column == 1 else "a"
    table, formula = st.columns(2, gap="large")
    with table:
        rows = [*zip(inputs, kernel, inputs * kernel, strict=True), (1.0, bias, bias)]
        names = [*(f"{symbol}{number + 1}" for number in range(len(inputs))), "bias"]
        frame = pd.DataFrame(rows, names, ["value", "weight", "value × weight"])
        st.dataframe(frame, column_config={name: st.column_config.NumberColumn(format="%.4f") for name in frame})
    with formula:
        activation = CATALOGUE[layer.activation]
        terms = sum_of_products(map(fixed, inputs), map(fixed, kernel))
        st.markdown(
            f"z = {terms} + {factor(fixed(bias))} = **{fixed(z, 4)}**\n\n"
            f"a = f(z) = {activation.label}({fixed(z, 4)}) = **{fixed(a, 4)}**"
        )
        st.latex(rf"f(z) = {activation.formula}")
        source = "the inputs" if column == 1 else f"the outputs a of hidden layer {column - 1}"
        st.caption(f"The values are {source}; the bias is a weight whose value is always 1. Factors are rounded here.")
