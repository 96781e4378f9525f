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
from ui.controls import BIND, choose_seed
from ui.controls.hints import explained
from ui.numbers import fixed, scientific

SIZES = (2, 3, 3, 1)
SAMPLES = 1_000  # on which both networks are compared
LIMIT = 2.0  # largest size of an input
ALONG = np.linspace(-6, 6, 241)  # x1 of the drawn curves, so far that a bend is seen
TEXT_HEIGHT = 270  # px for the switch, the sentence and the matrices
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")


def show_collapse(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown(
            f"This network, {' → '.join(map(str, SIZES))}, passes its sums on as they are. Multiply its matrices: one "
            "layer with the product computes the same. Then put a bend between the layers."
        )
        activation, x, seed = _choose()
    layers = draw_layers(SIZES, "linear", "linear", seed, lambda random, *shape: random.standard_normal(shape), 1.0)
    single = collapse(layers)
    bent = [replace(layer, activation=activation) for layer in layers[:-1]] + [layers[-1]]
    with results:
        _show_outputs(bent, single, x)
        st.markdown(comparison_text(bent, single, x))
    with details:
        show_figure(_product_of(layers, single), "fundamentals.product")
        with st.expander("Where do the biases go?"):
            st.markdown(bias_text(layers, single))
        with st.expander("What follows from this"):
            st.markdown(
                "Hidden layers need a bend. Some textbooks say that an activation is always non-linear; in the output "
                "layer it need not be: a regression, whose answer may be any number, ends with a linear layer."
            )


def _choose() -> tuple[str, np.ndarray, int]:
    """Return the activation between the layers, one sample, (1, 2), and the seed of the weights."""
    activation = st.selectbox(
        explained(
            "Between the layers",
            "What the two hidden layers do with their sums. Only for linear is the product the whole network.",
        ),
        ACTIVATIONS,
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_between",
        **BIND,
    )
    hint = "One number of the sample that both get."
    x = [
        st.slider(
            explained(f"x{number}", hint), -LIMIT, LIMIT, value, 0.1, key=f"fundamentals_product_x{number}", **BIND
        )
        for number, value in ((1, 1.0), (2, -1.0))
    ]
    seed = choose_seed(0, "fundamentals_product_seed", "Draws other matrices.")
    return activation, np.array([x]), seed


def _show_outputs(network: Sequence[DenseLayer], single: DenseLayer, x: np.ndarray) -> None:
    """Draw the outputs of the network and of the single layer for every x1, with x2 as it is in the sample."""
    inputs = np.column_stack([ALONG, np.full(len(ALONG), x[0, 1])])
    curves = tuple(forward(layers, inputs)[-1].outputs[:, 0] for layers in (network, [single]))
    at = (x[0, 0], *(forward(layers, x)[-1].outputs[0, 0] for layers in (network, [single])))
    names = f"x1, with x2 = {fixed(x[0, 1], 1)}", "output"
    show_figure(draw.network_and_line(ALONG, curves, at, names, height_above(TEXT_HEIGHT)), "fundamentals.bend")


def _product_of(layers: tuple[DenseLayer, ...], single: DenseLayer) -> go.Figure:
    factors = [
        draw.Matrix(f"W{number}", layer.kernel, "·" if number > 1 else "") for number, layer in enumerate(layers, 1)
    ]
    products = [draw.Matrix("product", single.kernel, "="), draw.Matrix("b", single.bias, ",")]
    return draw.matrix_lines([factors, products] if is_narrow() else [[*factors, *products]])


def bias_text(layers: tuple[DenseLayer, ...], single: DenseLayer) -> str:
    """Explain the bias of the single layer by the biases of the layers, which the figure leaves out."""
    given = ", ".join(f"b{number} = {_row(layer.bias)}" for number, layer in enumerate(layers, 1))
    return (
        "Biases go through the layers that follow: b = b1 · W2 · W3 + b2 · W3 + b3 = "
        f"{_row(single.bias)}, with {given}."
    )


def _row(bias: np.ndarray) -> str:
    return f"({', '.join(fixed(value) for value in bias[0])})"


def comparison_text(network: Sequence[DenseLayer], single: DenseLayer, x: np.ndarray) -> str:
    """Say what both answer for the sample, and how far apart their answers are over many samples."""
    many = np.random.default_rng(0).uniform(-LIMIT, LIMIT, (SAMPLES, SIZES[0]))
    answers = [forward(layers, x)[-1].outputs[0, 0] for layers in (network, [single])]
    furthest = np.abs(forward(network, many)[-1].outputs - forward([single], many)[-1].outputs).max()
    same = "the same but for rounding" if furthest < 1e-9 else "no longer the same function"
    return (
        f"For this sample the network answers **{fixed(answers[0], 4)}**, the single layer "
        f"**{fixed(answers[1], 4)}**. Over {SAMPLES:,} random samples they differ by at most "
        f"{scientific(furthest)}: {same}."
    )
