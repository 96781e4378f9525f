"""What the MNIST page computes itself: drawings as MNIST digits, and the predictions for the test digits."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import center_of_mass
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

from nnkit import Experiment, Mnist, Network, Run, Snapshot, Training, load
from nnkit.experiment.layers import weight_shapes
from pages.mnist.digits import one_hot_table
from pages.mnist.findings import findings_of
from pages.mnist.preprocessing import like_mnist, read_canvas
from pages.mnist.train import scores_of

DIGITS = load(Mnist())
CENTRE = 14  # row and column of the centre of mass of MNIST's digits


@pytest.fixture(scope="module")
def redrawn():
    """The first 1,000 test digits, enlarged tenfold, each at a random place of 380 × 380 pixels, and preprocessed."""
    random = np.random.default_rng(0)
    digits = []
    for digit in DIGITS.x_test[:1_000]:
        sheet = np.zeros((380, 380), "uint8")
        row, column = random.integers(0, 100, 2)
        sheet[row : row + 280, column : column + 280] = np.kron(digit, np.ones((10, 10), "uint8"))
        digits.append(like_mnist(sheet))
    return np.array(digits)


def test_the_score_of_a_stopped_training_counts_the_epochs_that_its_curves_show():
    experiment = Experiment(Mnist(), Network(), Training(epochs=10))
    history = {"epoch": [1, 2, 3], "loss": [0.3, 0.2, 0.1], "accuracy": [0.7, 0.8, 0.9]}
    run = Run(experiment, history, (), {"loss": 0.1, "accuracy": 0.9}, "stopped", epochs_done=3.4, seconds=2.0)
    assert scores_of(run)["Epochs"] == f"{history['epoch'][-1]}"


def test_preprocessing_hardly_changes_a_digit_of_mnist(redrawn):
    """The digits of MNIST have been through this procedure once already."""
    assert redrawn.shape == (1_000, 28, 28)
    assert redrawn.dtype == np.uint8
    pairs = zip(redrawn[:200], DIGITS.x_test[:200], strict=True)
    correlations = [np.corrcoef(again.ravel(), digit.ravel())[0, 1] for again, digit in pairs]
    assert np.mean(correlations) > 0.98
    assert np.mean(np.array(correlations) > 0.9) > 0.95


def test_a_classifier_of_raw_digits_is_as_good_on_redrawn_ones(redrawn):
    classifier = LogisticRegression(tol=0.01, max_iter=1_000)
    classifier.fit(DIGITS.x_train[:3_000].reshape(-1, 784) / 255, DIGITS.y_train[:3_000])
    raw, again = (
        classifier.score(digits.reshape(-1, 784) / 255, DIGITS.y_test[:1_000])
        for digits in (DIGITS.x_test[:1_000], redrawn)
    )
    assert raw > 0.8
    assert again > raw - 0.02


def test_the_centre_of_mass_is_the_same_as_in_mnist(redrawn):
    """In MNIST it is pixel 14, counted from 0: half a pixel past the middle of 28 pixels."""
    ours, theirs = (np.array([center_of_mass(digit) for digit in digits]) for digits in (redrawn, DIGITS.x_test))
    assert ours.mean(axis=0) == pytest.approx(theirs.mean(axis=0), abs=0.1)
    assert np.abs(ours - CENTRE).max() <= 1


def test_the_ink_fills_twenty_pixels_along_its_longer_side(redrawn):
    rows, columns = ((redrawn > 0).any(axis=axis).sum(axis=1) for axis in (2, 1))
    assert (np.maximum(rows, columns) <= 20).all()
    assert (np.maximum(rows, columns) >= 18).all()  # the outermost row may fade away


def test_proportions_are_kept():
    ink = np.zeros((280, 280), "uint8")
    ink[20:260, 100:160] = 255  # 4 : 1
    rows, columns = np.nonzero(like_mnist(ink))
    assert np.ptp(rows) + 1 == 20
    assert np.ptp(columns) + 1 == 5


@pytest.mark.parametrize("faint", [0, 10])
def test_an_empty_drawing_is_no_digit(faint):
    assert like_mnist(np.full((280, 280), faint, "uint8")) is None


def sheet_with(rows, columns):
    ink = np.zeros((280, 280), "uint8")
    ink[rows, columns] = 255
    return ink


@pytest.mark.parametrize(
    "ink",
    [
        sheet_with(140, 140),
        sheet_with(0, 0),
        sheet_with(279, 279),
        sheet_with(slice(None), slice(None)),
        sheet_with(140, slice(None)),
        sheet_with(slice(None), 0),
        sheet_with(279, slice(0, 3)),
        sheet_with([0, 279], [0, 279]),
        sheet_with([0, 0, 279], [0, 1, 279]),
        sheet_with(slice(0, 5), slice(None)) // 4,
    ],
    ids=["dot", "corner", "other corner", "full", "line", "edge", "dash", "two dots", "three dots", "grey"],
)
def test_odd_drawings_become_digits(ink):
    digit = like_mnist(ink)
    assert digit.shape == (28, 28)
    assert digit.dtype == np.uint8
    assert digit.any()


def run_of(seed):
    """A run of an untrained network, which is wrong for most digits."""
    experiment = Experiment(Mnist(300), Network((7,)), Training())
    random = np.random.default_rng(seed)
    weights = tuple(random.normal(0, 0.3, shape).astype("float32") for shape in weight_shapes(experiment))
    history = {name: [] for name in ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")}
    return Run(experiment, history, (Snapshot(0, weights),), {"loss": 0.0, "accuracy": 0.0})


@pytest.fixture(scope="module")
def findings():
    return findings_of(run_of(0))


def test_the_confusion_matrix_is_that_of_scikit_learn(findings):
    assert (findings.truth == DIGITS.y_test).all()
    assert (findings.confusion == confusion_matrix(DIGITS.y_test, findings.predicted, labels=range(10))).all()


def test_probabilities_are_those_of_the_network(findings):
    first, first_bias, second, second_bias = run_of(0).weights
    hidden = np.maximum(DIGITS.x_test.reshape(-1, 784) / 255 @ first + first_bias, 0)
    powers = np.exp(hidden @ second + second_bias)
    assert findings.probabilities == pytest.approx(powers / powers.sum(axis=1, keepdims=True), abs=1e-5)
    assert (findings.confidence == findings.probabilities.max(axis=1)).all()


def test_the_worst_mistakes_are_mistakes_sorted_by_confidence(findings):
    numbers = findings.worst_mistakes(20)
    assert len(numbers) == len(set(numbers)) == 20
    assert (findings.predicted[numbers] != DIGITS.y_test[numbers]).all()
    assert (np.diff(findings.confidence[numbers]) <= 0).all()
    others = np.setdiff1d(np.flatnonzero(findings.predicted != DIGITS.y_test), numbers)
    assert findings.confidence[others].max() <= findings.confidence[numbers].min()


def test_the_cells_of_the_confusion_matrix_hold_every_digit_once(findings):
    cells = [findings.in_cell(truth, predicted) for truth in range(10) for predicted in range(10)]
    assert [len(numbers) for numbers in cells] == findings.confusion.ravel().tolist()
    assert sorted(np.concatenate(cells)) == list(range(10_000))
    for cell, numbers in enumerate(cells):
        assert (DIGITS.y_test[numbers] == cell // 10).all()
        assert (findings.predicted[numbers] == cell % 10).all()
        assert (np.diff(findings.confidence[numbers]) <= 0).all()


def test_findings_are_computed_once_for_each_run():
    run = run_of(1)
    assert findings_of(run) is findings_of(run)
    assert findings_of(run) is not findings_of(run_of(1))


@pytest.mark.parametrize(("first", "rows"), [(0, 5), (59_998, 2), (59_999, 1)])
def test_one_hot_encoding_has_a_one_where_the_label_is(first, rows):
    table = one_hot_table(DIGITS.y_train, first)
    assert table["digit number"].tolist() == list(range(first, first + rows))
    assert table["label"].tolist() == DIGITS.y_train[first : first + rows].tolist()
    encoded = table[[str(digit) for digit in range(10)]].to_numpy()
    assert (encoded.sum(axis=1) == 1).all()
    assert (encoded.argmax(axis=1) == table["label"]).all()


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("zoom", [1, 3])
def test_a_canvas_is_read_as_ink(mode, zoom):
    canvas = Image.new("L", (280 * zoom, 280 * zoom), 255)
    canvas.paste(0, (10, 20, 30, 60))
    ink = read_canvas(png(canvas.convert(mode)), 280)
    assert ink.shape == (280 * zoom, 280 * zoom)
    assert ink.astype(int).sum() == 255 * 20 * 40
    assert ink[20:60, 10:30].all()


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no picture", png(Image.new("RGB", (280, 280)))[:-40], png(Image.new("1", (9_000, 9_000)))],
    ids=["nothing", "empty", "text", "cut off", "huge"],
)
def test_data_that_is_no_image_of_a_canvas_is_rejected(content):
    assert read_canvas(content, 280) is None
