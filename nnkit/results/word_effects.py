"""The exact effect of single words on a network's prediction for a review: predict with the word and without it.

A review is the set of its indices, so the first layer's pre-activations are the bias and the sum of the kernel's rows
at these indices. Subtracting a row leaves its word out. All unknown words share index 2 and are left out together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.results.inference import ACTIVATIONS, Weights, expit

_MAX_REVIEWS = 50  # at a time: 2 MB as multi-hot vectors
_MAX_VALUES = 2**17  # of a layer at a time: half a megabyte as float32, and a few such arrays exist at once


class LeftOut(NamedTuple):
    """The prediction for a review, and for the same review without each of its indices.

    A logit is the value of the output neuron before the sigmoid: above 0, the prediction is "positive".
    """

    indices: np.ndarray  # (n,) the review's distinct indices, ascending
    logit: float  # with all indices
    logits: np.ndarray  # (n,) float64; logits[i] is without indices[i]

    @property
    def probability(self) -> float:
        """The probability that the review is positive, with all its words."""
        return float(expit(self.logit))

    @property
    def probabilities(self) -> np.ndarray:
        """The probability that the review is positive, without each index: (n,)."""
        return expit(self.logits)

    @property
    def effects(self) -> np.ndarray:
        """What each index adds to the logit: (n,). Without the index, the logit is lower by this."""
        return self.logit - self.logits

    @property
    def probability_effects(self) -> np.ndarray:
        """What each index adds to the probability: (n,)."""
        return self.probability - self.probabilities


def leave_one_out(experiment: Experiment, weights: Weights, indices: Sequence[int] | np.ndarray) -> LeftOut:
    """Leave out each distinct index of a review in turn; indices: in any order, with repetitions or without."""
    distinct = np.unique(np.asarray(indices, np.int64))
    rows = weights[0][distinct].astype(np.float64)
    pre_activations = rows.sum(axis=0) + weights[1]
    logits = _logits(experiment, weights, np.concatenate([pre_activations[None], pre_activations - rows]))
    return LeftOut(distinct, float(logits[0]), logits[1:])


def logit_of(experiment: Experiment, weights: Weights, indices: Sequence[int] | np.ndarray) -> float:
    """Return the logit for one review; indices as in `leave_one_out`."""
    rows = weights[0][np.unique(np.asarray(indices, np.int64))].astype(np.float64)
    return float(_logits(experiment, weights, rows.sum(axis=0) + weights[1]))


def word_effects(experiment: Experiment, weights: Weights, reviews: Reviews) -> np.ndarray:
    """Return what each index adds to the logit, on average over the reviews: (vocabulary,) float32.

    For every review and index, this is the logit with the index minus the logit without it: the index is added where
    it is missing, and left out where it occurs. The memory needed, some MB, does not depend on the number of reviews.
    Raises ValueError for no reviews.
    """
    if not len(reviews):
        raise ValueError("effects are averages over reviews; got none")
    total = np.zeros(reviews.vocabulary)
    for start in range(0, len(reviews), _MAX_REVIEWS):
        total += _sum_effects(experiment, weights, reviews[start : start + _MAX_REVIEWS])
    return (total / len(reviews)).astype(np.float32)


def _sum_effects(experiment: Experiment, weights: Weights, reviews: Reviews) -> np.ndarray:
    """Return the sum of each index's effects over the reviews: (vocabulary,) float32."""
    kernel, pre_activations = weights[0], (reviews @ weights[0] + weights[1])[:, None]  # (reviews, 1, units)
    before = _logits(experiment, weights, pre_activations)
    signs = 1 - 2 * reviews.multi_hot()  # 1 where the index is added, -1 where it is left out
    widest = max(array.shape[1] for array in weights[::2])
    step = max(1, _MAX_VALUES // (len(reviews) * widest))
    effects = np.empty(len(kernel), np.float32)
    for start in range(0, len(kernel), step):
        part = slice(start, start + step)
        changed = signs[:, part, None] * kernel[part]  # (reviews, step, units)
        changed += pre_activations
        effects[part] = (signs[:, part] * (_logits(experiment, weights, changed) - before)).sum(axis=0)
    return effects


def _logits(experiment: Experiment, weights: Weights, pre_activations: np.ndarray) -> np.ndarray:
    """Return the logits (...) from the first layer's pre-activations (..., units)."""
    activation = ACTIVATIONS[experiment.network.activation]
    for kernel, bias in zip(weights[2::2], weights[3::2], strict=True):
        pre_activations = activation(pre_activations) @ kernel + bias
    return pre_activations[..., 0]


def reviews_with(reviews: Reviews, index: int) -> np.ndarray:
    """Return the numbers of the reviews that contain an index, ascending: (n,) int64."""
    return np.searchsorted(reviews.offsets, np.flatnonzero(reviews.words == index), side="right") - 1


def word_counts(reviews: Reviews, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return in how many reviews each index occurs, and in how many of class 1: both (vocabulary,) int64.

    labels: (reviews,) of 0 and 1.
    """
    counts = np.bincount(reviews.words, minlength=reviews.vocabulary)
    in_positive = reviews.words[np.repeat(labels == 1, reviews.lengths)]
    return counts, np.bincount(in_positive, minlength=reviews.vocabulary)
