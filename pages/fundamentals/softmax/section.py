"""Softmax: from logits to probabilities and to the loss; then a network for several classes."""

import streamlit as st

from pages.fundamentals.exercises import SOFTMAX
from pages.fundamentals.softmax.groups import PART, train_groups
from pages.fundamentals.softmax.logits import explore_logits
from ui.layout import choose_view, lay_out, place_details
from ui.try_this import try_this

LOGITS, NETWORK = "The logits", "A trained network"


@st.fragment(key=PART)
def show_softmax() -> None:
    controls, results = lay_out("How does a network choose one of several classes?")
    details = place_details(results)
    with results:
        view = choose_view((LOGITS, NETWORK), "fundamentals_softmax_view")
    (explore_logits if view == LOGITS else train_groups)(controls, results, details)
    try_this(SOFTMAX, controls)
