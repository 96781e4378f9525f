"""The training loop's numbers against finite differences and scikit-learn."""

from itertools import islice, pairwise

import numpy as np
import pytest
from sklearn.metrics import log_loss

from nnkit.concepts.training_loop import (
    apply_gradients,
    batches,
    cross_entropy,
    forward,
    gradients,
    initial_weights,
    train,
)

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(30, 2)), RANDOM.integers(0, 2, 30).astype(float)


def loss(weights):
    return cross_entropy(forward(weights, X).z2, Y).mean()


@pytest.mark.parametrize("seed", range(5))
def test_every_gradient_is_its_finite_difference(seed):
    weights, h = initial_weights(2, 4, seed), 1e-5
    slopes = gradients(weights, forward(weights, X), X, Y)
    for part, slope in enumerate(slopes):
        assert slope.shape == weights[part].shape
        for place in np.ndindex(slope.shape):
            moved = [[weight.copy() for weight in weights] for _ in range(2)]
            moved[0][part][place] += h
            moved[1][part][place] -= h
            difference = (loss(moved[0]) - loss(moved[1])) / (2 * h)
            assert slope[place] == pytest.approx(difference, rel=1e-6, abs=1e-9)


def test_the_loss_is_scikit_learns():
    weights = initial_weights(2, 3, 1)
    assert loss(weights) == pytest.approx(log_loss(Y, forward(weights, X).p), rel=1e-9)


def test_the_loss_at_extreme_logits_is_finite():
    np.testing.assert_allclose(
        cross_entropy(np.array([1000, -1000, 1000, -1000]), np.array([0, 1, 1, 0])), [1e3, 1e3, 0, 0]
    )


def test_the_initial_draw_keeps_glorots_limits():
    w1, b1, w2, b2 = initial_weights(2, 4, 7)
    assert (w1.shape, b1.shape, w2.shape, b2.shape) == ((2, 4), (4,), (4, 1), (1,))
    assert np.abs(w1).max() <= 1  # √(6 / (2 + 4))
    assert np.abs(w2).max() <= np.sqrt(6 / 5)
    assert not b1.any()
    assert not b2.any()


def test_steps_follow_each_other_and_the_loss_falls():
    start = initial_weights(2, 4, 0)
    x, y = X, (X[:, 0] > 0).astype(float)
    steps = list(islice(train(x, y, start, 1.0, batches(30, 10, 0)), 60))
    assert steps[0].before is start
    for before, after in pairwise(steps):
        assert after.before is before.after
    first = steps[0]
    for old, slope, new in zip(first.before, first.gradients, first.after, strict=True):
        np.testing.assert_allclose(new, old - 1.0 * slope)
    assert np.mean([step.loss for step in steps[-3:]]) < 0.5 * np.mean([step.loss for step in steps[:3]])
    assert first.loss == pytest.approx(log_loss(y[first.batch.samples], first.outputs.p, labels=[0, 1]))


def test_a_learning_rate_of_zero_changes_nothing():
    weights = initial_weights(2, 3, 0)
    assert all((new == old).all() for new, old in zip(apply_gradients(weights, weights, 0.0), weights, strict=True))
