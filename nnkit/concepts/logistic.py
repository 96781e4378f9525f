"""A single sigmoid neuron as a classifier, which is logistic regression, with every number of its loss."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.concepts.dense import DenseLayer, backward, forward
from nnkit.results.inference import binary_cross_entropy, expit


@dataclass(frozen=True, eq=False)
class LossTerms:
    """The loss of a neuron, sample by sample: all but the gradient are (n,)."""

    logits: np.ndarray  # z = w·x + b
    probabilities: np.ndarray  # p = σ(z), of class 1
    losses: np.ndarray  # −[y ln p + (1 − y) ln(1 − p)], nats
    gradient: np.ndarray  # (3,): the derivative of the mean loss by w1, w2 and b


def cross_entropy_terms(x: np.ndarray, y: np.ndarray, weights: Sequence[float], bias: float) -> LossTerms:
    """The cross-entropy of a neuron with two inputs, sample by sample. x: (n, 2). y: (n,) of 0 and 1."""
    neuron = (DenseLayer(np.reshape(weights, (2, 1)), np.full((1, 1), bias), "sigmoid"),)
    values = forward(neuron, x)
    logits, probabilities = (column[:, 0] for column in values[0])
    (gradient,) = backward(neuron, x, values, mean_cross_entropy_slope(values[0].pre_activations, y[:, None]))
    by_weights = np.append(gradient.kernel, gradient.bias)
    return LossTerms(logits, probabilities, binary_cross_entropy(logits, y), by_weights)


def mean_cross_entropy_slope(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative by each logit of the mean cross-entropy of a sigmoid output, (σ(z) − y) / n.

    logits: (…, n, 1). y: (n, 1) of 0 and 1. The result is shaped like logits. Bishop (2006), Pattern Recognition and
    Machine Learning, equation 4.91.
    """
    return (expit(logits) - y) / len(y)
