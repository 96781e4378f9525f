"""Initial weights, and their effect on signals, gradients and training."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Planar, load
from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.initialisation import INITIALISATIONS, descend, initialise_layers, signals, stack_networks
from pages.fundamentals.initialisation.symmetry import show_symmetry
from ui.charts import show_figure
from ui.controls import BIND, choose_seed, choose_value
from ui.numbers import scientific

ACTIVATIONS = ("tanh", "relu", "sigmoid")
DEPTH, UNITS, SAMPLES = 10, 40, 100  # of the network whose outputs and gradients are compared
SIZES = (2, *[16] * 5, 1)  # of the network that is trained
DATA, STEPS = Planar(points=60), 100
LEARNING_RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
BINS = 41
MIN_IMPROVEMENT = 0.02  # nats below ln 2: with less, a network has learned nothing
NONE_LEARNED = (
    "None of them has learned: even the lowest loss, that of “{}” ({:.3f} nats), is all but the ln 2 = 0.693 nats of "
    "answering ½ to every point. The figure of the gradients says why: through layers whose slope is small (a "
    "sigmoid's is at most ¼) they fade on their way back, and the first layers hardly move."
)
LARGE_WON = (
    " Too large may win in so narrow and shallow a network where outputs are bounded; what it learns by heart, "
    "this loss does not tell. Try ReLU, which bounds nothing."
)


def show_initial_weights() -> None:
    st.markdown(
        "Training starts from random weights, and their size matters: each layer multiplies the spread of what flows "
        "through it. Glorot and Bengio (2010) and He et al. (2015) chose it so that signals neither fade nor explode, "
        f"forwards or backwards. Here {SAMPLES} random samples pass through {DEPTH} layers of {UNITS} neurons."
    )
    _compare_spreads()
    st.subheader("Why not start at zero?", anchor="symmetry")
    show_symmetry()
    st.caption(
        "X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks. AISTATS "
        "2010, 249–256. K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers. ICCV 2015, 1026–1034."
    )


@st.fragment
def _compare_spreads() -> None:
    activation, name, learning_rate, seed = _choose()
    _show_spreads(activation, seed)
    shares, losses = st.columns(2, gap="large")
    with shares:
        st.markdown(f"**Outputs by layer: {INITIALISATIONS[name].label}**")
        show_figure(_shares_of(name, activation, seed), "fundamentals.shares")
    with losses:
        st.markdown("**What training makes of it**")
        _show_training(activation, learning_rate, seed)


def _choose() -> tuple[str, str, float, int]:
    """Return the activation, the name of the initialisation to show in detail, the learning rate, and the seed."""
    columns = st.columns(4, gap="medium")
    hint = "Of every layer. Each bends signals in its own way, so that each asks for other weights."
    options = {"format_func": lambda name: CATALOGUE[name].label, "required": True, **BIND}
    with columns[0]:
        activation = st.segmented_control(
            "Activation of the layers", ACTIVATIONS, default="tanh", key="fundamentals_bend", help=hint, **options
        )
    with columns[1]:
        details = "\n".join(f"- {each.label}: {each.description}" for each in INITIALISATIONS.values())
        name = st.selectbox(
            "Look into",
            list(INITIALISATIONS),
            list(INITIALISATIONS).index("glorot"),
            format_func=lambda name: INITIALISATIONS[name].label,
            key="fundamentals_initial",
            help=f"Weights are normal numbers around 0:\n\n{details}",
            **BIND,
        )
    with columns[2]:
        hint = "How far a step of gradient descent goes where the five networks are trained, below."
        learning_rate = choose_value("Learning rate", LEARNING_RATES, 0.1, "fundamentals_initial_rate", hint)
    with columns[3]:
        seed = choose_seed(0, "fundamentals_initial_seed", "Draws other weights and samples, the same for all five.")
    return activation, name, learning_rate, seed


def _show_spreads(activation: str, seed: int) -> None:
    _, gradients = _spreads_of(activation, seed)
    outputs_drawn, gradients_drawn = _spread_figures(activation, seed)
    forwards, backwards = st.columns(2, gap="large")
    with forwards:
        st.markdown("**Forwards: spread of the outputs**")
        show_figure(outputs_drawn, "fundamentals.outputs")
    with backwards:
        st.markdown("**Backwards: spread of the gradients**")
        show_figure(gradients_drawn, "fundamentals.gradients")
    ratios = ", ".join(f"“{name}”: {scientific(spreads[0] / spreads[-1])}" for name, spreads in gradients.items())
    st.markdown(
        f"The spread is the standard deviation. From layer {DEPTH} back to layer 1 that of the gradients is multiplied "
        f"as follows. {ratios}. (On a logarithmic scale, 0 has no place.)"
    )


@lru_cache(maxsize=32)
def _spreads_of(activation: str, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the standard deviations of outputs and gradients by the label of the initialisation: (layers,) each."""
    outputs, gradients = {}, {}
    for name, initialisation in INITIALISATIONS.items():
        found = signals(name, activation, DEPTH, UNITS, SAMPLES, seed)
        outputs[initialisation.label] = found.outputs.std(axis=(1, 2))
        gradients[initialisation.label] = found.gradients.std(axis=(1, 2))
    return outputs, gradients


@lru_cache(maxsize=32)
def _spread_figures(activation: str, seed: int) -> tuple[go.Figure, go.Figure]:
    outputs, gradients = _spreads_of(activation, seed)
    return draw.spread_by_layer(outputs, "outputs"), draw.spread_by_layer(gradients, "gradients")


@lru_cache(maxsize=32)
def _shares_of(name: str, activation: str, seed: int) -> go.Figure:
    values = signals(name, activation, DEPTH, UNITS, SAMPLES, seed).outputs
    limits = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}.get(
        activation, (0.0, float(np.percentile(values, 98)) or 1.0)
    )
    edges = np.linspace(*limits, BINS + 1)
    counts = np.stack([np.histogram(np.clip(layer, *limits), edges)[0] for layer in values])
    return draw.value_shares(edges, counts / values[0].size, "outputs")


def _show_training(activation: str, learning_rate: float, seed: int) -> None:
    losses = _losses_of(activation, learning_rate, seed)
    show_figure(draw.losses_by_step(losses), "fundamentals.losses")
    ended = {name: values[-1] for name, values in losses.items() if np.isfinite(values[-1])}
    best = min(ended, key=ended.get)
    diverged = [name for name in losses if name not in ended]
    moved = np.ptp(losses[INITIALISATIONS["zero"].label])
    st.caption(
        f"A {'-'.join(map(str, SIZES))} network on {DATA.points} points of two moons, {STEPS} steps of gradient "
        "descent, computed in NumPy while you look: few units and steps, so that it takes a moment. "
        + learned_text(best, ended[best])
        + f" The loss of “zero” has changed by {scientific(moved)}"
        + (f"; diverged: {', '.join(diverged)}." if diverged else ".")
    )


def learned_text(best: str, loss: float) -> str:
    """Say what the lowest loss, of the initialisation with the label `best`, means for all of them."""
    if loss > np.log(2) - MIN_IMPROVEMENT:
        return NONE_LEARNED.format(best, loss)
    text = f"The lowest loss is that of “{best}” ({loss:.3f} nats)."
    return text + (LARGE_WON if best == INITIALISATIONS["large"].label else "")


@lru_cache(maxsize=64)
def _losses_of(activation: str, learning_rate: float, seed: int) -> dict[str, np.ndarray]:
    """Return the losses by the label of the initialisation: (steps + 1,) each. All networks are computed at once."""
    data = load(DATA)
    networks = [initialise_layers(name, SIZES, activation, "sigmoid", seed) for name in INITIALISATIONS]
    x, y = data.x_train.astype(float), data.y_train[:, None]
    _, losses = descend(stack_networks(networks), x, y, learning_rate, STEPS)
    return dict(zip([each.label for each in INITIALISATIONS.values()], losses.T, strict=True))
