"""The history of neural networks: a timeline, and sections to try its first ideas."""

import streamlit as st

from pages.history.bibliography import show_references
from pages.history.decision_line import draw_line
from pages.history.formal import build_neuron
from pages.history.hebb import explore_hebb
from pages.history.hidden import train_on_xor
from pages.history.neuron import show_neurons
from pages.history.timeline import choose_year, show_from, show_timeline
from ui.flush import flush_to_browser

st.title("A short history of neural networks")
st.markdown(
    "Many of these ideas answered a question that an earlier one had left open. Go through the years, read what "
    "happened, and try it further down the page."
)

st.header("Timeline", anchor="timeline")
year = choose_year()
show_timeline(year)
flush_to_browser()

st.header("1 · A nerve cell, and what was made of it", anchor="neuron")
show_neurons()

st.header("2 · The formal neuron of McCulloch and Pitts", anchor="formal")
build_neuron()

st.header("3 · Hebb's rule", anchor="hebb")
show_from("hebb", year, lambda: explore_hebb(year))

st.header("4 · Minsky and Papert's critique", anchor="line")
show_from("critique", year, draw_line)

st.header("5 · What a hidden layer changes", anchor="hidden")
show_from("backpropagation", year, train_on_xor)

show_references()
