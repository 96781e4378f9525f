"""The training of a network that the reader chooses: its picture, its curves, and how well it does on the test."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Run
from nnkit import figures as draw
from nnkit.experiment.layers import Layer, layers_of
from pages.mnist.controls import choose_experiment, offer_chapter
from pages.mnist.exercises import TRAIN
from pages.mnist.run import OPENING, PAGE
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.descriptions import regularisation_terms, usual_spelling
from ui.glossary import term
from ui.layout import METRIC_HEIGHT, SWITCH_HEIGHT, lay_out
from ui.memoize import memoize_figure
from ui.numbers import percent, plain, scientific
from ui.presenting import is_presenting, px
from ui.take_away import offer_to_take_away
from ui.training.curves import show_curves, show_growing_curves
from ui.training.former import show_former, show_line
from ui.training.jobs import training_of
from ui.training.placeholder import show_placeholder
from ui.training.run_panel import Growing, offer_training, show_growing, train_unasked, warn_of_outcome
from ui.try_this import try_this

SCORES = ("Test accuracy", "Test loss (nats)", "Epochs", "Training time")
PICTURE_HEIGHT, SCORE_WIDTH = 180, 160  # px
TEXTS = 80 + SWITCH_HEIGHT  # px of the lines between the figures
PRESENTED = 220  # px of all that is above the curves on a projector


@st.fragment(key="mnist.train")
def show_training() -> None:
    controls, results = lay_out("How well can a network learn to read digits? Change one thing at a time.")
    with controls:
        often, training = st.container(), st.container()
        experiment = choose_experiment(often)
        with training:  # above the rarely moved controls: there it stays in sight when these are open
            if experiment == OPENING:  # settings that came with the address wait for Train
                train_unasked(PAGE, OPENING)
            offer_training(PAGE, experiment, OPENING)
            offer_chapter(experiment)
    with results:
        _show_results(experiment)
        _show_layers(experiment)
        offer_to_take_away(PAGE, training_of(PAGE).shown)
    try_this(TRAIN, controls)


def _show_picture(experiment: Experiment, height: int) -> None:
    show_figure(_picture_of(experiment, height), "mnist.network")


@memoize_figure
def _picture_of(experiment: Experiment, height: int) -> go.Figure:
    dropout = experiment.network.dropout
    return draw.network_diagram(layers_of(experiment), inputs=784, dropout=dropout, height=height)


def _show_results(experiment: Experiment) -> None:
    """Show the picture of the chosen network, and scores and curves of the last run that is done.

    While another network trains, its curves grow in the same plots. A line says that the scores are old, and they are
    dimmed, as they are when the settings have changed.
    """
    training = training_of(PAGE)
    training.observe()
    run = training.shown[0] if training.shown else None
    outdated = run is not None and run.experiment != experiment
    picture, scores = st.columns([2, 3] if is_presenting() else 2, gap="medium")
    with picture:
        # Or else the numbers would be taken for those of the network that is drawn.
        show_line(":material/tune: :small[**The chosen network.** The results are older.]" if outdated else "")
        _show_picture(experiment, PICTURE_HEIGHT)
    with scores:
        show_former(PAGE, outdated)
        _show_scores(run, dimmed=outdated or training.shows_former)
        if run is not None:
            st.caption(describe(run.experiment))
        else:
            show_placeholder(PAGE, "the test accuracy and the curves", "content")
    _show_curves(run, experiment, _curves_height())
    warn_of_outcome(PAGE)
    if run is not None:
        _explain(run)


def _curves_height() -> int:
    """Return the height of the curves in px; what is above them is higher in a small window of a projector."""
    return figure_height(PRESENTED if is_presenting() else TEXTS + PICTURE_HEIGHT)


def _show_scores(run: Run | None, dimmed: bool) -> None:
    """Show the test scores of a run, in grey if they are those of the run before; dashes without a run."""
    scores: Mapping[str, str | None] = dict.fromkeys(SCORES) if run is None else scores_of(run)
    with st.container(horizontal=True):
        for name, score in scores.items():
            shown = f":gray[{score}]" if dimmed and score else score
            st.metric(name, shown, width=px(SCORE_WIDTH), height=px(METRIC_HEIGHT))


def scores_of(run: Run) -> dict[str, str]:
    """Return the scores of a run by their names. Its epochs are those that are done, as in the curves."""
    accuracy, loss = percent(run.test["accuracy"]), scientific(run.test["loss"], 4)
    return dict(zip(SCORES, (accuracy, loss, f"{int(run.epochs_done):,}", f"{run.seconds:.1f} s"), strict=True))


def _show_curves(run: Run | None, experiment: Experiment, height: int) -> None:
    """Show the curves of the training that is under way, else those of the run; without either, only the axes."""

    def show(growing: Growing | None) -> None:
        if growing is not None:
            show_growing_curves(PAGE, growing.experiment, growing.history, height)
        elif run is not None:
            show_curves(PAGE, run, height)
        else:
            show_growing_curves(PAGE, experiment, {}, height)

    show_growing(PAGE, show)


def _explain(run: Run) -> None:
    with st.expander("What the numbers mean"):
        st.markdown(
            f"- The {term('loss')} is the number that training makes small, in {term('nats')}. It is small if the "
            "right answers get high probabilities. Guessing among ten digits costs ln 10 ≈ 2.3 nats.\n"
            f"- {term('accuracy', 'Accuracy')} is the share of digits that the network reads correctly.\n"
            "- The network has not learned from the test digits. They show how well it reads new digits."
        )
        if run.experiment.data.validation_share:
            st.markdown(
                "- Training values are averages over an epoch, in which the weights change and dropout is active. "
                "Validation values are measured at the end of the epoch, without dropout. So validation can look "
                "better than training.\n"
                "- Both losses contain the L1 and L2 penalties."
            )


def _show_layers(experiment: Experiment) -> None:
    """Count the parameters of the chosen network, and show its layers as a table once the reader opens it."""
    layers = layers_of(experiment)
    total = sum(layer.parameters for layer in layers)
    label = f"The chosen network has {total:,} parameters"
    place = st.expander(label, key="mnist.layers", on_change="rerun")
    if place.open:
        with place:
            _explain_layers(layers, total)


def _explain_layers(layers: Sequence[Layer], total: int) -> None:
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
        f"Every pixel is an input, every class an output. The network learns **{total:,} "
        f"{term('parameter', 'parameters')}**: a weight for every connection, of which the picture shows only "
        f"some, and a {term('bias')} for every neuron after the inputs. {term('None in a shape', 'None')} in a "
        "shape stands for the number of samples, which can be any number."
    )


def describe(experiment: Experiment) -> str:
    """Write all settings that led to a result in one line."""
    data, network, training = experiment.data, experiment.network, experiment.training
    widths = "-".join(map(str, (784, *network.hidden, 10)))
    kept = f", {percent(data.validation_share, 0)} of them for validation" if data.validation_share else ""
    parts = [
        f"{data.train_size:,} digits{kept}",
        f"{widths} {usual_spelling(network.activation)}" if network.hidden else widths,
        f"{usual_spelling(training.optimizer)}, learning rate {plain(training.learning_rate)}",
        f"batch size {training.batch_size}" if training.batch_size else "full batch",
        f"seed {training.seed}",
    ]
    return " · ".join(parts + regularisation_terms(network))
