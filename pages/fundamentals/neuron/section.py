"""A single neuron as a classifier: its weights moved by hand, or found by training."""

import streamlit as st

from pages.fundamentals.exercises import NEURON
from pages.fundamentals.neuron.by_hand import move_weights
from pages.fundamentals.neuron.logistic import PART, compare_trained
from ui.layout import choose_view, lay_out, place_details
from ui.try_this import try_this

BY_HAND, TRAINED = "By hand", "By training"


@st.fragment(key=PART)
def show_neuron() -> None:
    controls, results = lay_out(
        "A single neuron with a sigmoid computes p, the probability of class 1. Which weights are best?"
    )
    details = place_details(results)
    with results:
        view = choose_view((BY_HAND, TRAINED), "fundamentals_neuron_view")
    (move_weights if view == BY_HAND else compare_trained)(controls, results, details)
    try_this(NEURON, controls)
