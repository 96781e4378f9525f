"""Beyond the line: a third input x1·x2 that bends the boundary, or a hidden layer that learns to bend it."""

from dataclasses import replace
from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Planar, Run, Training, load
from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, Rule, Samples, Trace
from nnkit.results.grid import grid_around, probability_map
from nnkit.results.inference import evaluate
from pages.perceptron.data import points_of
from pages.perceptron.numbers import weights_text
from pages.perceptron.rule import trace_of
from pages.perceptron.stepping import weighted_sums
from ui.charts import show_figure
from ui.controls import BIND, choose_seed
from ui.memoize import memoize_per_run
from ui.numbers import counted
from ui.training.live import follow_sliders

PART = "perceptron_hidden"
SIDE = 64  # grid points along an edge of a map
RULE = Rule(epochs=1_000)
TRAINING = Training("sgd", learning_rate=1.0, batch_size=None, epochs=1_000)
UNITS = 4
XOR, ABOVE = "XOR", "the points above"


def experiment_on(samples: Samples, network: Network, training: Training) -> Experiment:
    return Experiment(Planar("blobs", edited=samples.rows), network, training)


PRESET = experiment_on(GATES["XOR"], Network((UNITS,), "tanh"), TRAINING)


@st.fragment
def show_beyond_the_line(above: Samples) -> None:
    options = {"required": True, "key": "perceptron_beyond", **BIND}
    chosen = st.segmented_control("Try it on", (XOR, ABOVE), default=XOR, **options)
    samples = GATES["XOR"] if chosen == XOR else above
    feature, layer = st.columns(2, gap="large")
    with feature:
        st.subheader("One more input", anchor="product")
        _add_product(samples)
    with layer:
        st.subheader("A hidden layer", anchor="hidden")
        _train(samples)


def _add_product(samples: Samples) -> None:
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
            f"All points are right after {count}, with θ = {weights_text(trace.weights(-1))}. (A point on the boundary "
            "itself, where z = 0, counts as 1.)"
        )
    else:
        why = "its weights repeat" if trace.outcome == "cycle" else f"after {counted(trace.epochs, 'epoch')}"
        st.markdown(f"It has not ended after {count}: {why}.")


@lru_cache(maxsize=8)  # the same figure is sent again with every change above
def _boundary_of(trace: Trace) -> go.Figure:
    grid = grid_around(trace.samples.points, SIDE)
    boundaries = {"boundary": weighted_sums(trace.weights(-1), grid)}
    return draw.answered_plane(grid, points_of(trace.samples), boundaries, RULE.at_zero)


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
        initial_seed = choose_seed(
            0, f"{PART}_seed", "Decides the initial weights. Few units may get stuck from some of them."
        )
    experiment = experiment_on(samples, Network((width,), "tanh"), replace(TRAINING, seed=initial_seed))
    runs = follow_sliders(PART, [experiment], [PRESET])
    if not runs:
        st.markdown("The network appears here as soon as it is trained.")
        return
    _show_network(runs[0])


def _show_network(run: Run) -> None:
    show_figure(_map_of(run), f"{PART}.map")
    data = load(run.experiment.data)
    scores = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    right = round(scores["accuracy"] * len(data.y_train))
    st.markdown(
        f"{right} of {len(data.y_train)} points are right after {run.epochs_done:,g} epochs, at a loss of "
        f"{scores['loss']:.3f} nats."
    )


@memoize_per_run
def _map_of(run: Run) -> go.Figure:
    data = load(run.experiment.data)
    grid = grid_around(data.x_train, SIDE)
    answers = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, answers, draw.Points(data.x_train, data.y_train), height=400)


_UNITS_HINT = "Neurons between the inputs and the output. Each draws a soft line; the output mixes them."
