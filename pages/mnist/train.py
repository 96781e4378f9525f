"""The training of a network that the reader chooses: its picture, its curves, and how well it does on the test."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Run
from nnkit import figures as draw
from nnkit.experiment.layers import layers_of
from pages.mnist.controls import choose_experiment, offer_chapter
from pages.mnist.exercises import TRAIN
from pages.mnist.run import OPENING, PAGE
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.descriptions import regularisation_terms
from ui.layout import lay_out
from ui.memoize import memoize_figure
from ui.training.jobs import training_of
from ui.training.pending import show_pending
from ui.training.run_panel import offer_training, show_run, train_unasked
from ui.training.state import State
from ui.try_this import try_this

PICTURE_HEIGHT, SCORE_WIDTH = 180, 160  # px


@st.fragment(key="mnist.train")
def show_training() -> None:
    controls, results = lay_out("How well can a network learn to read digits? Change one thing at a time.")
    with controls:
        experiment = choose_experiment()
        if experiment == OPENING:  # settings that came with the address wait for Train
            train_unasked(PAGE, OPENING)
        offer_training(PAGE, experiment, OPENING)
        offer_chapter(experiment)
    with results:
        if training_of(PAGE).job is None:
            _show_picture(experiment, PICTURE_HEIGHT)
            show_pending(PAGE, "The test accuracy and the curves appear here as soon as a network has been trained.")
        else:
            _show_results(experiment)
        _show_layers(experiment)
    try_this(TRAIN, controls)


def _show_picture(experiment: Experiment, height: int) -> None:
    show_figure(_picture_of(experiment, height), "mnist.network")


@memoize_figure
def _picture_of(experiment: Experiment, height: int) -> go.Figure:
    dropout = experiment.network.dropout
    return draw.network_diagram(layers_of(experiment), inputs=784, dropout=dropout, height=height)


def _show_results(experiment: Experiment) -> None:
    """Show the picture of the chosen network, and scores and curves of the last run that is done.

    While another network trains, its growing curves take the place of the curves.
    """
    picture, scores = st.columns(2, gap="medium")
    with picture:
        _show_picture(experiment, PICTURE_HEIGHT)
    height = figure_height() - PICTURE_HEIGHT - 80
    run = show_run(PAGE, height)
    if run is None:
        return
    with scores:
        _show_scores(run)
    if training_of(PAGE).state is not State.TRAINING:
        _show_curves(run, height)
    _explain(run)


def _show_scores(run: Run) -> None:
    """Show the test scores of a run, and which settings it had."""
    scores = {
        "Test accuracy": f"{run.test['accuracy']:.2%}",
        "Test loss (nats)": f"{run.test['loss']:.4g}",
        "Epochs": f"{run.epochs_done:g}",
        "Training time": f"{run.seconds:.1f} s",
    }
    with st.container(horizontal=True):
        for name, score in scores.items():
            st.metric(name, score, width=SCORE_WIDTH)
    st.caption(describe(run.experiment))


def _show_curves(run: Run, height: int) -> None:
    loss, accuracy = st.columns(2)
    with loss:
        show_figure(_loss_of(run, height), "mnist.loss")
    with accuracy:
        show_figure(_accuracy_of(run, height), "mnist.accuracy")


@memoize_figure
def _loss_of(run: Run, height: int) -> go.Figure:
    return draw.loss_curve(run.history, height=height)


@memoize_figure
def _accuracy_of(run: Run, height: int) -> go.Figure:
    return draw.accuracy_curve(run.history, height=height)


def _explain(run: Run) -> None:
    with st.expander("What the numbers mean"):
        st.markdown(
            "- The loss is what training brings down: how surprised the network is by the right answers, in nats. "
            "Guessing among ten costs ln 10 ≈ 2.3.\n"
            "- Accuracy is the share that the network gets right.\n"
            "- The test digits were never trained on: only they tell how well the network reads."
        )
        if run.experiment.data.validation_share:
            st.markdown(
                "- Training values are averages over an epoch in which the weights still change, with dropout at "
                "work. Validation is measured at its end, without dropout. So validation can look better than "
                "training.\n"
                "- L1 and L2 penalties are part of both losses."
            )


def _show_layers(experiment: Experiment) -> None:
    """Show the layers of the chosen network as a table, and count their parameters."""
    layers = layers_of(experiment)
    total = sum(layer.parameters for layer in layers)
    with st.expander(f"The chosen network has {total:,} parameters"):
        st.table(
            pd.DataFrame(
                {
                    "Layer (type)": [f"{layer.name} ({layer.kind})" for layer in layers],
                    "Output shape": [f"(None, {', '.join(map(str, layer.output_shape))})" for layer in layers],
                    "Param #": [f"{layer.parameters:,}" for layer in layers],
                }
            ),
            hide_index=True,
            alt="Summary of the network's layers",
        )
        st.markdown(
            f"Every pixel is an input, every class an output. **{total:,} parameters** are to be learned: a weight for "
            "every line of the picture, were it drawn in full, and a bias for every neuron behind the inputs."
        )


def describe(experiment: Experiment) -> str:
    """Write all settings that led to a result in one line."""
    data, network, training = experiment.data, experiment.network, experiment.training
    widths = "-".join(map(str, (784, *network.hidden, 10)))
    kept = f", {data.validation_share:.0%} of them for validation" if data.validation_share else ""
    parts = [
        f"{data.train_size:,} digits{kept}",
        f"{widths} {network.activation}" if network.hidden else widths,
        f"{training.optimizer}, learning rate {training.learning_rate:g}",
        f"batch {training.batch_size or 'of all'}",
        f"seed {training.seed}",
    ]
    return " · ".join(parts + regularisation_terms(network))
