"""A single sigmoid neuron as a classifier, which is logistic regression, with every number of its loss."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.results.inference import expit


@dataclass(frozen=True, eq=False)
class Terms:
    """Of every sample, (n,) each."""

    sums: np.ndarray  # z = w·x + b
    probabilities: np.ndarray  # p = σ(z), of class 1
    losses: np.ndarray  # −[y ln p + (1 − y) ln(1 − p)], nats
    gradient: np.ndarray  # (3,): the mean loss's derivative by w1, w2 and b


def cross_entropy_terms(x: np.ndarray, y: np.ndarray, weights: Sequence[float], bias: float) -> Terms:
    """The cross-entropy of a neuron, sample by sample. x: (n, 2); y: (n,) of 0 and 1.

    −ln σ(z) is ln(1 + e^−z), which stays exact where p is rounded to 0 or 1.
    """
    sums = x @ np.asarray(weights, float) + bias
    probabilities = expit(sums)
    losses = np.logaddexp(0, np.where(y == 1, -sums, sums))
    errors = probabilities - y  # dL/dz of one sample
    return Terms(sums, probabilities, losses, np.append(errors @ x, errors.sum()) / len(y))
