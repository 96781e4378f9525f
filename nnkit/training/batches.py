"""In which order samples come, and batches of reviews as a compiled program takes them: words in one long row."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Training

GRAIN = 1_024  # room for words comes in multiples of this, so that alike data need one program
DEVIATIONS = 6  # of a batch's number of words above its mean: next to never more


class Words(NamedTuple):
    """Reviews batch by batch: which word, and of which review of its batch; what fills up is of none."""

    words: np.ndarray  # (batches, entries) uint16
    row_ids: np.ndarray  # (batches, entries) uint16, the batch's size for what fills up


def epoch_orders(training: Training, samples: int) -> Iterator[np.ndarray]:
    """The order of the samples in epoch 1, 2, …: permutations of range(samples) drawn from the seed."""
    generator = np.random.default_rng(training.seed)
    while True:
        yield generator.permutation(samples)


def words_of(reviews: Reviews, order: np.ndarray, batch: int, capacity: int) -> Words:
    """The reviews in this order, so many a batch, with room for so many words in each."""
    batches, lengths = -(-len(order) // batch), reviews.lengths
    table = Words(np.zeros((batches, capacity), "uint16"), np.full((batches, capacity), batch, "uint16"))
    for row, (words, row_ids) in enumerate(zip(*table, strict=True)):
        chosen = order[row * batch : (row + 1) * batch]
        counts = lengths[chosen]
        ends = np.cumsum(counts)
        # Each word's place in `reviews.words`: its review's first place, and then one by one.
        places = np.repeat(reviews.offsets[chosen] - (ends - counts), counts) + np.arange(ends[-1])
        reviews.words.take(places, out=words[: ends[-1]], mode="clip")  # the other modes copy once more
        row_ids[: ends[-1]] = np.repeat(np.arange(len(chosen), dtype="uint16"), counts)
    return table


def capacity_for(reviews: Reviews, training: Training, batch: int) -> int:
    """Room for the words of any batch that the training will see."""
    lengths = reviews.lengths
    orders = [np.arange(len(reviews))] if batch == len(reviews) else epoch_orders(training, len(reviews))
    needed = max(batch_sums(lengths[order], batch).max() for order in islice(orders, training.epochs))
    usual = lengths.mean() * batch + DEVIATIONS * lengths.std() * batch**0.5
    worst = np.sort(lengths)[-batch:].sum()
    return _rounded_up(next(room for room in (min(usual, worst), worst) if room >= needed))


def max_capacity(reviews: Reviews, batch: int) -> int:
    """Room for the words of any batch, in the reviews' own order."""
    return _rounded_up(batch_sums(reviews.lengths, batch).max(initial=0))


def batch_sums(lengths: np.ndarray, batch: int) -> np.ndarray:
    """The sums over every `batch` neighbours, the last of perhaps fewer."""
    return np.add.reduceat(lengths, np.arange(0, len(lengths), batch)) if len(lengths) else lengths


def _rounded_up(capacity: float) -> int:
    return GRAIN * int(np.ceil(capacity / GRAIN))
