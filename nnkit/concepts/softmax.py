"""Softmax and cross-entropy of a few logits, with a temperature."""

import numpy as np
from numpy.typing import ArrayLike

from nnkit.results.inference import categorical_cross_entropy, log_softmax


def probabilities(logits: ArrayLike, temperature: float = 1.0) -> np.ndarray:
    """e^(z/T) / Σ e^(z/T) along the last axis.

    logits: (…, classes). The result has the same shape, float64, and is finite for all finite logits.
    """
    return np.exp(log_softmax(np.asarray(logits, "float64") / temperature))


def cross_entropy(logits: ArrayLike, true_class: int, temperature: float = 1.0) -> float:
    """-ln of the true class's probability, in nats; finite even where that probability is rounded to 0.

    logits: (classes,).
    """
    return float(categorical_cross_entropy(np.asarray(logits, "float64") / temperature, true_class))


def as_written(logits: ArrayLike) -> np.ndarray:
    """e^z / Σ e^z without the subtraction that prevents overflow, for logits (classes,).

    The result has NaN where e^z overflows, or where every e^z is rounded to 0.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(np.asarray(logits, "float64"))
        return powers / powers.sum()
