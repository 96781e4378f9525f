"""The perceptron: its rule step by step, when it ends, and what came after it."""

import streamlit as st

from pages.perceptron.beyond import show_beyond_the_line
from pages.perceptron.convergence import show_convergence
from pages.perceptron.data import choose_samples, show_samples
from pages.perceptron.layers import show_layers
from pages.perceptron.rule import choose_rule, explain_rule, run_rule
from pages.perceptron.stepping import show_steps
from pages.perceptron.today import compare_neurons
from pages.perceptron.updates import show_updates
from ui.flush import flush_to_browser

st.title("The perceptron")
st.markdown(
    "One neuron, one line, and one rule for learning from errors that can be followed by hand. Take its steps one by "
    "one, see when they come to an end, and what it takes to go beyond a line."
)

st.header("1 · Data and the rule", anchor="rule")
controls, picture = st.columns([3, 2], gap="large")
with controls:
    explain_rule()
    samples, rule = choose_samples(), choose_rule()
with picture:
    show_samples(samples)
    trace = run_rule(samples, rule)
flush_to_browser()

st.header("2 · Step by step", anchor="steps")
show_steps(trace)
show_updates(trace)

st.header("3 · Does it end?", anchor="convergence")
with st.container():  # keeps the sections below in place when it grows or shrinks
    show_convergence(trace)

st.header("4 · Beyond the line", anchor="beyond")
show_beyond_the_line(samples)

st.header("5 · From the perceptron to the neuron of today", anchor="today")
compare_neurons(trace)

st.header("6 · The multilayer perceptron", anchor="layers")
show_layers()
