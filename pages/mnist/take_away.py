"""The files of the trained network."""

import streamlit as st

from nnkit import Run
from pages.mnist.exercises import FILES
from pages.mnist.run import PAGE, find_run
from pages.mnist.train import describe
from ui.downloads import offer_files
from ui.layout import METRIC_HEIGHT, lay_out
from ui.numbers import percent
from ui.presenting import px
from ui.take_away import offer_to_take_away
from ui.try_this import try_this

USE_THE_MODEL = """\
import keras

model = keras.saving.load_model("model.keras")
(_, _), (x_test, y_test) = keras.datasets.mnist.load_data()
loss, accuracy = model.evaluate(x_test, y_test)  # pixels from 0 to 255
print(model.predict(x_test[:1]).round(3))  # ten probabilities
"""
USE_ITS_PARTS = """\
from pathlib import Path

import keras

model = keras.models.model_from_json(Path("model.json").read_text())
model.load_weights("model.weights.h5")
"""


@st.fragment(key="mnist.files")
def show_files() -> None:
    controls, results = lay_out("Download the trained network as files that Keras reads.")
    with results:
        run = find_run(controls)
        if run is not None:
            _offer(run)
            offer_to_take_away(PAGE, [run])
    if run is not None:
        controls.metric("Test accuracy", percent(run.test["accuracy"]), height=px(METRIC_HEIGHT))
        controls.caption(describe(run.experiment))
    controls.markdown("The network takes images of 28 × 28 pixels from 0 to 255 and scales them itself.")
    try_this(FILES, controls)


def _offer(run: Run) -> None:
    """Offer the files of the run, and say how Keras reads them."""
    offer_files(PAGE, run)
    st.markdown("**model.keras** holds the whole network in one file:")
    st.code(USE_THE_MODEL, language=None, wrap_lines=True)  # coloured, it is too pale to read
    st.markdown("**model.json** holds its architecture, **model.weights.h5** its weights:")
    st.code(USE_ITS_PARTS, language=None, wrap_lines=True)
    st.markdown("**history.csv** is a table of loss and accuracy with a row for each epoch.")
