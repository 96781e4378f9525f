"""Activation functions: their curves and slopes, where they saturate, and why a network needs one."""

import streamlit as st

from pages.fundamentals.activations.collapse import show_collapse
from pages.fundamentals.activations.curves import show_curves
from pages.fundamentals.exercises import ACTIVATIONS
from ui.layout import choose_view, lay_out, place_details
from ui.lessons.computed.activations import BEND, CURVES
from ui.try_this import try_this


@st.fragment
def show_activations() -> None:
    controls, results = lay_out(
        "The activation f turns a neuron's weighted sum z into its output. What does it do, and why is it needed?"
    )
    details = place_details(results)
    with results:
        view = choose_view((CURVES, BEND), "fundamentals_activations_view")
    (show_curves if view == CURVES else show_collapse)(controls, results, details)
    try_this(ACTIVATIONS, controls)
