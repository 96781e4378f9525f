"""Initial weights, and their effect on signals, gradients and training."""

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.initialisation import DEPTH, INITIALISATIONS, SAMPLES, UNITS
from pages.fundamentals.exercises import WEIGHTS
from pages.fundamentals.initialisation.signals import (
    BINS,
    spreads_of,
    value_shares_of,
)
from pages.fundamentals.initialisation.symmetry import show_symmetry
from pages.fundamentals.initialisation.training import DATA, STEPS, losses_of, training_text
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_seed, choose_value
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.lessons.computed.initial import ACTIVATIONS, table_of
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import percent, scientific
from ui.try_this import try_this

LEARNING_RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
SPREADS, OUTPUTS, TRAINING, EQUAL = VIEWS = "Spread by layer", "Outputs by layer", "Training", "Equal weights"


@st.fragment
def show_initial_weights() -> None:
    controls, results = lay_out(
        "Training starts from random weights. Each layer multiplies the spread of the signals that pass through it. "
        "With which weights do signals neither fade nor explode?"
    )
    with results:
        view = choose_view(VIEWS, "fundamentals_initial_view")
    if view == EQUAL:
        show_symmetry(controls, results)
    else:
        _show_view(view, controls, results)
    try_this(WEIGHTS, controls)


def _show_view(view: str, controls: DeltaGenerator, results: DeltaGenerator) -> None:
    """Show one of the views but that of equal weights, and its controls."""
    with results if is_narrow() else controls:
        activation = _choose_activation()
    with controls:
        name = _choose_initialisation() if view == OUTPUTS else ""
        learning_rate = _choose_learning_rate() if view == TRAINING else 0.0
        with more(["fundamentals_initial_seed"]):
            hint = (
                "Another seed gives other weights and samples. All five kinds of weights use the same random numbers."
            )
            seed = choose_seed(0, "fundamentals_initial_seed", hint)
        _describe_weights()
    note_table((activation, seed), table_of(activation, seed))
    with results:
        if view == SPREADS:
            _show_spreads(activation, seed)
        elif view == OUTPUTS:
            _show_outputs(name, activation, seed)
        else:
            _show_training(activation, learning_rate, seed)
        _show_sources()


def _choose_activation() -> str:
    hint = "The activation of every layer. Each one changes signals in its own way, so each one needs other weights."
    options = {"format_func": lambda name: CATALOGUE[name].label, "required": True, "help": hint}
    label = "Activation of the layers"
    return bound(st.segmented_control, label, ACTIVATIONS, default="tanh", key="fundamentals_bend", **options)


def _choose_initialisation() -> str:
    names = list(INITIALISATIONS)
    return bound(
        st.selectbox,
        "Initial weights",
        names,
        names.index("glorot"),
        format_func=lambda name: INITIALISATIONS[name].label,
        key="fundamentals_initial",
        help="The initial weights of the network whose outputs are shown.",
    )


def _choose_learning_rate() -> float:
    hint = "How far a step of gradient descent goes."
    return choose_value("Learning rate", LEARNING_RATES, 0.1, "fundamentals_initial_rate", hint)


def _show_spreads(activation: str, seed: int) -> None:
    _, gradients = spreads_of(activation, seed)
    height = 330 if is_narrow() else figure_height(150)
    forwards, backwards = st.columns(2)
    with forwards:
        st.markdown("**Forward: spread of the outputs**")
        show_figure(_spreads_of("outputs", activation, seed, height), "fundamentals.outputs")
    with backwards:
        st.markdown("**Backward: spread of the gradients**")
        show_figure(_spreads_of("gradients", activation, seed, height), "fundamentals.gradients")
    ratios = ", ".join(f"{scientific(spreads[0] / spreads[-1])} with “{name}”" for name, spreads in gradients.items())
    st.markdown(
        f"{SAMPLES} random samples pass through {DEPTH} layers of {UNITS} neurons. The spread is the "
        f"{term('standard deviation')}. From layer {DEPTH} back to layer 1, the spread of the gradients is multiplied "
        f"by {ratios}. A logarithmic axis cannot show 0."
    )


@memoize_figure
def _spreads_of(what: str, activation: str, seed: int, height: int) -> go.Figure:
    outputs, gradients = spreads_of(activation, seed)
    return draw.spread_by_layer(outputs if what == "outputs" else gradients, what, height)


def _show_outputs(name: str, activation: str, seed: int) -> None:
    _, shares = value_shares_of(name, activation, seed)
    height = 330 if is_narrow() else figure_height(100)
    st.markdown(f"**Outputs by layer: {INITIALISATIONS[name].label}**")
    show_figure(_shares_of(name, activation, seed, height), "fundamentals.shares")
    st.markdown(
        f"A darker tile holds more of the layer's outputs. In layer 1, the fullest of {BINS} tiles holds "
        f"{percent(shares[0].max(), 0)} of the outputs. In layer {DEPTH}, it holds {percent(shares[-1].max(), 0)}."
    )


@memoize_figure
def _shares_of(name: str, activation: str, seed: int, height: int) -> go.Figure:
    return draw.value_shares(*value_shares_of(name, activation, seed), "outputs", height)


def _show_training(activation: str, learning_rate: float, seed: int) -> None:
    losses = losses_of(activation, learning_rate, seed)
    height = 330 if is_narrow() else figure_height(150)
    show_figure(_losses_of(activation, learning_rate, seed, height), "fundamentals.losses")
    st.markdown(training_text(losses, activation))
    st.caption(
        f"A network with {DEPTH} hidden layers of {UNITS} neurons learns {DATA.points} points of two moons in {STEPS} "
        "steps of gradient descent. They are computed in NumPy."
    )


@memoize_figure
def _losses_of(activation: str, learning_rate: float, seed: int, height: int) -> go.Figure:
    return draw.losses_by_step(losses_of(activation, learning_rate, seed).training, height)


def _describe_weights() -> None:
    descriptions = "\n".join(f"- {each.label}: {each.description}" for each in INITIALISATIONS.values())
    st.markdown(f"The initial weights are normally distributed random numbers around 0:\n\n{descriptions}")


def _show_sources() -> None:
    with st.expander("Who found this"):
        st.markdown(
            "Glorot and Bengio (2010) and He et al. (2015) chose the size of the weights so that signals neither fade "
            "nor explode in the forward and the backward pass."
        )
        st.caption(
            "X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks. AISTATS "
            "2010, 249–256. K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers. ICCV 2015, 1026–1034."
        )
