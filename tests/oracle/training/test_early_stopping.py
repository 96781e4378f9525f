"""Early stopping in the compiled loop gives the results of Keras's callback, for chunks of any length."""

from dataclasses import replace
from functools import cache

import keras
import numpy as np
import pytest

from nnkit import Experiment, Mnist, Network, Planar, Run, Training, build_model, load, train
from tests.oracle.training.batches import batches_of

# A full batch, so that the order of the samples does not matter, and a learning rate at which the validation loss
# rises and falls.
OSCILLATING = Experiment(Planar(points=100, noise=0.3), Network((20,), "tanh"), Training("sgd", 3.0, None, 80, seed=1))


def with_patience(patience, restore_best=False, experiment=OSCILLATING, **training):
    changes = {"patience": patience, "restore_best": restore_best, **training}
    return replace(experiment, training=replace(experiment.training, **changes))


@cache
def fit(experiment):
    """History and model of plain Keras with its EarlyStopping callback."""
    data, model, training = load(experiment.data), build_model(experiment), experiment.training
    callback = keras.callbacks.EarlyStopping(
        "val_loss", 0, training.patience, restore_best_weights=training.restore_best
    )
    history = model.fit(
        batches_of(data.x_train, data.y_train, training.batch_size),
        epochs=training.epochs,
        validation_data=batches_of(data.x_val, data.y_val),
        shuffle=False,
        callbacks=[callback],
        verbose=0,
    )
    return history.history, model


@pytest.fixture(params=[50, 7, 1], ids=["long", "short", "single"])
def chunk_length(request, monkeypatch):
    monkeypatch.setattr("nnkit.training.schedule.MAX_FIRST_STEPS", request.param)
    if request.param < 50:
        monkeypatch.setattr("nnkit.training.schedule.MAX_GROWTH", 1)


@pytest.mark.parametrize("patience", [0, 1, 5, 100])
@pytest.mark.parametrize("restore_best", [False, True], ids=["last", "best"])
def test_it_stops_where_keras_stops_and_keeps_what_keras_keeps(patience, restore_best, chunk_length):
    experiment = with_patience(patience, restore_best)
    run, (history, model) = train(experiment), fit(experiment)
    assert run.outcome == "finished"
    assert run.epochs_done == len(history["loss"])
    assert run.history["val_loss"] == pytest.approx(history["val_loss"], rel=1e-4)
    for ours, theirs in zip(run.weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-4)
    data = load(experiment.data)
    loss, accuracy = model.evaluate(data.x_test, data.y_test, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=1e-3), "accuracy": pytest.approx(accuracy, abs=1e-3)}


def test_a_small_patience_stops_early_and_a_large_one_does_not():
    assert train(with_patience(5)).epochs_done < 80
    assert train(with_patience(100)).epochs_done == 80


def test_the_best_weights_are_one_of_the_snapshots():
    run = train(with_patience(5, restore_best=True))
    epochs = [snapshot.epoch for snapshot in run.snapshots]
    assert epochs == sorted(set(epochs))
    assert epochs[-1] == run.epochs_done
    assert run.restored_epoch == 1 + int(np.argmin(run.history["val_loss"]))
    assert run.restored_epoch in epochs
    again = Run.from_bytes(run.to_bytes())
    assert again.restored_epoch == run.restored_epoch
    assert all(np.array_equal(a, b) for a, b in zip(again.weights, run.weights, strict=True))


def test_it_counts_epochs_that_the_history_leaves_out():
    # With this learning rate the loss falls for more than 500 epochs, so that the history leaves out some.
    experiment = with_patience(1, learning_rate=0.05, epochs=5_000)
    run, every = train(experiment), train(replace(experiment, training=replace(experiment.training, epochs=500)))
    assert run.history["epoch"][-1] == run.epochs_done == run.snapshots[-1].epoch
    if run.epochs_done > 500:
        assert every.epochs_done == 500
    assert len(run.snapshots) <= 60


def test_mini_batches_stop_at_the_same_epoch_for_every_length_of_chunks(monkeypatch):
    experiment = with_patience(2, True, batch_size=16, learning_rate=1.0)
    whole = train(experiment)
    monkeypatch.setattr("nnkit.training.schedule.MAX_FIRST_STEPS", 1)
    monkeypatch.setattr("nnkit.training.schedule.CHUNK_SECONDS", 0.0)  # one step per chunk
    steps = train(experiment)
    assert whole.epochs_done < 80
    assert (steps.epochs_done, steps.restored_epoch) == (whole.epochs_done, whole.restored_epoch)
    assert steps.history == whole.history
    assert all(np.array_equal(a, b) for a, b in zip(steps.weights, whole.weights, strict=True))


def test_each_training_counts_its_epochs_from_the_beginning():
    experiment = with_patience(5, True)
    first = train(experiment)
    assert train(experiment).epochs_done == first.epochs_done


def test_it_needs_validation_data():
    with pytest.raises(ValueError, match="validation_share"):
        Experiment(Mnist(), Network(), Training(patience=2))
    with pytest.raises(ValueError, match="patience must be"):
        Training(patience=-1)
    with pytest.raises(ValueError, match="restore_best must be"):
        Training(restore_best=1)
