"""The parts of a network, and how one neuron computes its output."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, LayerValues, draw_layers, forward
from nnkit.experiment import ACTIVATIONS
from pages.fundamentals.arrangement import height_above, pairs
from pages.fundamentals.exercises import ANATOMY
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import bound, choose_name, choose_seed
from ui.glossary import term
from ui.layout import lay_out, more, place_details
from ui.memoize import memoize_figure
from ui.numbers import counted, factor, fixed, sum_of_products
from ui.tables import show_table, written
from ui.try_this import try_this

MAX_INPUTS, MAX_HIDDEN, MAX_UNITS, MAX_OUTPUTS = 4, 3, 6, 3
INPUTS, HIDDEN, OUTPUTS = 3, (4, 3), 1  # at first
VALUES = (1.0, -0.5, 0.5, 1.5)  # of the inputs, at first
OUTPUT = "sigmoid"  # computes each output from its own logit alone
DEVIATION, BIAS = 1.0, 1.0  # standard deviation of the weights; largest size of a bias
NEURON, FIGURE = "fundamentals_neuron", "fundamentals.anatomy"
UNITS = [f"fundamentals_units_{number}" for number in range(1, MAX_HIDDEN + 1)]  # keys of controls
SEED = "fundamentals_seed"
TEXT_HEIGHT = 160  # px for the sum under the figure

PARTS = (
    "Every circle is a number. The **input layer** holds the numbers of a sample. Each neuron of a "
    f"**{term('hidden layer')}** and of the **output layer** takes all numbers of the layer before it. It multiplies "
    f"each by its own **{term('weight')}** (a line), adds a **{term('bias')}** and applies its "
    f"**{term('activation')}** to the sum. Weights and biases are the network's **{term('parameter', 'parameters')}**."
)


@st.fragment
def show_anatomy() -> None:
    controls, results = lay_out(
        "How does a network compute? Every circle is a number. Click a neuron to see how it computes its number."
    )
    details = place_details(results)
    with controls:
        upper, lower = st.container(), st.container()
        # On a phone, what is moved most comes right under the figure.
        sample, shape = (upper, lower) if is_narrow() else (lower, upper)
        with shape:
            inputs, depth, outputs, activation = _choose_network()
        with more((*UNITS, SEED)):
            hidden, seed = _choose_hidden(depth)
    sizes = [inputs, *hidden, outputs]
    with sample:
        column, unit = _choose_neuron(sizes)
        x = _choose_inputs(inputs)
    layers = _layers_of(tuple(sizes), activation, seed)
    steps = forward(layers, np.array([x]))
    values = _values_of(x, steps)
    with results:
        figure = _picture_of(tuple(sizes), activation, seed, x, (column, unit), height_above(TEXT_HEIGHT))
        show_figure(figure, FIGURE, on_click=_choose_clicked)
        _show_sum(layers[column - 1], steps[column - 1], values[column - 1], unit)
    with details:
        _show_terms(layers[column - 1], values[column - 1], column, unit)
        _explain(layers)
    try_this(ANATOMY, controls)


def _layers_of(sizes: tuple[int, ...], activation: str, seed: int) -> tuple[DenseLayer, ...]:
    return draw_layers(sizes, activation, OUTPUT, seed, _kernel, BIAS)


def _values_of(x: tuple[float, ...], steps: Sequence[LayerValues]) -> list[np.ndarray]:
    """Return the inputs and the outputs of each layer."""
    return [np.array(x), *(step.outputs[0] for step in steps)]


def _kernel(random: np.random.Generator, inputs: int, units: int) -> np.ndarray:
    return DEVIATION * random.standard_normal((inputs, units))


def _choose_network() -> tuple[int, int, int, str]:
    """Return the numbers of inputs, hidden layers and outputs, and the activation of the hidden layers."""
    cells = pairs()
    hint = "How many numbers a sample has, such as the length and the width of a leaf."
    inputs = bound(next(cells).slider, "Inputs", 1, MAX_INPUTS, INPUTS, key="fundamentals_inputs", help=hint)
    hint = "Layers between inputs and outputs. No data say what their neurons should answer."
    depth = bound(next(cells).slider, "Hidden layers", 0, MAX_HIDDEN, len(HIDDEN), key="fundamentals_layers", help=hint)
    hint = "How many questions the network answers, each with a number between 0 and 1 (sigmoid)."
    outputs = bound(next(cells).slider, "Outputs", 1, MAX_OUTPUTS, OUTPUTS, key="fundamentals_outputs", help=hint)
    with next(cells):
        hint = "The function that a hidden neuron applies to its weighted sum."
        activation = choose_name("Activation", ACTIVATIONS, "tanh", "fundamentals_activation", hint, format_name=_label)
    return inputs, depth, outputs, activation


def _label(activation: str) -> str:
    return CATALOGUE[activation].label


def _choose_hidden(depth: int) -> tuple[list[int], int]:
    """Return the units of each hidden layer and the seed of the weights."""
    cells, hint = pairs(), "The number of neurons in this hidden layer."
    hidden = [
        bound(next(cells).slider, f"Units in layer {number}", 1, MAX_UNITS, units, key=key, help=hint)
        for number, units, key in zip(range(1, depth + 1), (*HIDDEN, INPUTS), UNITS, strict=False)
    ]
    with next(cells):
        seed = choose_seed(0, SEED, "Another seed gives other weights and biases. Nothing has been learned here.")
    return hidden, seed


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
    hint = "The neuron whose sum is written out below the picture. You can also click it in the picture."
    return neurons[bound(st.selectbox, "Neuron", list(neurons), key=NEURON, help=hint)]


def _choose_inputs(count: int) -> tuple[float, ...]:
    """Return the inputs of one sample."""
    hint = "One number of the sample. Move it and see which neurons change."
    return tuple(
        bound(column.slider, f"x{number}", -2.0, 2.0, value, 0.1, key=f"fundamentals_x{number}", help=hint)
        for number, value, column in zip(range(1, count + 1), VALUES, pairs(), strict=False)
    )


@memoize_figure
def _picture_of(
    sizes: tuple[int, ...], activation: str, seed: int, x: tuple[float, ...], chosen: tuple[int, int], height: int
) -> go.Figure:
    layers = _layers_of(sizes, activation, seed)
    values = _values_of(x, forward(layers, np.array([x])))
    weights = [array for layer in layers for array in (layer.kernel, layer.bias[0])]
    activations = [CATALOGUE[layer.activation].label for layer in layers]
    return draw.network_anatomy(weights, values, chosen, activations, height)


def _choose_clicked(neuron: Sequence[int]) -> None:
    if name := st.session_state["fundamentals.neurons"].get(tuple(neuron)):  # an input computes nothing
        st.session_state[NEURON] = name


def _show_sum(layer: DenseLayer, step: LayerValues, inputs: np.ndarray, unit: int) -> None:
    """Write out how the chosen neuron computes its output."""
    z, a = step.pre_activations[0, unit], step.outputs[0, unit]
    terms = sum_of_products(map(fixed, inputs), map(fixed, layer.kernel[:, unit]))
    st.markdown(
        f"z = {terms} + {factor(fixed(layer.bias[0, unit]))} = **{fixed(z, 4)}**\n\n"
        f"a = f(z) = {CATALOGUE[layer.activation].label}({fixed(z, 4)}) = **{fixed(a, 4)}**"
    )


def _show_terms(layer: DenseLayer, inputs: np.ndarray, column: int, unit: int) -> None:
    """Show the terms of the chosen neuron's sum in a table, and its activation."""
    kernel, bias = layer.kernel[:, unit], layer.bias[0, unit]
    symbol = "x" if column == 1 else "a"
    table, formula = st.columns(2, gap="large")
    with table:
        rows = [*zip(inputs, kernel, inputs * kernel, strict=True), (1.0, bias, bias)]
        names = [*(f"{symbol}{number + 1}" for number in range(len(inputs))), "bias"]
        frame = pd.DataFrame(rows, names, ["value", "weight", "value × weight"])
        show_table(written(frame, 4))
    with formula:
        st.latex(rf"f(z) = {CATALOGUE[layer.activation].formula}")
        values = "The values are the inputs."
        if column > 1:
            values = f"The values are the outputs a of hidden layer {column - 1}."
        st.markdown(f"{values} The bias is a weight whose value is always 1. The factors in the sum above are rounded.")


def _shapes_text(layers: Sequence[DenseLayer]) -> str:
    """Explain how Keras writes the shapes of the layers' outputs."""
    units = [layer.kernel.shape[1] for layer in layers]
    shapes = ", ".join(f"`(None, {count})`" for count in units)
    return (
        f"Keras writes the shapes of the outputs of these layers as {shapes}. The last one means "
        f"{counted(units[-1], 'number')} for each sample. {term('None in a shape', 'None')} stands for any number of "
        "samples."
    )


def _explain(layers: Sequence[DenseLayer]) -> None:
    sizes = "; ".join("{} × {} + {}".format(*layer.kernel.shape, layer.bias.size) for layer in layers)
    total = sum(layer.parameters for layer in layers)
    with st.expander("The parts of a network"):
        st.markdown(f"{PARTS}\n\n{_shapes_text(layers)}")
    st.markdown(f"The network has **{counted(total, 'parameter')}**, the weights + biases of each layer: {sizes}.")
