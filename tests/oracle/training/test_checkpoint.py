"""A training that is stopped again and again, and goes on each time, gives the run of one that never stops."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from nnkit import Experiment, Imdb, Network, Planar, Training, train
from nnkit.results.run import Run

POINTS = Experiment(
    Planar(points=120, noise=0.3),
    Network((20,), "tanh", l2=0.001, dropout=0.2),
    Training("adam", 0.1, 7, 40, patience=6, restore_best=True),
)
REVIEWS = Experiment(
    Imdb(vocabulary=1_000, train_size=300), Network((6, 3), dropout=0.3), Training("momentum", 0.05, 64, 3)
)
FULL_BATCH = Experiment(Planar(points=120, noise=0.3), Network((5,)), Training("rmsprop", 0.01, None, 60))


def train_with_stops(experiment):
    """Train one chunk after the other, each from the checkpoint of the one before as another process would get it."""
    checkpoint, positions = None, []
    while True:
        answers = iter((False, True))
        run = train(experiment, should_stop=lambda: next(answers, True), checkpoint=checkpoint)  # noqa: B023
        if run.outcome != "stopped":
            return run, positions
        checkpoint = pickle.loads(pickle.dumps(run.checkpoint))
        positions.append(run.epochs_done)


@pytest.mark.parametrize("experiment", [POINTS, REVIEWS, FULL_BATCH], ids=["early-stopping", "reviews", "full-batch"])
def test_going_on_gives_the_same_run_bit_for_bit(monkeypatch, experiment):
    whole = train(experiment)
    monkeypatch.setattr("nnkit.training.schedule.MAX_FIRST_STEPS", 3)  # stops within epochs, too
    run, positions = train_with_stops(experiment)
    assert len(positions) > 1
    assert positions == sorted(set(positions))
    for name in ("history", "penalties", "test", "outcome", "epochs_done", "restored_epoch"):
        assert getattr(run, name) == getattr(whole, name)
    assert [snapshot.epoch for snapshot in run.snapshots] == [snapshot.epoch for snapshot in whole.snapshots]
    for ours, theirs in zip(run.snapshots, whole.snapshots, strict=True):
        for one, other in zip(ours.weights, theirs.weights, strict=True):
            np.testing.assert_array_equal(one, other)
    assert run.checkpoint is None


def test_the_time_before_a_stop_counts():
    answers = iter((False, True))
    stopped = train(FULL_BATCH, should_stop=lambda: next(answers))
    late = replace(stopped.checkpoint, seconds=100.0)
    assert train(FULL_BATCH, checkpoint=late).seconds > 100


def test_a_checkpoint_is_not_saved(tmp_path):
    stopped = train(POINTS, should_stop=lambda: True)
    stopped.save(tmp_path / "run.npz")
    assert Run.load(tmp_path / "run.npz").checkpoint is None
