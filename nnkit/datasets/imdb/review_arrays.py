"""The arrays in which reviews are kept, bundled or downloaded."""

from collections.abc import Sequence

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews

REVIEWS = "imdb"  # name of the data set in a manifest
KERAS_FOLDER = "keras-imdb"  # in the cache folder: Keras's own reviews, once they are downloaded
MAX_INDICES = 10_000  # size of the whole vocabulary, with the four indices that stand for no word


def pack_reviews(sequences: Sequence[np.ndarray], labels: Sequence[int], words: Sequence[str]) -> dict[str, np.ndarray]:
    """Return the arrays to keep, from each review's indices in order, its label, and the words from index 4 on.

    tokens (all indices,) uint16 and token_offsets (reviews + 1,) int64: each review's indices in order.
    words (entries,) uint16 and word_offsets (reviews + 1,) int64: its distinct indices, as in `Reviews`.
    labels (reviews,) uint8: 1 for a favourable review. vocabulary (bytes,) uint8: UTF-8, one word a line.
    """
    offsets = np.cumsum([0, *map(len, sequences)])
    tokens = np.concatenate(sequences).astype("uint16")
    reviews = Reviews.of_tokens(tokens, offsets, MAX_INDICES)
    return {
        "tokens": tokens,
        "token_offsets": offsets,
        "words": reviews.words,
        "word_offsets": reviews.offsets,
        "labels": np.array(labels, "uint8"),
        "vocabulary": np.frombuffer("\n".join(words).encode(), "uint8"),
    }
