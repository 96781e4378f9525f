"""Fundamentals: how a network computes and how it learns."""

import streamlit as st

from pages.fundamentals.activations.section import show_activations
from pages.fundamentals.anatomy.section import show_anatomy
from pages.fundamentals.approximation.section import show_approximation
from pages.fundamentals.backpropagation.section import show_backpropagation
from pages.fundamentals.descent.section import show_descent
from pages.fundamentals.initialisation.section import show_initial_weights
from pages.fundamentals.neuron.section import show_neuron
from pages.fundamentals.softmax.section import show_softmax
from pages.fundamentals.training_loop.section import show_loop
from pages.fundamentals.vectorisation.section import show_vectorisation
from ui.components.window import watch_window

watch_window()
st.title("Fundamentals")
st.markdown("How a network computes, and how it learns: ten steps, each to be touched.")

st.header("1 · Anatomy", anchor="anatomy")
show_anatomy()

st.header("2 · Activation functions", anchor="activations")
show_activations()

st.header("3 · A single neuron as a classifier", anchor="neuron")
show_neuron()

st.header("4 · Softmax and several classes", anchor="softmax")
show_softmax()

st.header("5 · Universal approximation", anchor="approximation")
show_approximation()

st.header("6 · Vectorisation", anchor="vectorisation")
show_vectorisation()

st.header("7 · Initial weights", anchor="initial")
show_initial_weights()

st.header("8 · Gradient descent", anchor="descent")
show_descent()

st.header("9 · Backpropagation on a computational graph", anchor="backpropagation")
show_backpropagation()

st.header("10 · Training and inference", anchor="loop")
show_loop()
