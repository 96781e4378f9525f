"""The training loop of a small network, one stage after another, in NumPy.

The network has one hidden layer of tanh units and one sigmoid output. Its loss is the mean cross-entropy, its optimizer
plain gradient descent. Shapes: x (batch, inputs) float; y (batch,) of 0 and 1; weights in the order of Keras's
`get_weights`, W1 (inputs, units), b1 (units,), W2 (units, 1), b2 (1,). Arrays of other shapes raise NumPy's ValueError.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from nnkit.concepts import dense
from nnkit.concepts.dense import DenseLayer, LayerValues
from nnkit.concepts.logistic import mean_cross_entropy_slope
from nnkit.results.inference import binary_cross_entropy

WEIGHT_NAMES = ("W1", "b1", "W2", "b2")
STAGES = ("batch", "forward", "loss", "gradient", "update")

Weights = tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Batch:
    """The samples of one step."""

    epoch: int  # from 0
    number: int  # within the epoch, from 0
    samples: np.ndarray  # (batch,) row numbers of the samples


@dataclass(frozen=True, eq=False)
class Outputs:
    """The values that the forward pass computes for each sample of a batch."""

    z1: np.ndarray  # (batch, units) pre-activations of the hidden layer
    a1: np.ndarray  # (batch, units) tanh(z1)
    z2: np.ndarray  # (batch,) logit of the output
    p: np.ndarray  # (batch,) probability of class 1


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """All stages of one step."""

    batch: Batch
    before: Weights
    outputs: Outputs
    losses: np.ndarray  # (batch,) cross-entropy in nats
    gradients: Weights
    after: Weights

    @property
    def loss(self) -> float:
        """The mean cross-entropy of the batch, in nats."""
        return float(self.losses.mean())


def initial_weights(inputs: int, units: int, seed: int) -> Weights:
    """Draw weights uniformly within ±√(6 / (inputs + outputs of the layer)), with biases of 0, as Keras does.

    Glorot and Bengio (2010), AISTATS, 249-256.
    """
    random = np.random.default_rng(seed)
    weights: Weights = ()
    for shape in ((inputs, units), (units, 1)):
        limit = np.sqrt(6 / sum(shape))
        weights += (random.uniform(-limit, limit, shape), np.zeros(shape[1]))
    return weights


def forward(weights: Weights, x: np.ndarray) -> Outputs:
    """The forward pass: a1 = tanh(x W1 + b1), p = σ(a1 W2 + b2). x: (batch, inputs)."""
    hidden, output = dense.forward(_layers(weights), x)
    return Outputs(*hidden, *(column[:, 0] for column in output))


def cross_entropy(z2: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-ln of the probability of the true class, in nats: (batch,). z2 and y: (batch,)."""
    return binary_cross_entropy(z2, y)


def gradients(weights: Weights, outputs: Outputs, x: np.ndarray, y: np.ndarray) -> Weights:
    """The backward pass: the derivatives of the mean cross-entropy by the weights, each shaped like its weights.

    outputs: those of `forward` for x (batch, inputs). y: (batch,) of 0 and 1.
    """
    logits = outputs.z2[:, None]
    values = LayerValues(outputs.z1, outputs.a1), LayerValues(logits, outputs.p[:, None])
    by_logits = mean_cross_entropy_slope(logits, y[:, None])
    return tuple(
        array
        for layer in dense.backward(_layers(weights), x, values, by_logits)
        for array in (layer.kernel, layer.bias[0])
    )


def batches(samples: int, batch_size: int, seed: int) -> Iterator[Batch]:
    """Yield batches without end.

    Each epoch takes the samples in a new order, drawn from the seed. Its last batch is smaller where batch_size does
    not divide the number of samples.
    """
    random = np.random.default_rng(seed)
    for epoch in count():
        order = random.permutation(samples)
        for number, start in enumerate(range(0, samples, batch_size)):
            yield Batch(epoch, number, order[start : start + batch_size])


def train(
    x: np.ndarray, y: np.ndarray, weights: Weights, learning_rate: float, batches: Iterable[Batch]
) -> Iterator[TrainingStep]:
    """Yield a step for each batch. x: (samples, inputs). y: (samples,) of 0 and 1. weights: the initial ones."""
    for batch in batches:
        chosen_x, chosen_y = x[batch.samples], y[batch.samples]
        outputs = forward(weights, chosen_x)
        losses = cross_entropy(outputs.z2, chosen_y)
        slopes = gradients(weights, outputs, chosen_x, chosen_y)
        after = apply_gradients(weights, slopes, learning_rate)
        yield TrainingStep(batch, weights, outputs, losses, slopes, after)
        weights = after


def apply_gradients(weights: Sequence[np.ndarray], slopes: Sequence[np.ndarray], learning_rate: float) -> Weights:
    """w - η ∂L/∂w for each array of weights. slopes: arrays of the same shapes."""
    return tuple(weight - learning_rate * slope for weight, slope in zip(weights, slopes, strict=True))


def _layers(weights: Weights) -> tuple[DenseLayer, DenseLayer]:
    w1, b1, w2, b2 = weights
    return DenseLayer(w1, b1[None], "tanh"), DenseLayer(w2, b2[None], "sigmoid")
