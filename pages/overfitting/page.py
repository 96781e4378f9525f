"""Under- and overfitting on points in the plane: networks too small, too large, and held back."""

import streamlit as st

from pages.overfitting.data import choose_data
from pages.overfitting.depth import PRESET, explore_network
from pages.overfitting.remedies import compare_remedies
from pages.overfitting.width import compare_widths
from ui.components.window import watch_window

watch_window()
st.title("Underfitting and overfitting")
st.markdown(
    "A network that is too small cannot draw the boundary between two classes; one that is large enough can also draw "
    "every accident of the points it was shown. Here you move a slider and see, within a moment, what a network makes "
    "of it. Nothing has to be pressed."
)

st.header("The points", anchor="data")
data = choose_data(PRESET.data)

st.header("1 · How wide should it be?", anchor="width")
st.markdown(
    "One hidden layer, from a single unit to fifty, all trained on the points above. The shading is the probability of "
    "class 1, and the solid line is where it is one half: the decision boundary. The dotted line, where the truth is "
    "known, is the best possible one."
)
compare_widths(data)

st.header("2 · One network in depth", anchor="depth")
st.markdown(
    "Up to six hidden layers. Watch the boundary, every neuron and every weight from the first epoch to the last."
)
explore_network(data)

st.header("3 · Tackling overfitting", anchor="remedies")
st.markdown(
    "The same 50 units from the same initial weights: left alone, with an L1 or an L2 penalty on the weights, and with "
    "dropout. The training points stay noisy; the question is how much of the noise ends up in the boundary."
)
compare_remedies(data)
