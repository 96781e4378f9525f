"""The digits: some of them, their counts, and one in detail as the network gets it."""

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import figures as draw
from nnkit.datasets import Dataset
from ui.charts import show_figure

FIRST = slice(0, 10)


def show_digits(data: Dataset) -> None:
    st.markdown(
        "MNIST is 70,000 digits written by hand, each an image of 28 × 28 grey pixels. 60,000 are there to learn from; "
        "10,000 are put aside to test with. Note how differently people write the same digit."
    )
    digits, counts = st.columns(2, gap="large")
    with digits:
        st.markdown("**The first ten**, each with its label.")
        labels = [str(label) for label in data.y_train[FIRST]]
        show_figure(draw.digit_row(data.x_train[FIRST], labels, columns=5), "mnist.first")
    with counts:
        st.markdown("**How many of each?** About the same: a network gains little by preferring one answer.")
        show_figure(draw.class_counts(data.y_train), "mnist.counts")
    _browse_digits(data)


@st.fragment
def _browse_digits(data: Dataset) -> None:
    choice, before, after = st.columns(3, gap="large")
    with choice:
        st.markdown(
            "**What the network gets to see.** A digit is 784 numbers. Dividing them by 255 brings them into 0 … 1, a "
            "range in which training goes well. Point at a pixel to read its value."
        )
        last = len(data.x_train) - 1
        number = st.number_input(f"Training digit, 0 to {last:,}", 0, last, 0, key="mnist_digit")
    with before:
        st.caption("Before: 0 to 255")
        show_figure(draw.pixel_map(data.x_train[number]), "mnist.before")
    with after:
        st.caption("After: 0 to 1")
        show_figure(draw.pixel_map(data.x_train[number], scaled=True), "mnist.after")
    st.markdown(
        "**What it should answer.** Labels are numbers from 0 to 9. The network has one output for each class, so that "
        "a label becomes ten numbers, 1 for its class and 0 for the others: a one-hot encoding."
    )
    st.dataframe(one_hot_table(data.y_train, number), hide_index=True, alt="Labels and their one-hot encoding")


def one_hot_table(labels: np.ndarray, first: int, rows: int = 5) -> pd.DataFrame:
    """Return labels from number `first` on with their one-hot encodings, a row for each."""
    chosen = np.arange(first, min(first + rows, len(labels)))
    encoded = pd.DataFrame(np.eye(10, dtype=int)[labels[chosen]], columns=[str(digit) for digit in range(10)])
    encoded.insert(0, "digit number", chosen)
    encoded.insert(1, "label", labels[chosen])
    return encoded
