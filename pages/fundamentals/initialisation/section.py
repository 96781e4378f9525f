"""Section: initial weights, what they do to signals on their way, and to training."""

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
from ui.controls import BIND, choose_amount, choose_seed
from ui.numbers import scientific

BENT = ("tanh", "relu", "sigmoid")
DEPTH, UNITS, SAMPLES = 10, 40, 100  # of the network that signals are sent through
SIZES = (2, *[16] * 5, 1)  # of the network that is trained
DATA, STEPS = Planar(points=60), 100
RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
BINS = 41
LEARNED = 0.02  # nats below ln 2, from where on a network has learned something
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
    activation, name, rate, seed = _choose()
    _show_spreads(activation, seed)
    shares, losses = st.columns(2, gap="large")
    with shares:
        st.markdown(f"**Outputs by layer: {INITIALISATIONS[name].label}**")
        show_figure(_shares_of(name, activation, seed), "fundamentals.shares")
    with losses:
        st.markdown("**What training makes of it**")
        _show_training(activation, rate, seed)


def _choose() -> tuple[str, str, float, int]:
    """Activation, name of the initialisation that is looked into, learning rate, and seed."""
    bend, initial, step, start = st.columns(4, gap="medium")
    hint = "Of every layer. Each bends signals in its own way, so that each asks for other weights."
    options = {"format_func": lambda name: CATALOGUE[name].label, "required": True, **BIND}
    with bend:
        activation = st.segmented_control(
            "Activation of the layers", BENT, default="tanh", key="fundamentals_bend", help=hint, **options
        )
    with initial:
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
    with step:
        hint = "How far a step of gradient descent goes where the five networks are trained, below."
        rate = choose_amount("Learning rate", RATES, 0.1, "fundamentals_initial_rate", hint)
    with start:
        seed = choose_seed(0, "fundamentals_initial_seed", "Draws other weights and samples, the same for all five.")
    return activation, name, rate, seed


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
    told = ", ".join(f"“{name}”: {scientific(spreads[0] / spreads[-1])}" for name, spreads in gradients.items())
    st.markdown(
        f"The spread is the standard deviation. From layer {DEPTH} back to layer 1 that of the gradients is multiplied "
        f"as follows. {told}. (On a logarithmic scale, 0 has no place.)"
    )


@lru_cache(maxsize=32)
def _spreads_of(activation: str, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Standard deviations (layers,) of outputs and of gradients, by the initialisation's label."""
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
    reach = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}.get(activation, (0.0, float(np.percentile(values, 98)) or 1.0))
    edges = np.linspace(*reach, BINS + 1)
    counts = np.stack([np.histogram(np.clip(layer, *reach), edges)[0] for layer in values])
    return draw.value_shares(edges, counts / values[0].size, "outputs")


def _show_training(activation: str, rate: float, seed: int) -> None:
    losses = _losses_of(activation, rate, seed)
    show_figure(draw.losses_by_step(losses), "fundamentals.losses")
    ended = {name: values[-1] for name, values in losses.items() if np.isfinite(values[-1])}
    best = min(ended, key=ended.get)
    diverged = [name for name in losses if name not in ended]
    moved = np.ptp(losses[INITIALISATIONS["zero"].label])
    st.caption(
        f"A {'-'.join(map(str, SIZES))} network on {DATA.points} points of two moons, {STEPS} steps of gradient "
        "descent, computed in NumPy while you look: few units and steps, so that it takes a moment. "
        + learned_told(best, ended[best])
        + f" The loss of “zero” has changed by {scientific(moved)}"
        + (f"; diverged: {', '.join(diverged)}." if diverged else ".")
    )


def learned_told(best: str, loss: float) -> str:
    """What the lowest loss, and the label of the initialisation that has it, say about all of them."""
    if loss > np.log(2) - LEARNED:
        return NONE_LEARNED.format(best, loss)
    told = f"The lowest loss is that of “{best}” ({loss:.3f} nats)."
    return told + (LARGE_WON if best == INITIALISATIONS["large"].label else "")


@lru_cache(maxsize=64)
def _losses_of(activation: str, rate: float, seed: int) -> dict[str, np.ndarray]:
    """Losses (steps + 1,) by the initialisation's label; all five networks are computed at once."""
    data = load(DATA)
    networks = [initialise_layers(name, SIZES, activation, "sigmoid", seed) for name in INITIALISATIONS]
    x, y = data.x_train.astype(float), data.y_train[:, None]
    _, losses = descend(stack_networks(networks), x, y, rate, STEPS)
    return dict(zip([each.label for each in INITIALISATIONS.values()], losses.T, strict=True))
