"""Several linear layers equal one layer, whose kernel is the product of their matrices."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, collapse, forward
from nnkit.concepts.linear_layers import (
    ACTIVATIONS,
    LIMIT,
    SAMPLES,
    SIZES,
    draw_linear_layers,
    furthest_from_one_layer,
    with_activation,
)
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import bound, choose_seed
from ui.lessons.computed.activations import bend_table
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import fixed, scientific

ALONG = np.linspace(-6, 6, 241)  # x1 of the drawn curves, so far that a bend is seen
TEXT_HEIGHT = 270  # px for the switch, the sentence and the matrices
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
    layers = draw_linear_layers(seed)
    single = collapse(layers)
    note_table((activation, seed), bend_table(activation, seed))
    with results:
        show_figure(_outputs_of(activation, seed, x, height_above(TEXT_HEIGHT)), "fundamentals.bend")
        furthest = furthest_from_one_layer(activation, seed)
        st.markdown(comparison_text(with_activation(layers, activation), single, np.array([x]), furthest))
    with details:
        show_figure(_product_of(seed, is_narrow()), "fundamentals.product")
        with st.expander("What happens to the biases?"):
            st.markdown(bias_text(layers, single))
        with st.expander("Which layers need a bend?"):
            st.markdown(
                "Hidden layers need an activation that is not linear. The output layer can be linear. In a regression "
                "it is, because the answer may be any number."
            )


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
    networks = with_activation(draw_linear_layers(seed), activation), [collapse(draw_linear_layers(seed))]
    inputs = np.column_stack([ALONG, np.full(len(ALONG), x[1])])
    curves = tuple(forward(layers, inputs)[-1].outputs[:, 0] for layers in networks)
    at = (x[0], *(forward(layers, np.array([x]))[-1].outputs[0, 0] for layers in networks))
    return draw.network_and_line(ALONG, curves, at, (f"x1, with x2 = {fixed(x[1], 1)}", "output"), height)


@memoize_figure
def _product_of(seed: int, narrow: bool) -> go.Figure:
    layers = draw_linear_layers(seed)
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


def comparison_text(network: Sequence[DenseLayer], single: DenseLayer, x: np.ndarray, furthest: float) -> str:
    """Say what both answer for the sample, and how far apart their answers are at most over many samples."""
    answers = [forward(layers, x)[-1].outputs[0, 0] for layers in (network, [single])]
    here = (
        f"For this sample the network answers **{fixed(answers[0], 4)}**, and the single layer answers "
        f"**{fixed(answers[1], 4)}**."
    )
    return f"{here} {(SAME if furthest < 1e-9 else DIFFERENT).format(scientific(furthest))}"
