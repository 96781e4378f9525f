"""The training loop of a small network, one stage after another, in NumPy.

A network with one hidden layer of tanh units and a sigmoid output; mean cross-entropy; plain gradient descent. Shapes:
x (batch, inputs), y (batch,); weights as Keras orders them: W1 (inputs, units), b1 (units,), W2 (units, 1), b2 (1,).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from nnkit.results.inference import expit

NAMES = ("W1", "b1", "W2", "b2")
STAGES = ("batch", "forward", "loss", "gradient", "update")

Weights = tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Batch:
    """The samples whose turn it is."""

    epoch: int  # from 0
    number: int  # within the epoch, from 0
    samples: np.ndarray  # (batch,) their numbers


@dataclass(frozen=True, eq=False)
class Outputs:
    """What the forward pass computes for every sample."""

    z1: np.ndarray  # (batch, units) sums
    h: np.ndarray  # (batch, units) tanh of them
    z2: np.ndarray  # (batch,) the output's sum
    p: np.ndarray  # (batch,) probability of class 1


@dataclass(frozen=True, eq=False)
class Step:
    """One turn of the loop, all its stages."""

    batch: Batch
    before: Weights
    outputs: Outputs
    losses: np.ndarray  # (batch,) cross-entropy in nats
    gradients: Weights
    after: Weights

    @property
    def loss(self) -> float:
        return float(self.losses.mean())


def initial_weights(inputs: int, units: int, seed: int) -> Weights:
    """Glorot's uniform draw, ±√(6 / (inputs + outputs of the layer)), and biases of 0, as Keras begins."""
    random, weights = np.random.default_rng(seed), ()
    for shape in ((inputs, units), (units, 1)):
        limit = np.sqrt(6 / sum(shape))
        weights += (random.uniform(-limit, limit, shape), np.zeros(shape[1]))
    return weights


def forward(weights: Weights, x: np.ndarray) -> Outputs:
    w1, b1, w2, b2 = weights
    z1 = x @ w1 + b1
    h = np.tanh(z1)
    z2 = (h @ w2 + b2)[:, 0]
    return Outputs(z1, h, z2, expit(z2))


def cross_entropy(z2: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-ln of the probability given to the true class: (batch,), from the sums, so that no logarithm meets a 0."""
    return np.logaddexp(0, z2) - y * z2


def gradients(weights: Weights, outputs: Outputs, x: np.ndarray, y: np.ndarray) -> Weights:
    """Of the mean cross-entropy by every weight, shaped like them."""
    errors = ((outputs.p - y) / len(y))[:, None]  # ∂L/∂z2 (batch, 1)
    hidden = errors @ weights[2].T * (1 - outputs.h**2)  # ∂L/∂z1 (batch, units)
    return x.T @ hidden, hidden.sum(axis=0), outputs.h.T @ errors, errors.sum(axis=0)


def batches(samples: int, size: int, seed: int) -> Iterator[Batch]:
    """Batches without end: each epoch takes the samples in a new order, and its last batch is what is left of them."""
    random = np.random.default_rng(seed)
    for epoch in count():
        order = random.permutation(samples)
        for number, start in enumerate(range(0, samples, size)):
            yield Batch(epoch, number, order[start : start + size])


def train(x: np.ndarray, y: np.ndarray, weights: Weights, rate: float, turns: Iterable[Batch]) -> Iterator[Step]:
    """A step for each of the batches, with the learning rate `rate`."""
    for batch in turns:
        chosen = x[batch.samples], y[batch.samples]
        outputs = forward(weights, chosen[0])
        slopes = gradients(weights, outputs, *chosen)
        after = stepped(weights, slopes, rate)
        yield Step(batch, weights, outputs, cross_entropy(outputs.z2, chosen[1]), slopes, after)
        weights = after


def stepped(weights: Sequence[np.ndarray], slopes: Sequence[np.ndarray], rate: float) -> Weights:
    """w - η ∂L/∂w for each of the weights."""
    return tuple(weight - rate * slope for weight, slope in zip(weights, slopes, strict=True))
