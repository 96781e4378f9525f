"""Keras's own 50,000 reviews, converted from its files to our arrays."""

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from nnkit.datasets.files import write_arrays
from nnkit.datasets.imdb.imdb import SIZES
from nnkit.datasets.imdb.review_arrays import MAX_INDICES, REVIEWS, pack_reviews
from nnkit.datasets.imdb.tokenize import FIRST_WORD, START, UNKNOWN

SHUFFLE_SEED = 113  # the default of `keras.datasets.imdb.load_data`
FIRST_RANK = 1  # the smallest rank in Keras's word index
ABOUT = {
    "title": "IMDB movie reviews as Keras has them, 25,000 to train and validate, 25,000 to test",
    "source": "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "built_by": "nnkit/datasets/imdb/keras_reviews.py",
}


def convert(reviews: Path, word_index: Path, folder: Path) -> None:
    """Write the reviews in Keras's two files into the folder, as `read_arrays` reads them.

    The order is that of `load_data`, except that the first 10,000 training reviews become the last of the 25,000:
    the chapter validates with these.

    The caller must have compared the files' checksums: the reviews are a pickle, and reading a pickle runs whatever
    code is in it.
    """
    sequences, labels = [], []
    shuffle = np.random.RandomState(SHUFFLE_SEED)
    with np.load(reviews, allow_pickle=True) as arrays:
        for part in ("train", "test"):
            stored = arrays[f"x_{part}"]
            order = np.arange(len(stored))
            shuffle.shuffle(order)
            if part == "train":
                order = np.roll(order, -SIZES["keras"][1])
            sequences += [_encode(stored[number]) for number in order]
            labels += arrays[f"y_{part}"][order].tolist()
            del stored  # millions of numbers as Python objects: 200 MB
    ranks = json.loads(word_index.read_text(encoding="utf-8"))
    words = list(islice(sorted(ranks, key=ranks.get), MAX_INDICES - FIRST_WORD))
    write_arrays(REVIEWS, pack_reviews(sequences, labels, words), ABOUT, folder)


def _encode(ranks: Sequence[int]) -> np.ndarray:
    """Return 1 and the words' indices, 2 for rarer words, as `load_data` gives them: (words + 1,) uint16."""
    indices = np.array([START, *ranks], "int64")
    indices[1:] += FIRST_WORD - FIRST_RANK
    return np.where(indices < MAX_INDICES, indices, UNKNOWN).astype("uint16")
