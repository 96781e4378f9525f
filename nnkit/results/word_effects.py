"""What single words do to a network's answer to a review: exactly, for the network is asked again without each.

A review is the set of its indices, so that the first layer's sums are the sum of their kernel rows: a word is left out
by taking its row away. All unknown words share index 2, and are added or left out together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.results.inference import ACTIVATIONS, Weights, expit

_REVIEWS_AT_ONCE = 50  # as multi-hot vectors: 2 MB
_VALUES_AT_ONCE = 2**17  # of a layer, of which there are a few at a time: as float32, half a megabyte each


class LeftOut(NamedTuple):
    """The answer to a review, and to the same review without each of its indices.

    A logit is the output neuron's weighted sum before the sigmoid: above 0, the review is taken for positive.
    """

    indices: np.ndarray  # (n,) the distinct ones, ascending
    logit: float
    logits: np.ndarray  # (n,) without the index of this place

    @property
    def probability(self) -> float:
        """Of a positive review, with all its words."""
        return float(expit(np.float64(self.logit)))

    @property
    def probabilities(self) -> np.ndarray:
        """Of a positive review, without the index of each place: (n,)."""
        return expit(self.logits)

    @property
    def effects(self) -> np.ndarray:
        """What each index adds to the logit; when it is left out, the logit changes by the negative of it: (n,)."""
        return self.logit - self.logits

    @property
    def probability_effects(self) -> np.ndarray:
        """What each index adds to the probability: (n,)."""
        return self.probability - self.probabilities


def leave_one_out(experiment: Experiment, weights: Weights, indices: Sequence[int] | np.ndarray) -> LeftOut:
    """Leave every distinct index of a review out in turn; indices: in any order, repeated or not."""
    distinct = np.unique(np.asarray(indices, np.int64))
    rows = weights[0][distinct].astype(np.float64)
    sums = rows.sum(axis=0) + weights[1]
    logits = _logits(experiment, weights, np.concatenate([sums[None], sums - rows]))
    return LeftOut(distinct, float(logits[0]), logits[1:])


def logit_of(experiment: Experiment, weights: Weights, indices: Sequence[int] | np.ndarray) -> float:
    """The output neuron's weighted sum for one review; indices as in `leave_one_out`."""
    rows = weights[0][np.unique(np.asarray(indices, np.int64))].astype(np.float64)
    return float(_logits(experiment, weights, rows.sum(axis=0) + weights[1]))


def word_effects(experiment: Experiment, weights: Weights, reviews: Reviews) -> np.ndarray:
    """What each index adds to the logit, on average over the reviews: (vocabulary,) float32.

    For every review, the logit with the index less the logit without it: where the index is missing it is added,
    where it occurs it is taken out. Takes some MB of memory, however many reviews there are.
    """
    if not len(reviews):
        raise ValueError("effects are averages over reviews; got none")
    total = np.zeros(reviews.vocabulary)
    for start in range(0, len(reviews), _REVIEWS_AT_ONCE):
        total += _summed_effects(experiment, weights, reviews[start : start + _REVIEWS_AT_ONCE])
    return (total / len(reviews)).astype(np.float32)


def _summed_effects(experiment: Experiment, weights: Weights, reviews: Reviews) -> np.ndarray:
    kernel, sums = weights[0], (reviews @ weights[0] + weights[1])[:, None]  # (reviews, 1, units)
    before, signs = _logits(experiment, weights, sums), 1 - 2 * reviews.multi_hot()  # -1 where it would be taken out
    widest = max(array.shape[1] for array in weights[::2])
    step = max(1, _VALUES_AT_ONCE // (len(reviews) * widest))
    effects = np.empty(len(kernel), np.float32)
    for start in range(0, len(kernel), step):
        part = slice(start, start + step)
        changed = signs[:, part, None] * kernel[part]  # (reviews, step, units)
        changed += sums
        effects[part] = (signs[:, part] * (_logits(experiment, weights, changed) - before)).sum(axis=0)
    return effects


def _logits(experiment: Experiment, weights: Weights, sums: np.ndarray) -> np.ndarray:
    """The rest of the network, from the first layer's sums (..., units) on: (...)."""
    activation = ACTIVATIONS[experiment.network.activation]
    for kernel, bias in zip(weights[2::2], weights[3::2], strict=True):
        sums = activation(sums) @ kernel + bias
    return sums[..., 0]


def reviews_with(reviews: Reviews, index: int) -> np.ndarray:
    """The numbers of the reviews in which an index occurs, ascending: (n,) int64."""
    return np.searchsorted(reviews.offsets, np.flatnonzero(reviews.words == index), side="right") - 1


def word_counts(reviews: Reviews, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In how many reviews each index occurs, and in how many of class 1: both (vocabulary,) int64.

    labels: (reviews,) of 0 and 1.
    """
    counts = np.bincount(reviews.words, minlength=reviews.vocabulary)
    liked = reviews.words[np.repeat(labels == 1, reviews.lengths)]
    return counts, np.bincount(liked, minlength=reviews.vocabulary)
