"""The digits: some of them, their counts, and one in detail as the network gets it."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from pages.mnist.exercises import DIGITS
from pages.mnist.run import load_digits
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.glossary import term
from ui.layout import lay_out
from ui.memoize import memoize_figure
from ui.presenting import is_presenting
from ui.tables import written
from ui.try_this import try_this

FIRST = slice(0, 10)
COUNTS_HEIGHT = 160  # px


@st.fragment(key="mnist.digits")
def show_digits() -> None:
    data = load_digits()
    controls, results = lay_out("What does the network see, and what should it answer?")
    last = len(data.x_train) - 1
    beside = results if is_narrow() else controls  # on a phone, the rest of the controls is far from the pictures
    number = bound(beside.number_input, f"Training digit, 0 to {last:,}", 0, last, 0, key="mnist_digit")
    with controls:
        st.markdown("**The first ten training digits** with their labels:")
        show_figure(_first_digits(), "mnist.first")
        st.markdown(
            "A digit is 784 numbers. After division by 255 they lie between 0 and 1, a range in which training goes "
            f"well. The label becomes a {term('one-hot')} row of ten numbers, one for each output of the network: 1 "
            "for its class and 0 for the others."
        )
        with st.expander("What MNIST is"):
            st.markdown(
                "MNIST has 70,000 handwritten digits, each of 28 × 28 grey pixels: 60,000 for training and 10,000 for "
                "the test. Note how differently people write the same digit."
            )
    with results:
        # Below the pictures are a table and the counts. From the last row of a classroom, these would be too small.
        height = figure_height(110) - (0 if is_presenting() else COUNTS_HEIGHT)
        before, after = st.columns(2, gap="medium")
        with before:
            st.markdown("**Before scaling**, 0 to 255")
            show_figure(_pixels_of(number, False, height), "mnist.before")
        with after:
            st.markdown("**After scaling**, 0 to 1")
            show_figure(_pixels_of(number, True, height), "mnist.after")
        st.dataframe(
            written(one_hot_table(data.y_train, number, rows=1), 0),
            hide_index=True,
            alt="The label and its one-hot encoding",
        )
        st.markdown(
            "**How many digits of each class?** About equally many: a network gains little by preferring one answer."
        )
        show_figure(_counts(), "mnist.counts")
    try_this(DIGITS, controls)


@memoize_figure
def _first_digits() -> go.Figure:
    data = load_digits()
    labels = [str(label) for label in data.y_train[FIRST]]
    return draw.digit_row(data.x_train[FIRST], labels, columns=5, height=150)


@memoize_figure
def _pixels_of(number: int, scaled: bool, height: int) -> go.Figure:
    return draw.pixel_map(load_digits().x_train[number], scaled=scaled, height=height)


@memoize_figure
def _counts() -> go.Figure:
    return draw.class_counts(load_digits().y_train, height=COUNTS_HEIGHT)


def one_hot_table(labels: np.ndarray, first: int, rows: int = 5) -> pd.DataFrame:
    """Return labels from number `first` on with their one-hot encodings, a row for each."""
    chosen = np.arange(first, min(first + rows, len(labels)))
    encoded = pd.DataFrame(np.eye(10, dtype=int)[labels[chosen]], columns=[str(digit) for digit in range(10)])
    encoded.insert(0, "digit number", chosen)
    encoded.insert(1, "label", labels[chosen])
    return encoded
