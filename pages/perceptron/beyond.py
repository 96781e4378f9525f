"""What a line can't separate: one more input that bends it, or a hidden layer that finds the bend itself."""

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Planar, Run, Training, load
from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, Rule, Samples, Trace
from nnkit.results.grid import grid_around, probability_map
from nnkit.results.inference import evaluate
from pages.perceptron.data import points_of
from pages.perceptron.numbers import told_weights
from pages.perceptron.rule import trace_of
from pages.perceptron.stepping import sums_over
from ui.charts import show_figure
from ui.controls import BIND, choose_seed
from ui.memoize import memoize_per_run
from ui.numbers import counted
from ui.training.live import follow_sliders

PART = "perceptron_hidden"
SIDE = 64
RULE = Rule(epochs=1_000)
TRAINING = Training("sgd", 1.0, None, 1_000)
UNITS = 4
XOR, ABOVE = "XOR", "the points above"


def experiment_on(samples: Samples, network: Network, training: Training) -> Experiment:
    return Experiment(Planar("blobs", edited=samples.rows), network, training)


PRESET = experiment_on(GATES["XOR"], Network((UNITS,), "tanh"), TRAINING)


@st.fragment
def go_beyond(above: Samples) -> None:
    options = {"required": True, "key": "perceptron_beyond", **BIND}
    chosen = st.segmented_control("Try it on", (XOR, ABOVE), default=XOR, **options)
    samples = GATES["XOR"] if chosen == XOR else above
    feature, layer = st.columns(2, gap="large")
    with feature:
        st.subheader("One more input", anchor="product")
        _multiply(samples)
    with layer:
        st.subheader("A hidden layer", anchor="hidden")
        _train(samples)


def _multiply(samples: Samples) -> None:
    st.markdown(
        "Give the same perceptron x1·x2 as a third input. In the plane its boundary "
        "θ0 + θ1 x1 + θ2 x2 + θ3 x1 x2 = 0 is a hyperbola, though among the three inputs it is a plane as before."
    )
    product = st.toggle("x1·x2 is an input", True, key="perceptron_product", **BIND)
    trace = trace_of(Samples(samples.rows, product), RULE)
    show_figure(_boundary_of(trace), "perceptron.hyperbola")
    count = counted(len(trace.updates), "update")
    if trace.outcome == "converged":
        st.markdown(
            f"All points are right after {count}, with θ = {told_weights(trace.weights(-1))}. (A point on the boundary "
            "itself, where z = 0, counts as 1.)"
        )
    else:
        why = "its weights repeat" if trace.outcome == "cycle" else f"after {counted(trace.epochs, 'epoch')}"
        st.markdown(f"It has not ended after {count}: {why}.")


@lru_cache(maxsize=8)  # with every change above, it is sent as it was
def _boundary_of(trace: Trace) -> go.Figure:
    grid = grid_around(trace.samples.points, SIDE)
    sums = {"boundary": sums_over(trace.weights(-1), grid)}
    return draw.answered_plane(grid, points_of(trace.samples), sums, RULE.at_zero)


@st.fragment(key=PART)
def _train(samples: Samples) -> None:
    st.markdown(
        "Or let units of a hidden layer find out what to make of x1 and x2. The perceptron rule can't teach them, "
        "as nobody tells their right output; this network (tanh, cross-entropy) learns by gradient descent."
    )
    units, seed = st.columns(2)
    with units:
        width = st.slider("Hidden units", 1, 16, UNITS, key=f"{PART}_units", help=_UNITS_HINT, **BIND)
    with seed:
        start = choose_seed(
            0, f"{PART}_seed", "Decides the initial weights. Few units may get stuck from some of them."
        )
    training = Training("sgd", 1.0, None, TRAINING.epochs, start)
    runs = follow_sliders(PART, [experiment_on(samples, Network((width,), "tanh"), training)], [PRESET])
    if not runs:
        st.markdown("The network appears here as soon as it is trained.")
        return
    _show_network(runs[0])


def _show_network(run: Run) -> None:
    show_figure(_map_of(run), f"{PART}.map")
    data = load(run.experiment.data)
    measured = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    right = round(measured["accuracy"] * len(data.y_train))
    st.markdown(
        f"{right} of {len(data.y_train)} points are right after {run.epochs_done:,g} epochs, at a loss of "
        f"{measured['loss']:.3f} nats."
    )


@memoize_per_run
def _map_of(run: Run) -> go.Figure:
    data = load(run.experiment.data)
    grid = grid_around(data.x_train, SIDE)
    answers = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, answers, draw.Points(data.x_train, data.y_train), height=400)


_UNITS_HINT = "Neurons between the inputs and the output. Each draws a soft line; the output mixes them."
