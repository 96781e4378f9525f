"""Beyond the line: a third input x1·x2 that bends the boundary, or a hidden layer that learns to bend it."""

from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Planar, Run, Training, load
from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, Rule, Samples, Trace
from nnkit.experiment.openings import OPENINGS
from nnkit.results.grid import probability_map
from nnkit.results.inference import evaluate
from pages.perceptron.data import points_of
from pages.perceptron.exercises import BEYOND
from pages.perceptron.lines import plane_of, weighted_sums
from pages.perceptron.numbers import weights_text
from pages.perceptron.rule import choose_trace_in_expander, trace_of
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.controls import bound, choose_seed
from ui.glossary import term
from ui.layout import lay_out, more
from ui.memoize import memoize_figure, memoize_per_run
from ui.numbers import counted
from ui.take_away import offer_to_take_away
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "perceptron_hidden"
SIDE = 64  # grid points along an edge of a map
HEIGHT = 0.78  # of a figure, as a share of a main figure's: two stand side by side
RULE = Rule(epochs=1_000)
(OPENING,) = OPENINGS["perceptron/beyond"]
TRAINING, (UNITS,) = OPENING.training, OPENING.network.hidden
XOR, CHOSEN = "XOR", "the chosen points"
OLD_NAMES = {"the points above": CHOSEN}


def experiment_on(samples: Samples, network: Network, training: Training) -> Experiment:
    return Experiment(Planar("blobs", edited=samples.rows), network, training)


@st.fragment(key=PART)
def show_beyond_the_line() -> None:
    controls, results = lay_out(
        "There are points whose classes no line separates, such as those of XOR. **What bends the line?** One more "
        f"input that we choose, or a {term('hidden layer')} that learns to bend it."
    )
    with controls:
        samples, product, runs = _choose_and_train()
    with results:
        feature, layer = st.columns(2, gap="medium")
        with feature:
            st.markdown("**One more input**")
            _show_product(trace_of(Samples(samples.rows, product), RULE))
        with layer:
            st.markdown("**A hidden layer**")
            if runs:
                _show_network(runs[0])
            else:
                show_placeholder(PART, "the network")
        offer_to_take_away(PART, runs)
        _explain()
    try_this(BEYOND, controls)


def _choose_and_train() -> tuple[Samples, bool, list[Run]]:
    """Return the points, whether x1·x2 is an input, and the run of the network if it is trained."""
    chosen_points = choose_trace_in_expander().samples
    options = {"required": True, "key": "perceptron_beyond", "help": _POINTS_HINT}
    chosen = bound(st.segmented_control, "Try it on", (XOR, CHOSEN), default=XOR, renamed=OLD_NAMES, **options)
    if chosen == CHOSEN:
        st.caption("You choose these points in “The data and the rule”. All sections of this page share them.")
    samples = GATES["XOR"] if chosen == XOR else chosen_points
    product = bound(st.toggle, "x1·x2 is an input", True, key="perceptron_product")
    width = bound(st.slider, "Hidden units", 1, 16, UNITS, key=f"{PART}_units", help=_UNITS_HINT)
    with more([f"{PART}_seed"]):
        seed = choose_seed(0, f"{PART}_seed", _SEED_HINT)
    experiment = experiment_on(samples, Network((width,), "tanh"), replace(TRAINING, seed=seed))
    runs = follow_sliders(PART, [experiment], [OPENING])
    # A network of other points would contradict the figure beside it: until the new one is trained, there is none.
    return samples, product, [run for run in runs if run.experiment.data == experiment.data]


def _explain() -> None:
    with st.expander("Why this bends the line"):
        st.markdown(
            "**One more input.** The same perceptron gets x1·x2 as a third input. In the plane of x1 and x2, its "
            "boundary b + w1 x1 + w2 x2 + w3 x1 x2 = 0 is a hyperbola. In the space of the three inputs, it is still a "
            "plane.\n\n**A hidden layer.** The units of a hidden layer learn how to combine x1 and x2. The perceptron "
            "rule can't train them, because their right outputs are not known. This network (tanh, "
            f"{term('cross-entropy')}) learns by {term('gradient')} descent."
        )


def _show_product(trace: Trace) -> None:
    show_figure(_boundary_of(trace, _height()), "perceptron.hyperbola")
    count = counted(len(trace.updates), "update")
    if trace.outcome == "converged":
        st.markdown(
            f"All points are right after {count}, with w = {weights_text(trace.weights(-1))}. On the boundary itself, "
            "where z = 0, the output is 1."
        )
    elif trace.outcome == "cycle":
        st.markdown(f"The rule never ends: after {count}, its weights repeat.")
    else:
        st.markdown(f"The rule has not ended after {count} in {counted(trace.epochs, 'epoch')}.")


def _height() -> int:
    """Return the height of either figure in px."""
    return round(HEIGHT * figure_height())


@memoize_figure
def _boundary_of(trace: Trace, height: int) -> go.Figure:
    grid = plane_of(trace.samples, SIDE)
    boundaries = {"boundary": weighted_sums(trace.weights(-1), grid)}
    return draw.answered_plane(grid, points_of(trace.samples), boundaries, RULE.at_zero, height=height)


def _show_network(run: Run) -> None:
    show_figure(_map_of(run, _height()), f"{PART}.map")
    st.markdown(_result_text(run))


@memoize_per_run
def _result_text(run: Run) -> str:
    data = load(run.experiment.data)
    scores = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    right = round(scores["accuracy"] * len(data.y_train))
    return (
        f"{right} of {len(data.y_train)} points are right after {counted(round(run.epochs_done), 'epoch')}. The loss "
        f"is {scores['loss']:.3f} {term('nats')}."
    )


@memoize_figure
def _map_of(run: Run, height: int) -> go.Figure:
    data = load(run.experiment.data)
    grid = plane_of(Samples(run.experiment.data.edited), SIDE)
    answers = probability_map(run.experiment, run.weights, grid)
    return draw.decision_map(grid, answers, draw.Points(data.x_train, data.y_train), height=height)


_POINTS_HINT = "XOR, or the points that you choose in “The data and the rule”."
_UNITS_HINT = (
    "The neurons between the inputs and the output. Each has a soft line, and the output combines these lines."
)
_SEED_HINT = "This seed decides the initial weights. From some of them, training gets stuck if there are few units."
