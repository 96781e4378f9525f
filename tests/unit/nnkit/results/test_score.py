"""Scores are those of the data alone."""

import numpy as np
import pytest

from nnkit import Curve, Experiment, Network, Planar, Run, Snapshot, Training
from nnkit.results.score import score_of

EXPERIMENT = Experiment(Planar(), Network((1,), "tanh", l1=0.1, l2=0.01), Training(epochs=1))
WEIGHTS = tuple(np.array(values, "float32") for values in ([[2.0], [-1.0]], [5.0], [[3.0]], [4.0]))
HISTORY = {"epoch": [1], "loss": [0.9], "accuracy": [0.5], "val_loss": [0.9], "val_accuracy": [0.5]}


def test_the_penalties_are_taken_from_the_test_loss():
    run = Run(EXPERIMENT, HISTORY, (Snapshot(1, WEIGHTS),), {"loss": 1.0, "accuracy": 0.75})
    # 0.1 · (2 + 1) + 0.01 · (4 + 1): neither biases nor the output layer are penalised.
    assert score_of(run) == (0.75, pytest.approx(1.0 - 0.35))


def test_the_score_of_an_ending_is_that_of_the_run():
    worse = tuple(2 * array for array in WEIGHTS)
    snapshots = (Snapshot(1, WEIGHTS), Snapshot(2, worse))
    for restored in (None, 1):
        run = Run(EXPERIMENT, HISTORY, snapshots, {"loss": 5.0, "accuracy": 0.75}, restored_epoch=restored)
        ending = run.ending()
        assert score_of(ending) == score_of(run)
        assert len(ending.snapshots) == 1
        assert all(np.array_equal(one, other) for one, other in zip(ending.weights, run.weights, strict=True))


def test_a_regression_has_no_score():
    experiment = Experiment(Curve(), Network((1,), "tanh"), Training(epochs=1))
    with pytest.raises(ValueError, match="got a run on curve"):
        score_of(Run(experiment, HISTORY, (Snapshot(1, WEIGHTS),), {"loss": 1.0, "accuracy": None}))
