"""A look inside a trained network: its weights and answers by epoch, and its mistakes."""

import numpy as np
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.figures.digits.animation import MAX_FRAMES
from nnkit.results.inference import predict
from pages.mnist.findings import Findings, findings_of
from ui.charts import show_figure

FIRST = slice(0, 10)  # test digits in the animation
MAX_MISTAKES = 20
ONE_ANSWER = 0.9  # of all test digits; the commonest class is 11 % of them
MAX_ANIMATED_UNITS, MAX_UNITS = 16, 64  # neurons whose weights are shown; 64 images take 2 MB


def look_inside(run: Run, data: Dataset) -> None:
    """Show the animation of the training, the confusion matrix and the most confident mistakes."""
    findings = findings_of(run)
    _warn_of_one_answer(findings)
    _show_animation(run, data)
    _show_confusion(findings, data)
    _show_mistakes(findings, data)


def _warn_of_one_answer(findings: Findings) -> None:
    """Warn of a network that gives the same answer to nearly all digits."""
    answers = np.bincount(findings.predicted, minlength=10)
    if answers.max() > ONE_ANSWER * answers.sum():
        st.warning(
            f"The network answers {answers.argmax()} to {answers.max() / answers.sum():.0%} of the test digits: it "
            "tells hardly anything apart. Where steps were too large, neurons can end up giving the same output "
            "whatever comes in; try a smaller learning rate. Where training was short or penalties strong, relax these."
        )


def _show_animation(run: Run, data: Dataset) -> None:
    st.subheader("Ten test digits, epoch by epoch", anchor="film")
    hidden = run.experiment.network.hidden
    unit = "neuron of the first hidden layer" if hidden else "class, from 0 to 9"
    st.markdown(
        "Press play, or move the slider back to epoch 0: the weights are noise and the answers guesses. In a training "
        "that goes well, the columns of probabilities then gather into single dark cells, and blurred strokes appear "
        f"in the weights, one picture for each {unit}: ink that speaks for it (blue) and ink that speaks against it "
        "(orange)."
    )
    images, labels = data.x_test[FIRST], data.y_test[FIRST]
    frames = [
        (snapshot.epoch, snapshot.weights[0], predict(run.experiment, snapshot.weights, images))
        for snapshot in run.snapshots
    ]
    show_figure(draw.training_animation(frames, images, labels), "mnist.animation")
    if len(frames) > MAX_FRAMES:
        st.caption(f"The film has room for {MAX_FRAMES} of the {len(frames)} snapshots that were kept.")
    if hidden and hidden[0] > MAX_ANIMATED_UNITS:
        _show_all_units(run.weights[0])


@st.fragment
def _show_all_units(kernel: np.ndarray) -> None:
    """Show the weights of more neurons of the first layer than the animation has room for."""
    with st.expander("More neurons, after the last epoch", key="mnist.units", on_change="rerun") as expander:
        if expander.open:
            show_figure(draw.weight_images(kernel, max_units=MAX_UNITS), "mnist.weights")


@st.fragment
def _show_confusion(findings: Findings, data: Dataset) -> None:
    st.subheader("Which digits it mixes up", anchor="confusion")
    st.markdown(
        "Each row is a true digit, each column an answer: what is off the diagonal is a mistake. Click a cell to see "
        "the digits in it. Would you have read them rightly?"
    )
    matrix, digits = st.columns([3, 2], gap="large")
    with matrix:
        chosen = show_figure(
            draw.confusion_matrix(findings.confusion), "mnist.confusion", on_select="rerun", selection_mode="points"
        )
    with digits:
        cell = [int(value) for value in chosen.selection.points[0]["customdata"]] if chosen.selection.points else None
        if cell is None:
            st.info("Click a cell of the matrix.", icon=":material/touch_app:")
        else:
            _show_cell(findings, data, *cell)


def _show_cell(findings: Findings, data: Dataset, truth: int, predicted: int) -> None:
    numbers = findings.in_cell(truth, predicted)
    st.markdown(f"**Test digits that are a {truth} and were read as a {predicted}: {len(numbers):,}.**")
    if len(numbers):
        shown = numbers[:MAX_MISTAKES]
        captions = [f"{findings.confidence[number]:.1%}" for number in shown]
        show_figure(draw.digit_row(data.x_test[shown], captions, columns=5), "mnist.cell")
        st.caption(f"The {len(shown)} that the network was surest of, with its probability for {predicted}.")


def _show_mistakes(findings: Findings, data: Dataset) -> None:
    st.subheader("Its most confident mistakes", anchor="mistakes")
    numbers = findings.worst_mistakes(MAX_MISTAKES)
    if not len(numbers):
        st.markdown("There are none: every test digit was read rightly.")
        return
    st.markdown(
        "The wrong answers that the network was surest of. Some digits are hardly legible, some are plain to you: a "
        "network of this kind looks at each pixel in its place and has no notion of strokes or loops. Under each "
        "digit, what it is → what the network read, and how sure it was."
    )
    for half, (column, shown) in enumerate(zip(st.columns(2), np.array_split(numbers, 2), strict=True)):
        if len(shown):
            captions = [f"{findings.truth[n]}→{findings.predicted[n]} {findings.confidence[n]:.1%}" for n in shown]
            with column:
                show_figure(draw.digit_row(data.x_test[shown], captions, columns=5), f"mnist.mistakes_{half}")
