"""A look inside a trained network: its weights and answers by epoch, and its mistakes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Run, load
from nnkit import figures as draw
from nnkit.figures.digits.animation import MAX_FRAMES
from nnkit.results.inference import predict
from pages.mnist.exercises import INSIDE
from pages.mnist.findings import Findings, findings_of
from pages.mnist.run import PAGE, find_run, load_digits
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.glossary import term
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure, memoize_per_run
from ui.numbers import percent
from ui.take_away import offer_to_take_away
from ui.try_this import try_this

FIRST = slice(0, 10)  # test digits in the animation
MAX_IN_CELL, MAX_MISTAKES = 20, 50  # digits
SURE = 0.9  # the probability from which the network counts as sure
ONE_ANSWER = 0.9  # of all test digits; the commonest class is 11 % of them
MAX_UNITS = 64  # neurons whose weights are shown; their images take 2 MB
PHONE_HEIGHT = 400  # px
CELL = (4, 9)  # true digit and answer that are shown first
ANIMATION, CONFUSION, MISTAKES, _ = VIEWS = "Animation", "Confusion matrix", "Mistakes", "Weights"
_NEURONS = (
    "Each picture of weights belongs to one neuron of the first hidden layer. Ink on blue raises its weighted sum, ink "
    "on orange lowers it."
)
_CLASSES = (
    "Each picture of weights belongs to one class, from 0 to 9. Ink on blue raises its weighted sum, ink on orange "
    "lowers it."
)
_NO_MISTAKE = "The network reads every test digit correctly."
_MOVED = "{white} of the 784 pixels are white in all training digits. Only the penalties have changed their weights."
_UNMOVED = "{white} of the 784 pixels are white in all training digits. Training has not changed their weights."


@st.fragment(key="mnist.inside")
def show_inside() -> None:
    load_digits()
    controls, results = lay_out("What has the network learned, and where does it go wrong?")
    with results:
        view = choose_view(VIEWS, "mnist_view")
        run = find_run(controls)
        if run is not None:
            _show(view, run, controls)
            offer_to_take_away(PAGE, [run])
    try_this(INSIDE, controls)


def _show(view: str, run: Run, controls: DeltaGenerator) -> None:
    findings = findings_of(run)
    _warn_of_one_answer(findings)
    if view == ANIMATION:
        _show_animation(run, controls)
    elif view == CONFUSION:
        _show_confusion(run, findings, controls)
    elif view == MISTAKES:
        _show_mistakes(run, findings, controls)
    else:
        _show_weights(run, controls)


def _height() -> int:
    """Return the height in px of the figure below the switch."""
    return PHONE_HEIGHT if is_narrow() else figure_height(70)


def _warn_of_one_answer(findings: Findings) -> None:
    """Warn of a network that gives the same answer to nearly all digits."""
    answers = np.bincount(findings.predicted, minlength=10)
    if answers.max() > ONE_ANSWER * answers.sum():
        st.warning(
            f"The network answers {answers.argmax()} for {percent(answers.max() / answers.sum(), 0)} of the test "
            "digits, so it hardly tells them apart. If the steps of training were too large, neurons can end up with "
            "the same output for every input: try a smaller learning rate. If training was short or the penalties were "
            "strong, try more epochs or weaker penalties."
        )


def _show_animation(run: Run, controls: DeltaGenerator) -> None:
    """Show ten test digits, epoch by epoch: answers, probabilities and the weights of the first layer."""
    controls.markdown(
        "**Ten test digits, epoch by epoch.** Press play, or move the slider back to epoch 0. There the weights are "
        "random, and the answers are guesses.\n\n"
        "If the training goes well, each column of probabilities ends up with one dark cell, and blurred strokes "
        "appear in the weights."
    )
    controls.markdown(_NEURONS if run.experiment.network.hidden else _CLASSES)
    show_figure(_animation_of(run, None if is_narrow() else _height()), "mnist.animation")
    labels, answers = load_digits().y_test[FIRST], _answers_of(run)
    right = [int((probabilities.argmax(axis=1) == labels).sum()) for probabilities in (answers[0], answers[-1])]
    st.markdown(
        f"Before training, the network reads {right[0]} of 10 digits correctly. After training, it reads {right[1]}."
    )
    if len(answers) > MAX_FRAMES:
        st.caption(f"The animation shows {MAX_FRAMES} of the {len(answers)} epochs whose weights were kept.")


@memoize_per_run
def _answers_of(run: Run) -> list[np.ndarray]:
    """Return the probabilities that the network gives ten test digits at each snapshot: (10, 10) each."""
    images = load_digits().x_test[FIRST]
    return [predict(run.experiment, snapshot.weights, images) for snapshot in run.snapshots]


@memoize_figure
def _animation_of(run: Run, height: int | None) -> go.Figure:
    data, answers = load_digits(), _answers_of(run)
    frames = [
        (snapshot.epoch, snapshot.weights[0], probabilities)
        for snapshot, probabilities in zip(run.snapshots, answers, strict=True)
    ]
    return draw.training_animation(frames, data.x_test[FIRST], data.y_test[FIRST], height=height)


def _show_confusion(run: Run, findings: Findings, controls: DeltaGenerator) -> None:
    """Show the confusion matrix, and beside it the digits of one cell."""
    with controls:
        st.markdown(
            f"**Which digits does the network mix up?** Each row of the {term('confusion matrix')} is a true digit, "
            "each column an answer. All counts off the diagonal are mistakes. Click a cell to see its digits, or "
            "choose the cell here. Do you read these digits correctly?"
        )
        for column, label, key, first in zip(
            st.columns(2), ("True digit", "Read as"), ("mnist_true", "mnist_read"), CELL, strict=True
        ):
            bound(column.selectbox, label, range(10), first, key=key)
    truth, predicted = st.session_state["mnist_true"], st.session_state["mnist_read"]
    matrix, digits = st.columns([6, 5], gap="medium")
    with matrix:
        figure = _matrix_of(run, truth, predicted, _height())
        show_figure(figure, "mnist.confusion", on_click=_choose_clicked_cell)
    with digits:
        _show_cell(run, findings, truth, predicted)
    counts = findings.confusion - np.diag(np.diag(findings.confusion))
    if not counts.any():
        st.markdown(_NO_MISTAKE)
        return
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    st.markdown(
        f"The network reads {np.trace(findings.confusion):,} of {findings.confusion.sum():,} test digits correctly. "
        f"Its most frequent mistake is to read {row} as {column}: {counts.max():,} times."
    )


@memoize_figure
def _matrix_of(run: Run, truth: int, predicted: int, height: int) -> go.Figure:
    return draw.confusion_matrix(findings_of(run).confusion, (truth, predicted), height)


def _choose_clicked_cell(cell: Sequence[int]) -> None:
    st.session_state["mnist_true"], st.session_state["mnist_read"] = map(int, cell)


def _show_cell(run: Run, findings: Findings, truth: int, predicted: int) -> None:
    numbers = findings.in_cell(truth, predicted)
    st.markdown(f"**Test digits of class {truth} that the network reads as {predicted}: {len(numbers):,}**")
    if len(numbers):
        shown = min(len(numbers), MAX_IN_CELL)
        height = (_height() - 100) * -(-shown // 5) // (MAX_IN_CELL // 5)
        show_figure(_cell_of(run, truth, predicted, height), "mnist.cell")
        st.caption(f"Below each digit you read the network's probability for {predicted}, the highest first.")
        if shown < len(numbers):
            st.caption(f"You see the first {shown} of them.")


@memoize_figure
def _cell_of(run: Run, truth: int, predicted: int, height: int) -> go.Figure:
    findings = findings_of(run)
    shown = findings.in_cell(truth, predicted)[:MAX_IN_CELL]
    captions = [percent(share) for share in findings.confidence[shown]]
    return draw.digit_row(load_digits().x_test[shown], captions, columns=5, height=height)


def _show_mistakes(run: Run, findings: Findings, controls: DeltaGenerator) -> None:
    """Show the wrong answers that the network was surest of."""
    controls.markdown(
        "**The network's most confident mistakes.** Some digits are hard to read, others are easy for you. A network "
        "of this kind has a weight for each pixel and knows nothing of strokes or loops.\n\n"
        "Below each digit you read its true class, an arrow, the network's answer, and the probability of this answer."
    )
    wrong = findings.predicted != findings.truth
    if not wrong.any():
        st.markdown(_NO_MISTAKE)
        return
    columns, height = (5, None) if is_narrow() else (10, _height())
    show_figure(_mistakes_of(run, columns, height), "mnist.mistakes")
    sure = (findings.confidence[wrong] > SURE).sum()
    st.markdown(
        f"The network reads {wrong.sum():,} of {len(wrong):,} test digits wrongly. For {sure:,} of them, it gives its "
        f"wrong answer a probability of more than {percent(SURE, 0)}."
    )


@memoize_figure
def _mistakes_of(run: Run, columns: int, height: int | None) -> go.Figure:
    findings = findings_of(run)
    numbers = findings.worst_mistakes(MAX_MISTAKES)
    captions = [f"{findings.truth[n]}→{findings.predicted[n]} {percent(findings.confidence[n])}" for n in numbers]
    return draw.digit_row(load_digits().x_test[numbers], captions, columns=columns, height=height)


def _show_weights(run: Run, controls: DeltaGenerator) -> None:
    """Show the weights of the first layer after the last epoch, of more neurons than the animation has room for."""
    hidden = run.experiment.network.hidden
    controls.markdown(f"**What does each neuron look for?** You see its {term('weight', 'weights')} from all pixels.")
    controls.markdown(_NEURONS if hidden else _CLASSES)
    units = min(run.weights[0].shape[1], MAX_UNITS)
    columns, height = (5, None) if is_narrow() else (max(5, round(1.3 * units**0.5)), _height())
    show_figure(_weights_of(run, columns, height), "mnist.weights")
    st.markdown(_white_pixels_text(run))


@memoize_figure
def _weights_of(run: Run, columns: int, height: int | None) -> go.Figure:
    return draw.weight_images(run.weights[0], max_units=MAX_UNITS, columns=columns, height=height)


@memoize_per_run
def _white_pixels_text(run: Run) -> str:
    """Say what became of the weights of pixels that are white in all training digits. It reads all of these."""
    white = ~load(run.experiment.data).x_train.any(axis=0).ravel()
    moved = (run.weights[0] != run.snapshots[0].weights[0])[white].any()
    return (_MOVED if moved else _UNMOVED).format(white=white.sum())
