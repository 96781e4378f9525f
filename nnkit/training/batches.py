"""The order of the samples in each epoch, and reviews in batches that a compiled program can take."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Training

CAPACITY_STEP = 1_024  # capacities are multiples of it, so that similar data share a program
STANDARD_DEVIATIONS = 6  # above the mean, batches hardly ever have more words


class ReviewBatches(NamedTuple):
    """The words of reviews, one batch per row, and for each word the review that contains it.

    A batch with fewer words than its capacity ends with padding: row_ids is the batch size there.
    """

    words: np.ndarray  # (batches, capacity) uint16
    row_ids: np.ndarray  # (batches, capacity) uint16, the index of the review in its batch


def epoch_orders(training: Training, samples: int) -> Iterator[np.ndarray]:
    """Yield the order of the samples in epoch 1, 2, …: permutations of range(samples), drawn from the seed."""
    generator = np.random.default_rng(training.seed)
    while True:
        yield generator.permutation(samples)


def batch_reviews(reviews: Reviews, order: np.ndarray, batch_size: int, capacity: int) -> ReviewBatches:
    """Put the reviews into batches, in the order (samples,) of their indices.

    capacity: the number of words that each batch has room for; no batch may have more.
    """
    batches, lengths = -(-len(order) // batch_size), reviews.lengths
    result = ReviewBatches(np.zeros((batches, capacity), "uint16"), np.full((batches, capacity), batch_size, "uint16"))
    for batch, (words, row_ids) in enumerate(zip(*result, strict=True)):
        chosen = order[batch * batch_size : (batch + 1) * batch_size]
        counts = lengths[chosen]
        ends = np.cumsum(counts)
        # The index of each word in `reviews.words`: where its review begins, plus its index within the review.
        indices = np.repeat(reviews.offsets[chosen] - (ends - counts), counts) + np.arange(ends[-1])
        reviews.words.take(indices, out=words[: ends[-1]], mode="clip")  # the other modes make another copy
        row_ids[: ends[-1]] = np.repeat(np.arange(len(chosen), dtype="uint16"), counts)
    return result


def capacity_for(reviews: Reviews, training: Training, batch_size: int) -> int:
    """The capacity that is enough for every batch of the training.

    It is the same for almost all seeds, so that they share a program: six standard deviations above the mean, or the
    words of the longest reviews if a batch needs more or can never have so many.
    """
    lengths = reviews.lengths
    orders = [np.arange(len(reviews))] if batch_size == len(reviews) else epoch_orders(training, len(reviews))
    needed = max(batch_sums(lengths[order], batch_size).max() for order in islice(orders, training.epochs))
    usual = lengths.mean() * batch_size + STANDARD_DEVIATIONS * lengths.std() * batch_size**0.5
    largest = np.sort(lengths)[-batch_size:].sum()
    return _round_up(next(capacity for capacity in (min(usual, largest), largest) if capacity >= needed))


def capacity_in_order(reviews: Reviews, batch_size: int) -> int:
    """The capacity that is enough for every batch of the reviews in their own order."""
    return _round_up(batch_sums(reviews.lengths, batch_size).max(initial=0))


def batch_sums(lengths: np.ndarray, batch_size: int) -> np.ndarray:
    """The sum over each batch of consecutive values (samples,): (batches,). The last batch may be smaller."""
    return np.add.reduceat(lengths, np.arange(0, len(lengths), batch_size)) if len(lengths) else lengths


def _round_up(capacity: float) -> int:
    return CAPACITY_STEP * int(np.ceil(capacity / CAPACITY_STEP))
