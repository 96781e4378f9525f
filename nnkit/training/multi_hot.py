"""The multi-hot matrix of a batch of reviews, multiplied with a kernel without ever being made."""

from collections.abc import Callable
from typing import NamedTuple

import tensorflow as tf


class MultiHotBatch(NamedTuple):
    """The multi-hot matrix (size, vocabulary) of a batch of reviews, given by the indices of its ones."""

    words: tf.Tensor  # (capacity,) the column of each one
    row_ids: tf.Tensor  # (capacity,) the row of each one; `size` for padding
    size: int

    def matmul(self, kernel: tf.Tensor) -> tf.Tensor:
        """The matrix product with a kernel (vocabulary, units): (size, units). Each row is a sum of kernel rows.

        The words are summed in two halves, because XLA computes these in parallel on two processors: it takes 3/4 of
        the time.
        """
        words, row_ids = tf.cast(self.words, tf.int32), tf.cast(self.row_ids, tf.int32)
        middle, vocabulary = words.shape[0] // 2, kernel.shape[0]
        halves = [(words[half], row_ids[half]) for half in (slice(None, middle), slice(middle, None))]

        @tf.custom_gradient
        def product(kernel: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
            # The gradient of a gather would be an IndexedSlices, which stock optimizers apply slowly.
            def gradient(upstream: tf.Tensor) -> tf.Tensor:
                upstream = tf.pad(upstream, [[0, 1], [0, 0]])  # row `size`, for padding, is zero
                return tf.add_n([_sum_rows(upstream, row_ids, words, vocabulary) for words, row_ids in halves])

            rows = tf.add_n([_sum_rows(kernel, words, row_ids, self.size + 1) for words, row_ids in halves])
            return rows[: self.size], gradient

        return product(kernel)


def _sum_rows(matrix: tf.Tensor, sources: tf.Tensor, targets: tf.Tensor, count: int | None) -> tf.Tensor:
    """Add row sources[i] of the matrix (rows, columns) to row targets[i] of the result (count, columns), for all i."""
    return tf.math.unsorted_segment_sum(tf.gather(matrix, sources), targets, count)
