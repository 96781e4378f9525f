"""Training on reviews, without their multi-hot matrix, gives the results of `Model.fit` on that matrix."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from nnkit import Experiment, Imdb, Network, Training, build_model, load, train
from nnkit.results.inference import hidden_outputs, predict
from nnkit.training.batches import CAPACITY_STEP, batch_reviews, batch_sums, capacity_for, epoch_orders
from tests.oracle.training.multi_hot import multi_hot

SLICE = Imdb(vocabulary=1_000, train_size=300)
EXPERIMENT = Experiment(SLICE, Network((6, 3)), Training("rmsprop", 0.003, 64, 4))  # 300 = 4 x 64 + 44


def fit(experiment):
    data, model, training = load(experiment.data), build_model(experiment), experiment.training
    x, x_val = multi_hot(data.x_train), multi_hot(data.x_val)
    history = {key: [] for key in ("loss", "accuracy", "val_loss", "val_accuracy")}
    for order in islice(epoch_orders(training, len(x)), training.epochs):
        epoch = model.fit(
            x[order],
            data.y_train[order],
            batch_size=training.batch_size or len(x),
            validation_data=(x_val, data.y_val),
            validation_batch_size=1_000,
            shuffle=False,
            verbose=0,
        ).history
        for key, values in history.items():
            values.append(epoch[key][0])
    return history, model


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({}, {}),
        ({"l1": 0.001, "l2": 0.01}, {}),
        ({"hidden": ()}, {"optimizer": "adam", "batch_size": 300}),
        ({"activation": "tanh"}, {"optimizer": "sgd", "batch_size": None, "learning_rate": 0.1}),
        ({}, {"optimizer": "momentum", "batch_size": 7, "learning_rate": 0.03, "epochs": 2}),
    ],
    ids=["two-layers", "penalties", "one-batch, no layer", "full-batch, tanh", "small-batches"],
)
def test_curves_weights_and_test_results_are_those_of_keras_on_the_matrix(network, training):
    experiment = replace(
        EXPERIMENT, network=replace(EXPERIMENT.network, **network), training=replace(EXPERIMENT.training, **training)
    )
    run, (history, model) = train(experiment), fit(experiment)
    for key, values in history.items():
        assert run.history[key] == pytest.approx(values, rel=2e-4, abs=1e-6), key
    for ours, theirs in zip(run.weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-5)
    data = load(experiment.data)
    loss, accuracy = model.evaluate(multi_hot(data.x_test), data.y_test, batch_size=1_000, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=1e-4), "accuracy": pytest.approx(accuracy, abs=3e-4)}
    dense = model.predict(multi_hot(data.x_test[:200]), verbose=0)
    np.testing.assert_allclose(predict(experiment, run.weights, data.x_test[:200]), dense, rtol=1e-4, atol=1e-6)


def test_hidden_outputs_of_reviews_are_those_of_the_matrix():
    run, data = train(EXPERIMENT), load(SLICE)
    ours = hidden_outputs(EXPERIMENT, run.weights, data.x_test[:50])
    theirs = hidden_outputs(EXPERIMENT, run.weights, multi_hot(data.x_test[:50]))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_the_length_of_chunks_changes_nothing(monkeypatch):
    whole = train(EXPERIMENT)
    monkeypatch.setattr("nnkit.training.schedule.MAX_FIRST_STEPS", 1)
    monkeypatch.setattr("nnkit.training.schedule.CHUNK_SECONDS", 0.0)  # one step per chunk
    steps = train(EXPERIMENT)
    assert steps.history == whole.history
    assert all(np.array_equal(a, b) for a, b in zip(steps.weights, whole.weights, strict=True))


@pytest.mark.parametrize("batch_size", [1, 7, 64, 300])
def test_batches_hold_every_review_once_in_order(batch_size):
    reviews = load(SLICE).x_train
    order = np.random.default_rng(1).permutation(len(reviews))
    capacity = int(-(-batch_sums(reviews.lengths[order], batch_size).max() // CAPACITY_STEP) * CAPACITY_STEP)
    batches = batch_reviews(reviews, order, batch_size, capacity)
    for place, number in enumerate(order):
        batch, row = divmod(place, batch_size)
        assert np.array_equal(batches.words[batch][batches.row_ids[batch] == row], reviews.row(number))
    assert (batches.row_ids != batch_size).sum() == reviews.lengths.sum()


@pytest.mark.parametrize("batch_size", [1, 8, 64, None])
def test_the_capacity_is_enough_for_every_batch(batch_size):
    reviews, training = load(SLICE).x_train, replace(EXPERIMENT.training, batch_size=batch_size, epochs=30)
    batch_size = batch_size or len(reviews)
    capacity = capacity_for(reviews, training, batch_size)
    for order in islice(epoch_orders(training, len(reviews)), 30):
        assert batch_sums(reviews.lengths[order], batch_size).max() <= capacity
    assert capacity <= max(CAPACITY_STEP, 2 * reviews.lengths.mean() * batch_size + 6 * reviews.lengths.max())
