"""IMDB: movie reviews and whether they were favourable (Maas, Daly, Pham, Huang, Ng, Potts 2011)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.files import FOLDER, DataFileError, read_arrays
from nnkit.datasets.imdb.review_file import KERAS_FOLDER, MAX_INDICES, REVIEW_FILE, cache_folder
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.datasets.imdb.tokenize import UNKNOWN, Vocabulary
from nnkit.experiment import Imdb

PARTS = ("train", "val", "test")
SIZES = {"bundled": (15_000, 5_000, 5_000), "keras": (15_000, 10_000, 25_000)}  # of the parts, in the file's order


@dataclass(frozen=True, eq=False)
class ReviewTexts:
    """The reviews with their words in order, by part (train, val or test) and number from 0, as in the `Dataset`."""

    vocabulary: Vocabulary
    rows: dict[str, range]  # of each part, in the arrays below
    stored: np.ndarray  # (all indices,) uint16, of the whole vocabulary
    offsets: np.ndarray  # (reviews + 1,) int64

    def tokens(self, part: str, number: int) -> np.ndarray:
        """The indices of a review in order, 1 first: (words + 1,) uint16."""
        row = self.rows[part][number]
        tokens = self.stored[self.offsets[row] : self.offsets[row + 1]]
        return np.where(tokens < len(self.vocabulary), tokens, np.uint16(UNKNOWN))

    def decode(self, tokens: Iterable[int]) -> list[str]:
        """The words of indices. A word's index is its rank + 3: 0 is padding, 1 start, 2 unknown, 3 unused."""
        return self.vocabulary.decode(tokens)

    @cached_property
    def frequencies(self) -> np.ndarray:
        """How often each index occurs in the training reviews, 2 for all that are not kept: (vocabulary,) int64."""
        first, last = self.rows["train"].start, self.rows["train"].stop
        counts = np.bincount(self.stored[self.offsets[first] : self.offsets[last]], minlength=MAX_INDICES)
        kept = counts[: len(self.vocabulary)].copy()
        kept[UNKNOWN] += counts[len(self.vocabulary) :].sum()
        kept.flags.writeable = False
        return kept


def load_imdb(data: Imdb) -> Dataset:
    """The first `train_size` training reviews, and all that validate and test; x_ are `Reviews`.

    Raises DataFileError where the file is missing or damaged, or Keras's reviews have not been downloaded.
    """
    folder = _folder(data.source)
    labels, reviews = _arrays(data.source, folder)["labels"], _reviews(data.source, folder, data.vocabulary)
    arrays = {}
    for part, rows in _rows(data).items():
        arrays[f"x_{part}"] = reviews[rows.start : rows.stop]
        arrays[f"y_{part}"] = labels[rows.start : rows.stop].astype("int32")
    return Dataset(**arrays)


def texts(data: Imdb) -> ReviewTexts:
    """The same reviews to read. Raises DataFileError as `load_imdb` does."""
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
    """Read once a process: every choice is a view of these arrays."""
    try:
        arrays = read_arrays(REVIEW_FILE, folder)
    except DataFileError:
        if source == "bundled":
            raise
        raise DataFileError(  # it has no history to be restored from
            f"{folder / REVIEW_FILE} is missing or damaged. Download Keras's reviews again, or choose the bundled ones."
        ) from None
    return {
        name: np.require(array, requirements="A") for name, array in arrays.items()
    }  # offsets may lie at odd places


@lru_cache(maxsize=4)  # 5 MB each, but the largest, which lies in the file
def _reviews(source: str, folder: Path, vocabulary: int) -> Reviews:
    arrays = _arrays(source, folder)
    return Reviews(arrays["words"], arrays["word_offsets"], MAX_INDICES).capped(vocabulary)


@lru_cache(maxsize=2)
def _vocabulary(source: str, folder: Path) -> Vocabulary:
    # Not splitlines: it would part words at rarer line ends, which some of them hold.
    return Vocabulary(tuple(_arrays(source, folder)["vocabulary"].tobytes().decode().split("\n")))
