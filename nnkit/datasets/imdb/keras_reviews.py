"""Keras's own 50,000 reviews, from its file to ours."""

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from nnkit.datasets.imdb.imdb import SIZES
from nnkit.datasets.imdb.review_file import MAX_INDICES, REVIEW_FILE, packed, write_reviews
from nnkit.datasets.imdb.tokenize import FIRST_WORD, START, UNKNOWN

SHUFFLE_SEED = 113  # of `keras.datasets.imdb.load_data`
FIRST_RANK = 1  # of the word index
ABOUT = {
    "title": "IMDB movie reviews as Keras has them, 25,000 to train and validate, 25,000 to test",
    "source": "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "built_by": "nnkit/datasets/imdb/keras_reviews.py",
}


def convert(reviews: Path, word_index: Path, folder: Path) -> None:
    """Write what Keras's two files hold into the folder: in `load_data`'s order, but its first 10,000 last of 25,000.

    The chapter validates with these. The files' checksums must have been compared before: the reviews are a pickle,
    and a pickle runs whatever code is in it as it is read.
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
            sequences += [_encoded(stored[number]) for number in order]
            labels += arrays[f"y_{part}"][order].tolist()
            del stored  # millions of numbers as Python objects: 200 MB
    ranks = json.loads(word_index.read_text(encoding="utf-8"))
    words = list(islice(sorted(ranks, key=ranks.get), MAX_INDICES - FIRST_WORD))
    entry = write_reviews(folder / REVIEW_FILE, packed(sequences, labels, words), ABOUT)
    (folder / "manifest.json").write_text(json.dumps({REVIEW_FILE: entry}, indent=2) + "\n", encoding="utf-8")


def _encoded(ranks: Sequence[int]) -> np.ndarray:
    """1 and the words' indices, rarer words as 2, as `load_data` gives them: (words + 1,) uint16."""
    indices = np.array([START, *ranks], "int64")
    indices[1:] += FIRST_WORD - FIRST_RANK
    return np.where(indices < MAX_INDICES, indices, UNKNOWN).astype("uint16")
