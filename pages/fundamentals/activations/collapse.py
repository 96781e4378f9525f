"""Several linear layers equal one layer, whose kernel is the product of their matrices."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, collapse, draw_layers, forward
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND, choose_seed
from ui.numbers import fixed, scientific

SIZES = (2, 3, 3, 1)
SAMPLES = 1_000  # on which both networks are compared
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")


@st.fragment
def show_collapse() -> None:
    st.markdown(
        "A network of layers that pass their sums on as they are: "
        f"{' → '.join(map(str, SIZES))}. Multiply its matrices, and one layer with the product computes the same."
    )
    activation, seed, x = _choose()
    layers = draw_layers(SIZES, "linear", "linear", seed, lambda random, *shape: random.standard_normal(shape), 1.0)
    single = collapse(layers)
    show_figure(_product_of(layers, single), "fundamentals.product")
    st.markdown(bias_text(layers, single))
    _compare(layers, single, activation, x)
    st.caption(
        "So hidden layers need a bend. Some textbooks say that an activation is always non-linear; in the output "
        "layer it need not be: a regression, whose answer may be any number, ends with a linear layer."
    )


def _choose() -> tuple[str, int, np.ndarray]:
    """Return the activation between the layers, the seed of the weights, and one sample: (1, 2)."""
    columns = st.columns(4, gap="medium")
    activation = columns[0].selectbox(
        "Between the layers",
        ACTIVATIONS,
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_between",
        help="What the two hidden layers do with their sums. Only for linear is the product the whole network.",
        **BIND,
    )
    with columns[1]:
        seed = choose_seed(0, "fundamentals_product_seed", "Draws other matrices.")
    hint = "One number of the sample that both get."
    values = zip((1, 2), (1.0, -1.0), columns[2:], strict=True)
    x = [
        column.slider(f"x{number}", -2.0, 2.0, value, 0.1, key=f"fundamentals_product_x{number}", help=hint, **BIND)
        for number, value, column in values
    ]
    return activation, seed, np.array([x])


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


def _compare(layers: tuple[DenseLayer, ...], single: DenseLayer, activation: str, x: np.ndarray) -> None:
    bent = [replace(layer, activation=activation) for layer in layers[:-1]] + [layers[-1]]
    many = np.random.default_rng(0).uniform(-2, 2, (SAMPLES, SIZES[0]))
    answers = [forward(network, x)[-1].outputs[0, 0] for network in (bent, [single])]
    furthest = np.abs(forward(bent, many)[-1].outputs - forward([single], many)[-1].outputs).max()
    same = "the same but for rounding" if furthest < 1e-9 else "no longer the same function"
    st.markdown(
        f"For this sample the network answers **{fixed(answers[0], 4)}**, the single layer "
        f"**{fixed(answers[1], 4)}**. Over {SAMPLES:,} random samples they differ by at most "
        f"{scientific(furthest)}: {same}."
    )
