"""A look inside a trained network: its weights and answers by epoch, and its mistakes."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Run, load
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.figures.digits.animation import MAX_FRAMES
from nnkit.results.inference import predict
from pages.mnist.findings import Findings, findings_of
from pages.mnist.run import find_run, load_digits
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import BIND
from ui.layout import choose_view, lay_out

FIRST = slice(0, 10)  # test digits in the animation
MAX_IN_CELL, MAX_MISTAKES = 20, 50  # digits
SURE = 0.9  # the probability from which the network counts as sure
ONE_ANSWER = 0.9  # of all test digits; the commonest class is 11 % of them
MAX_UNITS = 64  # neurons whose weights are shown; their images take 2 MB
PHONE_HEIGHT = 400  # px
CELL = (4, 9)  # true digit and answer that are shown first
ANIMATION, CONFUSION, MISTAKES, _ = VIEWS = "Animation", "Confusion matrix", "Mistakes", "Weights"


@st.fragment(key="mnist.inside")
def show_inside() -> None:
    data = load_digits()
    controls, results = lay_out("What has the network learned, and where does it go wrong?")
    with results:
        view = choose_view(VIEWS, "mnist_view")
        run = find_run(controls)
        if run is None:
            return
        findings = findings_of(run)
        _warn_of_one_answer(findings)
        if view == ANIMATION:
            _show_animation(run, data, controls)
        elif view == CONFUSION:
            _show_confusion(findings, data, controls)
        elif view == MISTAKES:
            _show_mistakes(findings, data, controls)
        else:
            _show_weights(run, controls)


def _height() -> int:
    """Return the height in px of the figure below the switch."""
    return PHONE_HEIGHT if is_narrow() else figure_height() - 70


def _warn_of_one_answer(findings: Findings) -> None:
    """Warn of a network that gives the same answer to nearly all digits."""
    answers = np.bincount(findings.predicted, minlength=10)
    if answers.max() > ONE_ANSWER * answers.sum():
        st.warning(
            f"The network answers {answers.argmax()} to {answers.max() / answers.sum():.0%} of the test digits: it "
            "tells hardly anything apart. Where steps were too large, neurons can end up giving the same output "
            "whatever comes in; try a smaller learning rate. Where training was short or penalties strong, relax these."
        )


def _show_animation(run: Run, data: Dataset, controls: DeltaGenerator) -> None:
    """Show ten test digits, epoch by epoch: answers, probabilities and the weights of the first layer."""
    unit = "neuron of the first hidden layer" if run.experiment.network.hidden else "class, from 0 to 9"
    controls.markdown(
        "**Ten test digits, epoch by epoch.** Press play, or move the slider back to epoch 0: the weights are noise "
        "and the answers guesses.\n\n"
        "In a training that goes well, the columns of probabilities then gather into single dark cells, and blurred "
        f"strokes appear in the weights. There is one picture for each {unit}: ink that speaks for it is blue, ink "
        "that speaks against it orange."
    )
    images, labels = data.x_test[FIRST], data.y_test[FIRST]
    frames = [
        (snapshot.epoch, snapshot.weights[0], predict(run.experiment, snapshot.weights, images))
        for snapshot in run.snapshots
    ]
    height = None if is_narrow() else _height()
    show_figure(draw.training_animation(frames, images, labels, height=height), "mnist.animation")
    right = [int((frame[2].argmax(axis=1) == labels).sum()) for frame in (frames[0], frames[-1])]
    st.markdown(f"Before training, {right[0]} of the 10 digits are read rightly; after it, {right[1]}.")
    if len(frames) > MAX_FRAMES:
        st.caption(f"The animation has room for {MAX_FRAMES} of the {len(frames)} snapshots that were kept.")


def _show_confusion(findings: Findings, data: Dataset, controls: DeltaGenerator) -> None:
    """Show the confusion matrix, and beside it the digits of one cell."""
    with controls:
        st.markdown(
            "**Which digits does it mix up?** Each row is a true digit, each column an answer: what is off the "
            "diagonal is a mistake. Click a cell to see the digits in it, or choose it here. Would you have read them "
            "rightly?"
        )
        for column, label, key, first in zip(
            st.columns(2), ("True digit", "Read as"), ("mnist_true", "mnist_read"), CELL, strict=True
        ):
            column.selectbox(label, range(10), first, key=key, **BIND)
    truth, predicted = st.session_state["mnist_true"], st.session_state["mnist_read"]
    matrix, digits = st.columns([6, 5], gap="medium")
    with matrix:
        figure = draw.confusion_matrix(findings.confusion, (truth, predicted), _height())
        show_figure(figure, "mnist.confusion", on_click=_choose_clicked_cell)
    with digits:
        _show_cell(findings, data, truth, predicted)
    counts = findings.confusion - np.diag(np.diag(findings.confusion))
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    st.markdown(
        f"{np.trace(findings.confusion):,} of {findings.confusion.sum():,} test digits are read rightly. The most "
        f"frequent mistake is a {row} read as a {column}: {counts.max():,} times."
    )


def _choose_clicked_cell(cell: Sequence[int]) -> None:
    st.session_state["mnist_true"], st.session_state["mnist_read"] = map(int, cell)


def _show_cell(findings: Findings, data: Dataset, truth: int, predicted: int) -> None:
    numbers = findings.in_cell(truth, predicted)
    st.markdown(f"**Test digits that are a {truth} and were read as a {predicted}: {len(numbers):,}.**")
    if len(numbers):
        shown = numbers[:MAX_IN_CELL]
        captions = [f"{findings.confidence[number]:.1%}" for number in shown]
        rows = -(-len(shown) // 5)
        height = (_height() - 100) * rows // (MAX_IN_CELL // 5)
        show_figure(draw.digit_row(data.x_test[shown], captions, columns=5, height=height), "mnist.cell")
        st.caption(f"The {len(shown)} that the network was surest of, with its probability for {predicted}.")


def _show_mistakes(findings: Findings, data: Dataset, controls: DeltaGenerator) -> None:
    """Show the wrong answers that the network was surest of."""
    controls.markdown(
        "**Its most confident mistakes.** Some digits are hardly legible, some are plain to you: a network of this "
        "kind looks at each pixel in its place and has no notion of strokes or loops.\n\n"
        "Under each digit, what it is → what the network read, and how sure it was."
    )
    numbers = findings.worst_mistakes(MAX_MISTAKES)
    if not len(numbers):
        st.markdown("There are none: every test digit was read rightly.")
        return
    captions = [f"{findings.truth[n]}→{findings.predicted[n]} {findings.confidence[n]:.1%}" for n in numbers]
    columns, height = (5, None) if is_narrow() else (10, _height())
    show_figure(draw.digit_row(data.x_test[numbers], captions, columns=columns, height=height), "mnist.mistakes")
    wrong = findings.predicted != findings.truth
    sure = (findings.confidence[wrong] > SURE).sum()
    st.markdown(
        f"{wrong.sum():,} of {len(wrong):,} test digits are read wrongly. For {sure:,} of them, the network gave its "
        f"answer more than {SURE:.0%}."
    )


def _show_weights(run: Run, controls: DeltaGenerator) -> None:
    """Show the weights of the first layer after the last epoch, of more neurons than the animation has room for."""
    kernel, hidden = run.weights[0], run.experiment.network.hidden
    controls.markdown(
        "**What does each neuron look for?** One picture shows the weights from all pixels to one "
        f"{'neuron of the first hidden layer' if hidden else 'class'}. Where there is ink on blue, its sum rises; "
        "where there is ink on orange, its sum falls."
    )
    units = min(kernel.shape[1], MAX_UNITS)
    columns, height = (5, None) if is_narrow() else (max(5, round(1.3 * units**0.5)), _height())
    show_figure(draw.weight_images(kernel, max_units=MAX_UNITS, columns=columns, height=height), "mnist.weights")
    white = ~load(run.experiment.data).x_train.any(axis=0).ravel()
    moved = (kernel != run.snapshots[0].weights[0])[white].any()
    st.markdown(
        f"{white.sum()} of the 784 pixels are white in all training digits: "
        + ("only penalties have changed their weights." if moved else "training has left their weights as they were.")
    )
