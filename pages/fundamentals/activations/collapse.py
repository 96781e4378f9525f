"""Several linear layers are one: shown by the product of their matrices."""

import numpy as np
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, collapse, draw_layers, forward
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND, choose_seed
from ui.numbers import scientific, signed

SIZES = (2, 3, 3, 1)
SAMPLES = 1_000  # on which the two are compared
BETWEEN = ("linear", "relu", "tanh", "sigmoid")


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
    st.markdown(bias_told(layers, single))
    _compare(layers, single, activation, x)
    st.caption(
        "So hidden layers need a bend. Some textbooks say that an activation is always non-linear; in the output "
        "layer it need not be: a regression, whose answer may be any number, ends with a linear layer."
    )


def _choose() -> tuple[str, int, np.ndarray]:
    """Activation between the layers, seed of the weights, and one sample (1, 2)."""
    columns = st.columns(4, gap="medium")
    activation = columns[0].selectbox(
        "Between the layers",
        BETWEEN,
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_between",
        help="What the two hidden layers do with their sums. Only for linear is the product the whole network.",
        **BIND,
    )
    with columns[1]:
        seed = choose_seed(0, "fundamentals_product_seed", "Draws other matrices.")
    hint = "One number of the sample that both get."
    starts, pairs = (1.0, -1.0), zip((1, 2), columns[2:], strict=True)
    x = [
        column.slider(
            f"x{place}", -2.0, 2.0, starts[place - 1], 0.1, key=f"fundamentals_product_x{place}", help=hint, **BIND
        )
        for place, column in pairs
    ]
    return activation, seed, np.array([x])


def _product_of(layers: tuple[DenseLayer, ...], single: DenseLayer):
    factors = [
        draw.Matrix(f"W{place}", layer.kernel, "·" if place > 1 else "") for place, layer in enumerate(layers, 1)
    ]
    products = [draw.Matrix("product", single.kernel, "="), draw.Matrix("b", single.bias, ",")]
    return draw.matrix_lines([factors, products] if is_narrow() else [[*factors, *products]])


def bias_told(layers: tuple[DenseLayer, ...], single: DenseLayer) -> str:
    """How the single layer's bias comes about, with the biases that the figure leaves out."""
    given = ", ".join(f"b{place} = {_row(layer.bias)}" for place, layer in enumerate(layers, 1))
    return (
        "Biases go through the layers that follow: b = b1 · W2 · W3 + b2 · W3 + b3 = "
        f"{_row(single.bias)}, with {given}."
    )


def _row(bias: np.ndarray) -> str:
    return f"({', '.join(signed(value) for value in bias[0])})"


def _compare(layers: tuple[DenseLayer, ...], single: DenseLayer, activation: str, x: np.ndarray) -> None:
    bent = [DenseLayer(layer.kernel, layer.bias, activation) for layer in layers[:-1]] + [layers[-1]]
    many = np.random.default_rng(0).uniform(-2, 2, (SAMPLES, SIZES[0]))
    answers = [forward(network, x)[-1].outputs[0, 0] for network in (bent, [single])]
    furthest = np.abs(forward(bent, many)[-1].outputs - forward([single], many)[-1].outputs).max()
    same = "the same but for rounding" if furthest < 1e-9 else "no longer the same function"
    st.markdown(
        f"For this sample the network answers **{signed(answers[0], 4)}**, the single layer "
        f"**{signed(answers[1], 4)}**. Over {SAMPLES:,} random samples they differ by at most "
        f"{scientific(furthest)}: {same}."
    )
