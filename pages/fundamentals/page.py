"""How a network computes, and how it learns."""

import streamlit as st

from pages.fundamentals.approximation import show_approximation
from pages.fundamentals.softmax import show_softmax

st.title("Fundamentals")

st.header("4 · Softmax and several classes", anchor="softmax")
show_softmax()

st.header("5 · Universal approximation", anchor="approximation")
show_approximation()
