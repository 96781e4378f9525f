"""What the answers to the exercises say is true."""

from dataclasses import replace
from math import ceil, log

import numpy as np
import pytest

from nnkit import PRESETS, Network, load
from nnkit.experiment.layers import layers_of
from nnkit.results.inference import predict
from pages.mnist import exercises
from pages.mnist.findings import findings_of
from pages.mnist.preprocessing import like_mnist
from tests.unit.pages.runs import opening


@pytest.fixture(scope="module")
def run():
    (run,) = opening("mnist/train")
    return run


@pytest.fixture(scope="module")
def digits():
    return load(PRESETS["mnist"].data)


def answer(found, number):
    return found.exercises[number - 1].answer


def parameters(experiment):
    return sum(layer.parameters for layer in layers_of(experiment))


def test_the_place_of_a_drawing_does_not_matter_but_would_in_the_network(run, digits):
    drawn = np.zeros((280, 280), "uint8")
    drawn[100:200, 120:140] = 255
    drawn[100:120, 90:140] = 255
    moved = np.roll(drawn, (-95, -85), (0, 1))
    assert (like_mnist(moved) == like_mnist(drawn)).all()
    images, labels = digits.x_test[:1_000], digits.y_test[:1_000]
    right = [
        (predict(run.experiment, run.weights, np.roll(images, shift, 2)).argmax(axis=1) == labels).mean()
        for shift in (0, 5)
    ]
    assert right[1] < right[0] / 2


def test_the_probabilities_add_up_whatever_the_picture(run):
    noise = np.random.default_rng(0).integers(0, 256, (50, 28, 28)).astype("uint8")
    assert predict(run.experiment, run.weights, noise).sum(axis=1) == pytest.approx(np.ones(50), abs=1e-5)


def test_the_parameters_of_15_and_30_units(run):
    one, two = (parameters(replace(run.experiment, network=Network((units,)))) for units in (15, 30))
    for found, number in ((exercises.TRAIN, 1), (exercises.FILES, 1)):
        assert f"{one:,}" in answer(found, number)
    assert f"it has {two:,}, ten fewer than twice as many" in answer(exercises.TRAIN, 1)
    assert two == 2 * one - 10
    assert sum(array.size for array in run.weights) == one
    assert sum(array.size for array in run.weights[1::2]) == 25


def test_the_losses_after_one_epoch(run):
    text, history = answer(exercises.TRAIN, 2), run.history
    assert history["epoch"][0] == 1
    assert f"training loss is {history['loss'][0]:.2f}" in text
    assert f"validation loss is {history['val_loss'][0]:.2f}" in text
    for loss in (history["loss"][0], history["val_loss"][0]):
        assert f"{log(10) - loss:.2f} nats below" in text
    assert f"ln 10 = {log(10):.2f} nats" in exercises.TRAIN.exercises[1].task
    count = len(load(run.experiment.data).x_train)
    steps = ceil(count / run.experiment.training.batch_size)
    assert f"{steps} steps: {count:,} digits in batches of {run.experiment.training.batch_size}" in text


def test_the_most_frequent_mistake_of_the_opening(run):
    counts = findings_of(run).confusion.copy()
    np.fill_diagonal(counts, 0)
    truth, predicted = np.unravel_index(counts.argmax(), counts.shape)
    assert f"reads {truth} as {predicted}: {counts.max()} times" in answer(exercises.INSIDE, 1)


def test_pixels_that_are_always_white_teach_nothing(run, digits):
    white = ~digits.x_train.any(axis=0)
    assert answer(exercises.INSIDE, 2).startswith(f"Near the edges, {white.sum()} of the 784 pixels")
    assert not white[4:24, 4:24].any()
    network = run.experiment.network
    assert network.l1 == network.l2 == 0
    kernels = run.snapshots[0].weights[0], run.weights[0]
    assert (kernels[0][white.ravel()] == kernels[1][white.ravel()]).all()


def test_the_one_hot_row_of_the_first_training_digit(digits):
    assert digits.y_train[0] == 5
    assert answer(exercises.DIGITS, 1).startswith("The sixth number, for class 5")


def test_how_many_training_digits_are_a_1(digits):
    counts = np.bincount(digits.y_train)
    assert counts.argmax() == 1
    assert answer(exercises.DIGITS, 2).startswith(f"For {counts[1] / counts.sum():.1%}".replace("%", "\u00a0%"))
    assert f"{counts[1]:,} of the {counts.sum():,} are a 1" in answer(exercises.DIGITS, 2)


def test_the_network_scales_the_pixels_itself(run):
    assert layers_of(run.experiment)[0].kind == "Rescaling"
    assert run.experiment.data.input_scale == 1 / 255
    assert "Rescaling, multiplies every pixel by 1/255" in answer(exercises.FILES, 2)
