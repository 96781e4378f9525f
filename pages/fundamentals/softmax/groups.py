"""A network that is trained on points of three to five classes."""

from math import log

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Groups, Network, Run, load
from nnkit import figures as draw
from nnkit.experiment import GROUP_SHAPES
from nnkit.experiment.limits import LIMITS
from nnkit.experiment.openings import OPENINGS
from nnkit.results.grid import grid_around, probability_maps
from nnkit.results.inference import evaluate, predict
from pages.fundamentals.arrangement import height_above, side_by_side
from ui.charts import show_figure
from ui.controls import bound, choose_name
from ui.glossary import term
from ui.memoize import memoize_figure, memoize_per_run
from ui.numbers import percent
from ui.tables import show_table
from ui.take_away import offer_to_take_away
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder

PART = "fundamentals_groups"
(OPENING,) = OPENINGS["fundamentals/softmax"]
MAX_UNITS = 64
SIDE = 80  # grid points along an edge of the map
TEXT_HEIGHT = 110  # px for the switch over the map and the sentence under it


def train_groups(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown("The colour shows the most probable class. It is stronger where the network is more certain.")
        experiment = _choose()
        runs = follow_sliders(PART, [experiment], [OPENING])
    height = height_above(TEXT_HEIGHT)
    with results:
        if runs:
            _show(runs[0], height, results, details)
        else:
            show_placeholder(PART, "the regions", height)
    with details:
        offer_to_take_away(PART, runs)
    with details, st.expander("How it is trained"):
        st.markdown(
            f"The output layer has one softmax unit for each class. The loss is the {term('cross-entropy')}: −ln of "
            "the probability of the true class, as a mean over the points. Training makes it small. Point at a place "
            "in the picture to read all probabilities."
        )


def _show(run: Run, height: int, results: DeltaGenerator, details: DeltaGenerator) -> None:
    picture, table = side_by_side(results, details, (3, 2))
    with picture:
        show_figure(_regions_of(run, height), f"{PART}.regions")
    with table:
        st.markdown("**How many points the network gets right**")
        show_table(_right_by_class(run))
    st.markdown(_result_text(run))


def _choose() -> Experiment:
    preset = OPENING.data
    shape = choose_name(
        "Data set",
        GROUP_SHAPES,
        preset.shape,
        f"{PART}_shape",
        "What the points look like. The network trains on 300 of them.",
    )
    classes = bound(
        st.slider,
        "Classes of points",
        *LIMITS["classes"],
        preset.classes,
        key=f"{PART}_classes",
        help="The number of classes. The output layer has one unit for each.",
    )
    noise = bound(
        st.slider,
        "Noise",
        *LIMITS["noise"],
        preset.noise,
        step=0.05,
        key=f"{PART}_noise",
        help="The standard deviation of the Gaussian noise that is added to both coordinates.",
    )
    units = bound(
        st.slider,
        "Hidden units",
        1,
        MAX_UNITS,
        OPENING.network.hidden[0],
        key=f"{PART}_units",
        help="The number of units in the hidden layer (tanh). With few units, the borders can bend only a little.",
    )
    return Experiment(Groups(shape, classes, preset.points, noise), Network((units,), "tanh"), OPENING.training)


@memoize_figure
def _regions_of(run: Run, height: int) -> go.Figure:
    data = load(run.experiment.data)
    grid = grid_around(data.x_train, SIDE)
    maps = probability_maps(run.experiment, run.weights, grid)
    return draw.regions_map(grid, maps, draw.Points(data.x_train, data.y_train), height)


@memoize_per_run
def _right_by_class(run: Run) -> pd.DataFrame:
    """Count the points of each class, those it was trained on and fresh ones, that the network gives their class."""
    data, columns = load(run.experiment.data), {}
    for name, x, y in (("training points", data.x_train, data.y_train), ("fresh points", data.x_test, data.y_test)):
        right = predict(run.experiment, run.weights, x).argmax(axis=1) == y
        columns[name] = [
            f"{right[y == label].sum()} of {(y == label).sum()}" for label in range(run.experiment.data.classes)
        ]
    return pd.DataFrame(columns, [f"class {label}" for label in range(run.experiment.data.classes)])


@memoize_per_run
def _result_text(run: Run) -> str:
    data, classes = load(run.experiment.data), run.experiment.data.classes
    train = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    fresh = evaluate(run.experiment, run.weights, data.x_test, data.y_test)
    return (
        f"The network gets {percent(train['accuracy'])} of the training points right, and "
        f"{percent(fresh['accuracy'])} of {len(data.y_test):,} fresh points. The cross-entropy is {train['loss']:.3f} "
        f"nats on the training points and {fresh['loss']:.3f} nats on the fresh points. For a network that finds all "
        f"classes equally likely, it is ln {classes} = {log(classes):.3f} nats."
    )
