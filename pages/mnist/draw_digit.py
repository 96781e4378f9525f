"""A digit that the reader draws or picks, and what the network answers."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.results.inference import hidden_outputs, output_logits, predict
from pages.mnist.exercises import DRAW
from pages.mnist.preprocessing import like_mnist, read_canvas
from pages.mnist.run import PAGE, find_run, load_digits
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.controls.binding import leave_out
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.take_away import offer_to_take_away
from ui.try_this import try_this

CANVAS_SIDE, BRUSH = 280, 12  # px; a broader brush would fill the holes of a small digit
EXAMPLE = 0  # the test digit that is read while the canvas is empty
PIXELS, FIRST_LAYER = "What the network gets", "What the first layer sees"
_NEURONS = (
    "Below each image you read the neuron's number and its output. Neuron {largest} has the largest output. Blue "
    "pixels raise the neuron's weighted sum, orange pixels lower it."
)
_CLASSES = (
    "Below each image you read the class and its weighted sum. Class {largest} has the largest one. Blue pixels raise "
    "the sum, orange pixels lower it."
)


@st.fragment(key="mnist.draw")
def show_drawing() -> None:
    data = load_digits()
    controls, results = lay_out("Draw a digit. Which digit does the network read?")
    end = controls
    if is_narrow():  # the canvas comes first, the answer below it
        controls, results = results, controls
    with controls:
        image, truth = _choose_digit(data)
    with results:
        run = find_run(controls)
        if run is not None:
            _show_answer(run, data, image, truth)
            offer_to_take_away(PAGE, [run])
    try_this(DRAW, end)


def _choose_digit(data: Dataset) -> tuple[np.ndarray | None, int | None]:
    """Return the digit, None while the canvas is empty; and its class if it is known."""
    sources = ["Draw", "Pick a test digit"]
    options = {"default": sources[0], "required": True, "label_visibility": "collapsed"}
    source = bound(st.segmented_control, "Digit", sources, key="mnist_source", **options)
    if source == sources[0]:
        return _draw_digit(), None
    return _pick_digit(data)


def _draw_digit() -> np.ndarray | None:
    """Offer a canvas; return the drawing as MNIST would store it, or None if it is empty."""
    from streamlit_drawable_canvas import st_canvas  # registers with a running server: not at import

    # The canvas's own tools show only under a mouse: a finger needs this. They show above the canvas, where the row has
    # nothing else on the right.
    st.button("Clear", icon=":material/delete:", key="mnist.clear", on_click=_clear_canvas)
    cleared = st.session_state.setdefault("mnist.cleared", 0)
    key = f"mnist_canvas{cleared or ''}"  # another key is an empty canvas
    mounted = (key, is_narrow())  # the browser makes another canvas where the controls move to another place
    if key not in st.session_state or st.session_state.get("mnist.mounted") != mounted:
        st.session_state.update({"mnist.mounted": mounted, "mnist.initial": st.session_state.get("mnist.strokes")})
    result = st_canvas(
        stroke_width=BRUSH,
        stroke_color="#000000",
        background_color="#ffffff",
        height=CANVAS_SIDE,
        width=CANVAS_SIDE,
        drawing_mode="freedraw",
        initial_drawing=st.session_state.get("mnist.initial"),
        return_image_data=True,
        key=key,
    )
    if result.image_bytes is not None:
        st.session_state.update({"mnist.strokes": result.json_data, "mnist.ink": result.image_bytes})
    ink = read_canvas(st.session_state.get("mnist.ink"), CANVAS_SIDE)
    if ink is None:
        return None
    leave_out("your drawing")
    return like_mnist(ink, BRUSH * len(ink) / CANVAS_SIDE)


def _clear_canvas() -> None:
    st.session_state["mnist.cleared"] += 1
    for name in ("mnist.strokes", "mnist.ink"):
        st.session_state.pop(name, None)


def _pick_digit(data: Dataset) -> tuple[np.ndarray, int]:
    """Let the reader choose a test digit; return it and its class."""
    last = len(data.x_test) - 1
    number = bound(st.number_input, f"Test digit, 0 to {last:,}", 0, last, 0, key="mnist_test_digit")
    st.markdown(f"The true class is **{data.y_test[number]}**. The network has not learned from this image.")
    return data.x_test[number], int(data.y_test[number])


def _show_answer(run: Run, data: Dataset, image: np.ndarray | None, truth: int | None) -> None:
    """Show the ten probabilities, and beside them the digit as the network or its first layer has it."""
    shown = data.x_test[EXAMPLE] if image is None else image
    probabilities = predict(run.experiment, run.weights, shown[None])[0]
    answer, second = np.argsort(-probabilities, kind="stable")[:2]
    if image is None:
        st.markdown(
            "The canvas is empty. Draw a digit from 0 to 9. Until then, the network reads the first test digit. Its "
            f"answer is **{answer}**."
        )
    else:
        st.markdown(
            f"The network reads **{answer}**, with a probability of {percent(probabilities[answer])}. Its second "
            f"choice is {second}, with {percent(probabilities[second])}."
        )
    height = figure_height(140)
    bars, seen = st.columns(2, gap="medium")
    with bars:
        st.markdown("**How probable is each digit?**")
        show_figure(_answer_of(run, shown.tobytes(), truth, height), "mnist.probabilities")
    with seen:
        if choose_view((PIXELS, FIRST_LAYER), "mnist_seen") == PIXELS:
            show_figure(_pixels_of(shown.tobytes(), height), "mnist.drawn")
            st.caption(
                "The network gets 784 pixels. A drawing is cut out without specks far from it, and its strokes become "
                "as wide as MNIST's. Then it is scaled to fit 20 × 20 pixels, and its centre of mass is put in the "
                "middle, as in MNIST."
            )
        else:
            _show_first_layer(run, shown, height)


def _image_of(ink: bytes) -> np.ndarray:
    return np.frombuffer(ink, "uint8").reshape(28, 28)


@memoize_figure
def _answer_of(run: Run, ink: bytes, truth: int | None, height: int) -> go.Figure:
    return draw.probability_bars(predict(run.experiment, run.weights, _image_of(ink)[None])[0], truth, height)


@memoize_figure
def _pixels_of(ink: bytes, height: int) -> go.Figure:
    return draw.pixel_map(_image_of(ink), height=height)


def _show_first_layer(run: Run, image: np.ndarray, height: int) -> None:
    """Show what each pixel adds to the sums of the first layer, and the layer's outputs."""
    hidden = run.experiment.network.hidden
    products = run.weights[0] * (image.reshape(784, 1) * run.experiment.data.input_scale)
    outputs = (hidden_outputs if hidden else output_logits)(run.experiment, run.weights, image[None])[0]
    outputs = outputs[0] if hidden else outputs
    first, caption = (1, _NEURONS) if hidden else (0, _CLASSES)
    show_figure(draw.unit_inputs(products, outputs, first=first, height=height), "mnist.first_layer")
    st.caption(caption.format(largest=first + outputs.argmax()))
