"""Handwritten digits: choose a network, train it, and look into what it learned."""

import streamlit as st

from nnkit import PRESETS, Experiment
from pages.mnist.digits import show_digits
from pages.mnist.draw_digit import read_digit
from pages.mnist.look_inside import look_inside
from pages.mnist.network import show_network
from pages.mnist.results import show_results
from ui.controls import choose_experiment
from ui.data import load_or_explain
from ui.downloads import offer_files
from ui.training.run_panel import offer_training, show_run, train_unasked

PAGE = "mnist"
PRESET = PRESETS["mnist"]
MAX_EPOCHS = 100

st.title("Handwritten digits")
st.markdown(
    "A network that has never been told what a 7 looks like learns to read digits from examples alone. Here you choose "
    "the network, watch it learn from up to 60,000 digits, and find out where it goes wrong and why."
)
data = load_or_explain(PRESET.data)

st.header("The data", anchor="data")
show_digits(data)


@st.fragment
def choose_and_train() -> Experiment:
    """Moving a control runs only this fragment again, not the whole page."""
    experiment = choose_experiment(PAGE, PRESET, MAX_EPOCHS)
    show_network(experiment)
    offer_training(PAGE, experiment, PRESET)
    return experiment


st.header("Your network", anchor="network")
st.markdown(
    "Every pixel is an input, every class an output; what lies between is up to you. The settings you find here are "
    "those of a well-tried small network. Change one thing at a time, and press Train."
)
experiment = choose_and_train()

st.header("What it learned", anchor="learned")
if experiment == PRESET:
    train_unasked(PAGE, PRESET)
run = show_run(PAGE)
if run is None:
    st.markdown("Results appear here as soon as a network has been trained.")
else:
    show_results(run)
    look_inside(run, data)

    st.header("Draw a digit", anchor="draw")
    read_digit(run, data)

    st.header("Take it with you", anchor="save")
    st.markdown(
        "The trained network as Keras reads it: in one file (`keras.saving.load_model`), or as its architecture "
        "(`keras.models.model_from_json`) and its weights (`load_weights`). It takes images of 28 × 28 pixels from "
        "0 to 255 and scales them itself."
    )
    offer_files(PAGE, run)
