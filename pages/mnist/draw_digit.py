"""A digit that the reader draws or picks, and what the network answers."""

import numpy as np
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.results.inference import predict
from pages.mnist.preprocessing import like_mnist, read_canvas
from ui.charts import show_figure

CANVAS_SIDE = 280  # px


@st.fragment
def read_digit(run: Run, data: Dataset) -> None:
    st.markdown(
        "Your digit is cut out, scaled to 20 × 20 pixels and centred by its mass, as MNIST was made. Draw one that the "
        "network reads well, then bend it stroke by stroke until it changes its mind. Then draw a house: the ten "
        "probabilities always add up to 100 %, for there is no answer “none of these”."
    )
    source = st.segmented_control(
        "Digit", ["Draw", "Pick a test digit"], default="Draw", required=True, key="mnist_source"
    )
    left, middle, right = st.columns([2, 2, 3], gap="medium")
    with left:
        image, truth = _draw_digit() if source == "Draw" else _pick_digit(data)
    if image is None:
        middle.info("The canvas is empty: draw a digit from 0 to 9.", icon=":material/draw:")
        return
    with middle:
        st.caption("What the network gets")
        show_figure(draw.pixel_map(image), "mnist.drawn")
    with right:
        probabilities = predict(run.experiment, run.weights, image[None])[0]
        st.markdown(f"Read as a **{probabilities.argmax()}**, with probability {probabilities.max():.1%}.")
        show_figure(draw.probability_bars(probabilities, truth), "mnist.probabilities")


def _draw_digit() -> tuple[np.ndarray | None, None]:
    """Offer a canvas; return the drawing as MNIST would store it, or None if it is empty, and None for its class."""
    from streamlit_drawable_canvas import st_canvas  # registers with a running server: not at import

    st.caption("Draw here, with the mouse or a finger")
    cleared = st.session_state.setdefault("mnist.cleared", 0)
    result = st_canvas(
        stroke_width=22,
        stroke_color="#000000",
        background_color="#ffffff",
        height=CANVAS_SIDE,
        width=CANVAS_SIDE,
        drawing_mode="freedraw",
        return_image_data=True,
        key=f"mnist_canvas{cleared or ''}",  # another key is an empty canvas
    )
    # The canvas's own tools show only under a mouse: a finger needs this.
    st.button("Clear", icon=":material/delete:", key="mnist.clear", on_click=_clear_canvas)
    ink = read_canvas(result.image_bytes, CANVAS_SIDE)
    return (None if ink is None else like_mnist(ink)), None


def _clear_canvas() -> None:
    st.session_state["mnist.cleared"] += 1


def _pick_digit(data: Dataset) -> tuple[np.ndarray, int]:
    """Let the reader choose a test digit; return it and its class."""
    last = len(data.x_test) - 1
    number = st.number_input(f"Test digit, 0 to {last:,}", 0, last, 0, key="mnist_test_digit")
    st.markdown(f"It is a **{data.y_test[number]}**.")
    return data.x_test[number], int(data.y_test[number])
