"""Layers as matrices, for one sample and for a batch, and the time that this saves."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, TypeVar

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import DenseLayer, draw_layers, forward, forward_by_loop
from pages.fundamentals.exercises import MATRICES
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_seed, choose_value
from ui.glossary import term
from ui.layout import lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import counted, scientific
from ui.try_this import try_this

SIZES = (3, 4, 4, 1)
SAMPLES = (1, 2, 4, 8)
BATCH_SIZES = (1, 10, 100, 1_000, 10_000)
MAX_ROW_HEIGHT = 46  # px
MIN_SECONDS = 0.1  # for which a measurement is repeated
MATRICES_FASTER = "For {}, the matrix products are {} times as fast as the loop."
LOOP_FASTER = "For {}, the loop is {} times as fast as the matrix products, because each call of NumPy takes time."
T = TypeVar("T")


class Timing(NamedTuple):
    """The shortest of several measurements, in seconds, and the largest difference of the answers."""

    batch_size: int
    loop: float
    matrices: float
    difference: float


@st.fragment
def show_vectorisation() -> None:
    controls, results = lay_out(
        f"How does a whole layer compute at once? The network {'–'.join(map(str, SIZES))} has three matrices of "
        "weights. Each layer is one line: z = xW + b, a = f(z). "
        f"In a **{term('batch')}**, x has a row for every sample."
    )
    with results:
        picture = st.container()
        # On a phone, each control stands beside what it changes.
        beside = (st.container(), st.container()) if is_narrow() else (controls, controls)
    with beside[0]:
        layer, samples, seed = _choose()
    with beside[1]:
        batch_size, is_pressed = _choose_measurement()
    if is_pressed:
        st.session_state["fundamentals.timing"] = measure(_layers_of(seed), batch_size)
    with picture:
        _show_layer(seed, samples, layer)
    with results:
        _show_timing(batch_size)
    try_this(MATRICES, controls)


def _layers_of(seed: int) -> tuple[DenseLayer, ...]:
    return draw_layers(SIZES, "relu", "sigmoid", seed, _kernel, 1.0)


def _kernel(random: np.random.Generator, inputs: int, units: int) -> np.ndarray:
    return random.standard_normal((inputs, units))


def _choose() -> tuple[int, int, int]:
    """Return the number of the layer, the number of samples, and the seed of weights and samples."""
    hint = "The layer that is written out. From layer 2 on, its input is the output of the layer before."
    options = {"required": True, "key": "fundamentals_layer", "help": hint}
    layer = bound(st.segmented_control, "Layer", range(1, len(SIZES)), default=1, **options)
    hint = "The number of rows of x: one sample or a batch."
    samples = choose_value("Samples", SAMPLES, SAMPLES[0], "fundamentals_samples", hint)
    with more(["fundamentals_matrix_seed"]):
        seed = choose_seed(0, "fundamentals_matrix_seed", "Another seed gives other weights and samples.")
    return layer, samples, seed


def _choose_measurement() -> tuple[int, bool]:
    """Return how many samples to measure with, and whether the reader has just asked for it."""
    st.markdown("**How much time does it save?**")
    hint = "How many samples go through the network at once."
    batch_size = choose_value("Batch size", BATCH_SIZES, 1_000, "fundamentals_batch", hint)
    return batch_size, st.button("Measure", icon=":material/timer:", key="fundamentals.measure", width="stretch")


def _show_layer(seed: int, rows: int, number: int) -> None:
    layer = _layers_of(seed)[number - 1]
    between, columns = layer.kernel.shape
    figure = _matrices_of(seed, rows, number, is_narrow(), _row_height(max(rows, between)))
    show_figure(figure, "fundamentals.matrices")
    activation = CATALOGUE[layer.activation].label
    st.markdown(
        f"({rows}×{between}) · ({between}×{columns}) = ({rows}×{columns}) takes **{rows * between * columns} "
        f"multiplications**. The inner sizes agree. Column j of W holds the weights of neuron j. b is added to every "
        f"row. f is {activation}, applied to each number. There are {counted(layer.parameters, 'parameter')}, however "
        "many samples there are."
    )


@memoize_figure
def _matrices_of(seed: int, samples: int, number: int, narrow: bool, row_height: int) -> go.Figure:
    """Draw the calculation of the layer with this number, in one line, or on a phone in three."""
    layers = _layers_of(seed)
    # More samples do not change the first ones.
    x = np.random.default_rng([seed, 1]).uniform(-2, 2, (samples, SIZES[0]))
    steps = forward(layers, x)
    layer, step, inputs = layers[number - 1], steps[number - 1], x if number == 1 else steps[number - 2].outputs
    name = "x" if number == 1 else f"a{number - 1}"
    product = [draw.Matrix(name, inputs), draw.Matrix(f"W{number}", layer.kernel, "·")]
    bias = draw.Matrix(f"b{number}", layer.bias, "+")
    results = [draw.Matrix(f"z{number}", step.pre_activations, "="), draw.Matrix(f"a{number}", step.outputs, "→")]
    lines = [product, [bias, results[0]], [results[1]]] if narrow else [[*product, bias, *results]]
    return draw.matrix_lines(lines, row_height)


def _row_height(rows: int) -> int:
    """Return the height in px of one of so many rows of numbers, with which the measurement below stays in sight."""
    return 30 if is_narrow() else min(figure_height() // (2 * (rows + 1)), MAX_ROW_HEIGHT)


def _show_timing(batch_size: int) -> None:
    timing = st.session_state.get("fundamentals.timing")
    st.markdown(
        "**The time of the whole network:** the Python loop goes over samples, neurons and products. The matrix "
        "products use NumPy."
    )
    known = timing is not None and timing.batch_size == batch_size
    with st.container(horizontal=True):
        st.metric("Python loop", _seconds(timing.loop) if known else "–")
        st.metric("Matrix products", _seconds(timing.matrices) if known else "–")
        st.metric("Loop ÷ matrices", scientific(timing.loop / timing.matrices) if known else "–")
    samples = counted(batch_size, "sample")
    st.markdown(_timing_text(timing) if known else f"Press Measure. The server then computes {samples} in both ways.")


def measure(layers: tuple[DenseLayer, ...], batch_size: int) -> Timing:
    """Measure the loop and the matrix products; converting the samples does not count."""
    x = np.random.default_rng(0).uniform(-2, 2, (batch_size, SIZES[0]))
    rows = x.tolist()
    loop, by_loop = _shortest(lambda: forward_by_loop(layers, rows))
    matrices, steps = _shortest(lambda: forward(layers, x))
    return Timing(batch_size, loop, matrices, float(np.abs(np.array(by_loop) - steps[-1].pre_activations).max()))


def _shortest(work: Callable[[], T]) -> tuple[float, T]:
    """Repeat `work` for MIN_SECONDS; return the shortest time in seconds, and the result."""
    shortest, end = float("inf"), perf_counter() + MIN_SECONDS
    while True:
        start = perf_counter()
        result = work()
        now = perf_counter()
        shortest = min(shortest, now - start)
        if now > end:
            return shortest, result


def _seconds(seconds: float) -> str:
    return f"{scientific(1e3 * seconds)} ms" if seconds >= 1e-3 else f"{scientific(1e6 * seconds)} µs"


def _timing_text(timing: Timing) -> str:
    ratio, samples = timing.loop / timing.matrices, counted(timing.batch_size, "sample")
    faster = MATRICES_FASTER.format(samples, scientific(ratio))
    if ratio <= 1:
        faster = LOOP_FASTER.format(samples, scientific(1 / ratio))
    return f"{faster} Both give the same answers to within {scientific(timing.difference)}."
