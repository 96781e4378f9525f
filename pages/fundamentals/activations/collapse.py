"""Several linear layers equal one layer, whose kernel is the product of their matrices."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, collapse, draw_layers, forward
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import bound, choose_seed
from ui.memoize import memoize_figure
from ui.numbers import fixed, scientific

SIZES = (2, 3, 3, 1)
SAMPLES = 1_000  # on which both networks are compared
LIMIT = 2.0  # largest size of an input
ALONG = np.linspace(-6, 6, 241)  # x1 of the drawn curves, so far that a bend is seen
TEXT_HEIGHT = 270  # px for the switch, the sentence and the matrices
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")
SAME = f"Over {SAMPLES:,} random samples, the answers differ by at most {{}}. They are the same, except for rounding."
DIFFERENT = f"Over {SAMPLES:,} random samples, the answers differ by at most {{}}. This is no longer the same function."


def show_collapse(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown(
            f"If the layers of this network, {' → '.join(map(str, SIZES))}, are linear, they pass their sums on "
            "unchanged. Then a single layer with the product of their matrices computes the same. Choose another "
            "function between the layers and compare."
        )
        activation, x, seed = _choose()
    layers = _layers_of(seed)
    single = collapse(layers)
    with results:
        show_figure(_outputs_of(activation, seed, x, height_above(TEXT_HEIGHT)), "fundamentals.bend")
        st.markdown(comparison_text(_bend(layers, activation), single, np.array([x])))
    with details:
        show_figure(_product_of(seed, is_narrow()), "fundamentals.product")
        with st.expander("What happens to the biases?"):
            st.markdown(bias_text(layers, single))
        with st.expander("Which layers need a bend?"):
            st.markdown(
                "Hidden layers need an activation that is not linear. The output layer can be linear. In a regression "
                "it is, because the answer may be any number."
            )


def _layers_of(seed: int) -> tuple[DenseLayer, ...]:
    return draw_layers(SIZES, "linear", "linear", seed, lambda random, *shape: random.standard_normal(shape), 1.0)


def _bend(layers: Sequence[DenseLayer], activation: str) -> list[DenseLayer]:
    """Return the layers with this activation between them."""
    return [replace(layer, activation=activation) for layer in layers[:-1]] + [layers[-1]]


def _choose() -> tuple[str, tuple[float, float], int]:
    """Return the activation between the layers, x1 and x2 of one sample, and the seed of the weights."""
    activation = bound(
        st.selectbox,
        "Between the layers",
        ACTIVATIONS,
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_between",
        help="The activation of both hidden layers. If it is linear, the single layer is equal to the network.",
    )
    hint = "One number of the sample. The network and the single layer both get it."
    x1, x2 = (
        bound(st.slider, f"x{number}", -LIMIT, LIMIT, value, 0.1, key=f"fundamentals_product_x{number}", help=hint)
        for number, value in ((1, 1.0), (2, -1.0))
    )
    seed = choose_seed(0, "fundamentals_product_seed", "Another seed gives other matrices.")
    return activation, (x1, x2), seed


@memoize_figure
def _outputs_of(activation: str, seed: int, x: tuple[float, float], height: int) -> go.Figure:
    """Draw the outputs of the network and of the single layer for every x1, with x2 as it is in the sample."""
    networks = _bend(_layers_of(seed), activation), [collapse(_layers_of(seed))]
    inputs = np.column_stack([ALONG, np.full(len(ALONG), x[1])])
    curves = tuple(forward(layers, inputs)[-1].outputs[:, 0] for layers in networks)
    at = (x[0], *(forward(layers, np.array([x]))[-1].outputs[0, 0] for layers in networks))
    return draw.network_and_line(ALONG, curves, at, (f"x1, with x2 = {fixed(x[1], 1)}", "output"), height)


@memoize_figure
def _product_of(seed: int, narrow: bool) -> go.Figure:
    layers = _layers_of(seed)
    single = collapse(layers)
    factors = [
        draw.Matrix(f"W{number}", layer.kernel, "·" if number > 1 else "") for number, layer in enumerate(layers, 1)
    ]
    products = [draw.Matrix("product", single.kernel, "="), draw.Matrix("b", single.bias, ",")]
    return draw.matrix_lines([factors, products] if narrow else [[*factors, *products]])


def bias_text(layers: tuple[DenseLayer, ...], single: DenseLayer) -> str:
    """Explain the bias of the single layer by the biases of the layers, which the figure leaves out."""
    given = ", ".join(f"b{number} = {_row(layer.bias)}" for number, layer in enumerate(layers, 1))
    return (
        "The matrices of the later layers multiply the biases too: b = b1 · W2 · W3 + b2 · W3 + b3 = "
        f"{_row(single.bias)}, with {given}."
    )


def _row(bias: np.ndarray) -> str:
    return f"({', '.join(fixed(value) for value in bias[0])})"


def comparison_text(network: Sequence[DenseLayer], single: DenseLayer, x: np.ndarray) -> str:
    """Say what both answer for the sample, and how far apart their answers are over many samples."""
    many = np.random.default_rng(0).uniform(-LIMIT, LIMIT, (SAMPLES, SIZES[0]))
    answers = [forward(layers, x)[-1].outputs[0, 0] for layers in (network, [single])]
    furthest = np.abs(forward(network, many)[-1].outputs - forward([single], many)[-1].outputs).max()
    here = (
        f"For this sample the network answers **{fixed(answers[0], 4)}**, and the single layer answers "
        f"**{fixed(answers[1], 4)}**."
    )
    return f"{here} {(SAME if furthest < 1e-9 else DIFFERENT).format(scientific(furthest))}"
