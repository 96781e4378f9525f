"""The perceptron: its rule step by step, when it ends, and what came after it."""

import streamlit as st

from pages.perceptron.beyond import go_beyond
from pages.perceptron.convergence import show_convergence
from pages.perceptron.data import choose_samples, show_samples
from pages.perceptron.layers import show_layers
from pages.perceptron.rule import choose_rule, explain_rule, tell_start
from pages.perceptron.stepping import go_step_by_step
from pages.perceptron.today import compare_neurons
from pages.perceptron.updates import show_updates
from ui.components.window import watch_window
from ui.flush import flush_to_browser

watch_window()
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
    trace = tell_start(samples, rule)
flush_to_browser()

st.header("2 · Step by step", anchor="steps")
go_step_by_step(trace)
show_updates(trace)

st.header("3 · Does it end?", anchor="convergence")
with st.container():  # it tells more of some points: what follows stays where it is
    show_convergence(trace)

st.header("4 · Beyond the line", anchor="beyond")
go_beyond(samples)

st.header("5 · From the perceptron to the neuron of today", anchor="today")
compare_neurons(trace)

st.header("6 · The multilayer perceptron", anchor="layers")
show_layers()
