"""The parts of the MNIST page, from top to bottom."""

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import Experiment, Run
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.experiment.layers import layers_of
from nnkit.figures.digits.animation import MAX_FRAMES
from nnkit.results.inference import predict
from pages.mnist.drawing import like_mnist, read_canvas
from pages.mnist.findings import Findings, findings_of
from ui.charts import show_figure

FIRST = slice(0, 10)
MISTAKES = 20
ONE_ANSWER = 0.9  # of all test digits; the commonest class is 11 % of them
IN_FILM, MAX_UNITS = 16, 64  # neurons; as many images as travel in 2 MB
CANVAS_SIDE = 280


def show_data(data: Dataset) -> None:
    st.markdown(
        "MNIST is 70,000 digits written by hand, each an image of 28 × 28 grey pixels. 60,000 are there to learn from; "
        "10,000 are put aside to test with. Note how differently people write the same digit."
    )
    digits, counts = st.columns(2, gap="large")
    with digits:
        st.markdown("**The first ten**, each with its label.")
        labels = [str(label) for label in data.y_train[FIRST]]
        show_figure(draw.digit_row(data.x_train[FIRST], labels, columns=5), "mnist.first")
    with counts:
        st.markdown("**How many of each?** About the same: a network gains little by preferring one answer.")
        show_figure(draw.class_counts(data.y_train), "mnist.counts")
    browse_digits(data)


@st.fragment
def browse_digits(data: Dataset) -> None:
    choice, before, after = st.columns(3, gap="large")
    with choice:
        st.markdown(
            "**What the network gets to see.** A digit is 784 numbers. Dividing them by 255 brings them into 0 … 1, a "
            "range in which training goes well. Point at a pixel to read its value."
        )
        last = len(data.x_train) - 1
        number = st.number_input(f"Training digit, 0 to {last:,}", 0, last, 0, key="mnist_digit")
    with before:
        st.caption("Before: 0 to 255")
        show_figure(draw.pixel_map(data.x_train[number]), "mnist.before")
    with after:
        st.caption("After: 0 to 1")
        show_figure(draw.pixel_map(data.x_train[number], scaled=True), "mnist.after")
    st.markdown(
        "**What it should answer.** Labels are numbers from 0 to 9. The network has one output for each class, so that "
        "a label becomes ten numbers, 1 for its class and 0 for the others: a one-hot encoding."
    )
    st.dataframe(one_hot_table(data.y_train, number), hide_index=True, alt="Labels and their one-hot encoding")


def one_hot_table(labels: np.ndarray, first: int, rows: int = 5) -> pd.DataFrame:
    """Some labels from the first on, and the ten numbers that each becomes."""
    chosen = np.arange(first, min(first + rows, len(labels)))
    encoded = pd.DataFrame(np.eye(10, dtype=int)[labels[chosen]], columns=[str(digit) for digit in range(10)])
    encoded.insert(0, "digit number", chosen)
    encoded.insert(1, "label", labels[chosen])
    return encoded


def show_network(experiment: Experiment) -> None:
    layers = layers_of(experiment)
    picture, summary = st.columns([3, 2], gap="large")
    with picture:
        show_figure(draw.network_diagram(layers, inputs=784, dropout=experiment.network.dropout), "mnist.network")
    with summary:
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
        total = sum(layer.parameters for layer in layers)
        st.markdown(
            f"**{total:,} parameters** to be learned: a weight for every line of the picture, were it drawn in full, "
            "and a bias for every neuron behind the inputs."
        )


def show_results(run: Run) -> None:
    experiment = run.experiment
    st.markdown(
        "The loss is what training brings down: how surprised the network is by the right answers, in nats (guessing "
        "among ten costs ln 10 ≈ 2.3). Accuracy is the share it gets right. The test digits were never trained on: "
        "only they tell how well it reads."
    )
    test_accuracy, test_loss, epochs, seconds = st.columns(4)
    test_accuracy.metric("Test accuracy", f"{run.test['accuracy']:.2%}")
    test_loss.metric("Test loss (nats)", f"{run.test['loss']:.4g}")
    epochs.metric("Epochs", f"{run.epochs_done:g}")
    seconds.metric("Training time", f"{run.seconds:.1f} s")
    st.caption(describe(experiment))
    loss, accuracy = st.columns(2)
    with loss:
        show_figure(draw.loss_curve(run.history), "mnist.loss")
    with accuracy:
        show_figure(draw.accuracy_curve(run.history), "mnist.accuracy")
    if experiment.data.validation_share:
        st.caption(
            "Training values are averages over an epoch in which the weights still change, with dropout at work; "
            "validation is measured at its end, without dropout. So validation can look better than training. L1 and "
            "L2 penalties are part of both losses."
        )


def describe(experiment: Experiment) -> str:
    """The settings that a result belongs to, in one line."""
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
    extras = (("L1", network.l1), ("L2", network.l2), ("dropout", network.dropout))
    return " · ".join(parts + [f"{name} {value:g}" for name, value in extras if value])


def show_findings(run: Run, data: Dataset) -> None:
    findings = findings_of(run)
    warn_of_one_answer(findings)
    show_film(run, data)
    show_confusion(findings, data)
    show_mistakes(findings, data)


def warn_of_one_answer(findings: Findings) -> None:
    answers = np.bincount(findings.predicted, minlength=10)
    if answers.max() > ONE_ANSWER * answers.sum():
        st.warning(
            f"The network answers {answers.argmax()} to {answers.max() / answers.sum():.0%} of the test digits: it "
            "tells hardly anything apart. Where steps were too large, neurons can end up giving the same output "
            "whatever comes in; try a smaller learning rate. Where training was short or penalties strong, relax these."
        )


def show_film(run: Run, data: Dataset) -> None:
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
    show_figure(draw.training_animation(frames, images, labels), "mnist.film")
    if len(frames) > MAX_FRAMES:
        st.caption(f"The film has room for {MAX_FRAMES} of the {len(frames)} snapshots that were kept.")
    if hidden and hidden[0] > IN_FILM:
        show_all_units(run.weights[0])


@st.fragment
def show_all_units(kernel: np.ndarray) -> None:
    """The first layer's weights for more neurons than the film has room for."""
    with st.expander("More neurons, after the last epoch", key="mnist.units", on_change="rerun") as expander:
        if expander.open:
            show_figure(draw.weight_images(kernel, most=MAX_UNITS), "mnist.weights")


@st.fragment
def show_confusion(findings: Findings, data: Dataset) -> None:
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
            show_cell(findings, data, *cell)


def show_cell(findings: Findings, data: Dataset, truth: int, predicted: int) -> None:
    numbers = findings.in_cell(truth, predicted)
    st.markdown(f"**Test digits that are a {truth} and were read as a {predicted}: {len(numbers):,}.**")
    if len(numbers):
        shown = numbers[:MISTAKES]
        captions = [f"{findings.confidence[number]:.1%}" for number in shown]
        show_figure(draw.digit_row(data.x_test[shown], captions, columns=5), "mnist.cell")
        st.caption(f"The {len(shown)} that the network was surest of, with its probability for {predicted}.")


def show_mistakes(findings: Findings, data: Dataset) -> None:
    st.subheader("Its most confident mistakes", anchor="mistakes")
    numbers = findings.worst_mistakes(MISTAKES)
    if not len(numbers):
        st.markdown("There are none: every test digit was read rightly.")
        return
    st.markdown(
        "The wrong answers that the network was surest of. Some digits are hardly legible, some are plain to you: a "
        "network of this kind looks at each pixel in its place and has no notion of strokes or loops. Under each "
        "digit, what it is → what the network read, and how sure it was."
    )
    for part, (column, shown) in enumerate(zip(st.columns(2), np.array_split(numbers, 2), strict=True)):
        if len(shown):
            captions = [f"{findings.truth[n]}→{findings.predicted[n]} {findings.confidence[n]:.1%}" for n in shown]
            with column:
                show_figure(draw.digit_row(data.x_test[shown], captions, columns=5), f"mnist.mistakes_{part}")


@st.fragment
def show_drawing(run: Run, data: Dataset) -> None:
    st.markdown(
        "Your digit is cut out, scaled to 20 × 20 pixels and centred by its mass, as MNIST was made. Draw one that the "
        "network reads well, then bend it stroke by stroke until it changes its mind. Then draw a house: the ten "
        "probabilities always add up to 100 %, for there is no answer “none of these”."
    )
    source = st.segmented_control(
        "Digit", ["Draw", "Pick a test digit"], default="Draw", required=True, key="mnist_source"
    )
    left, middle, right = st.columns([2, 2, 3], gap="medium")
    with left:
        image, truth = draw_digit() if source == "Draw" else pick_digit(data)
    if image is None:
        middle.info("The canvas is empty: draw a digit from 0 to 9.", icon=":material/draw:")
        return
    with middle:
        st.caption("What the network gets")
        show_figure(draw.pixel_map(image), "mnist.drawn")
    with right:
        probabilities = predict(run.experiment, run.weights, image[None])[0]
        st.markdown(f"Read as a **{probabilities.argmax()}**, with probability {probabilities.max():.1%}.")
        show_figure(draw.probability_bars(probabilities, truth), "mnist.probabilities")


def draw_digit() -> tuple[np.ndarray | None, None]:
    """The drawing as MNIST would hold it."""
    from streamlit_drawable_canvas import st_canvas  # registers with a running server: not at import

    st.caption("Draw here, with the mouse or a finger")
    cleared = st.session_state.setdefault("mnist.cleared", 0)
    result = st_canvas(
        stroke_width=22,
        stroke_color="#000000",
        background_color="#ffffff",
        height=CANVAS_SIDE,
        width=CANVAS_SIDE,
        drawing_mode="freedraw",
        return_image_data=True,
        key=f"mnist_canvas{cleared or ''}",  # another key is an empty canvas
    )
    # The canvas's own tools show only under a mouse: a finger needs this.
    st.button("Clear", icon=":material/delete:", key="mnist.clear", on_click=_clear_canvas)
    ink = read_canvas(result.image_bytes, CANVAS_SIDE)
    return (None if ink is None else like_mnist(ink)), None


def _clear_canvas() -> None:
    st.session_state["mnist.cleared"] += 1


def pick_digit(data: Dataset) -> tuple[np.ndarray, int]:
    """A test digit, and what it is."""
    last = len(data.x_test) - 1
    number = st.number_input(f"Test digit, 0 to {last:,}", 0, last, 0, key="mnist_test_digit")
    st.markdown(f"It is a **{data.y_test[number]}**.")
    return data.x_test[number], int(data.y_test[number])
