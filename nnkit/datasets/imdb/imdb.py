"""IMDB: movie reviews and whether they are favourable (Maas, Daly, Pham, Huang, Ng, Potts 2011)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nnkit.datasets.cache import cache_folder
from nnkit.datasets.dataset import Dataset
from nnkit.datasets.files import FOLDER, DataFileError, read_arrays
from nnkit.datasets.imdb.review_arrays import KERAS_FOLDER, MAX_INDICES, REVIEWS
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.datasets.imdb.tokenize import UNKNOWN, Vocabulary
from nnkit.experiment import Imdb

PARTS = ("train", "val", "test")
SIZES = {
    "bundled": (15_000, 5_000, 5_000),
    "keras": (15_000, 10_000, 25_000),
}  # of the parts, in the order of the arrays


@dataclass(frozen=True, eq=False)
class ReviewTexts:
    """The reviews with their words in order, by part (train, val or test) and number from 0, as in the `Dataset`."""

    vocabulary: Vocabulary
    rows: dict[str, range]  # the numbers of each part's reviews in the arrays below
    stored: np.ndarray  # (all indices,) uint16; with the whole vocabulary
    offsets: np.ndarray  # (reviews + 1,) int64; review i has stored[offsets[i] : offsets[i + 1]]

    def tokens(self, part: str, number: int) -> np.ndarray:
        """Return the indices of a review in order, beginning with 1: (words + 1,) uint16."""
        row = self.rows[part][number]
        tokens = self.stored[self.offsets[row] : self.offsets[row + 1]]
        return np.where(tokens < len(self.vocabulary), tokens, np.uint16(UNKNOWN))

    def decode(self, tokens: Iterable[int]) -> list[str]:
        """Return the words of indices, as `Vocabulary.decode` does."""
        return self.vocabulary.decode(tokens)

    @cached_property
    def frequencies(self) -> np.ndarray:
        """How often each index occurs in the training reviews: (vocabulary,) int64.

        Words outside the vocabulary count as index 2, unknown.
        """
        first, last = self.rows["train"].start, self.rows["train"].stop
        counts = np.bincount(self.stored[self.offsets[first] : self.offsets[last]], minlength=MAX_INDICES)
        kept = counts[: len(self.vocabulary)].copy()
        kept[UNKNOWN] += counts[len(self.vocabulary) :].sum()
        kept.flags.writeable = False
        return kept


def load_imdb(data: Imdb) -> Dataset:
    """Return the first `train_size` training reviews and all validation and test reviews; x_ are `Reviews`.

    Raises DataFileError where a file is missing or damaged, or Keras's reviews have not been downloaded.
    """
    folder = _folder(data.source)
    labels, reviews = _arrays(data.source, folder)["labels"], _reviews(data.source, folder, data.vocabulary)
    arrays: dict[str, Any] = {}
    for part, rows in _rows(data).items():
        arrays[f"x_{part}"] = reviews[rows.start : rows.stop]
        arrays[f"y_{part}"] = labels[rows.start : rows.stop].astype("int32")
    return Dataset(**arrays)


def texts(data: Imdb) -> ReviewTexts:
    """Return the same reviews with their words in order. Raises DataFileError as `load_imdb` does."""
    folder = _folder(data.source)
    arrays = _arrays(data.source, folder)
    vocabulary = _vocabulary(data.source, folder).first(data.vocabulary)
    return ReviewTexts(vocabulary, _rows(data), arrays["tokens"], arrays["token_offsets"])


def _rows(data: Imdb) -> dict[str, range]:
    ends = pairwise(accumulate(SIZES[data.source], initial=0))
    rows = {part: range(*span) for part, span in zip(PARTS, ends, strict=True)}
    return {**rows, "train": range(data.train_size)}


def _folder(source: str) -> Path:
    return FOLDER if source == "bundled" else cache_folder() / KERAS_FOLDER


@lru_cache(maxsize=2)
def _arrays(source: str, folder: Path) -> dict[str, np.ndarray]:
    """Read the files once in a process: every data spec gets views of these arrays."""
    try:
        return read_arrays(REVIEWS, folder)
    except DataFileError:
        if source == "bundled":
            raise
        raise DataFileError(  # git cannot restore a download
            f"{folder / REVIEWS} is missing or damaged. Download Keras's reviews again, or choose the bundled ones."
        ) from None


@lru_cache(maxsize=4)  # 5 MB each; the largest vocabulary takes none, since its words are mapped from the file
def _reviews(source: str, folder: Path, vocabulary: int) -> Reviews:
    arrays = _arrays(source, folder)
    return Reviews(arrays["words"], arrays["word_offsets"], MAX_INDICES).capped(vocabulary)


@lru_cache(maxsize=2)
def _vocabulary(source: str, folder: Path) -> Vocabulary:
    # Not `splitlines`: some words contain rare line ends, at which it would split them.
    return Vocabulary(tuple(_arrays(source, folder)["vocabulary"].tobytes().decode().split("\n")))
