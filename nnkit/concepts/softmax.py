"""Softmax and cross-entropy of a few logits, with a temperature."""

import numpy as np
from numpy.typing import ArrayLike

from nnkit.results.inference import log_softmax


def probabilities(logits: ArrayLike, temperature: float = 1.0) -> np.ndarray:
    """e^(z/T) / Σ e^(z/T) along the last axis, float64: finite for all finite logits."""
    return np.exp(log_softmax(np.asarray(logits, "float64") / temperature))


def cross_entropy(logits: ArrayLike, true_class: int, temperature: float = 1.0) -> float:
    """-ln of the true class's probability, in nats; from the logits, so that a probability of 0 costs no infinity."""
    return float(-log_softmax(np.asarray(logits, "float64") / temperature)[true_class])


def as_written(logits: ArrayLike) -> np.ndarray:
    """e^z / Σ e^z just as the formula stands: not a number where e^z overflows, or where all of them vanish."""
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(np.asarray(logits, "float64"))
        return powers / powers.sum()
