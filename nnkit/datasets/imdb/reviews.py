"""Reviews as the sets of their words: the places of the ones in their multi-hot vectors."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.imdb.tokenize import START, UNKNOWN

MAX_ROWS = 1_000  # of a table (reviews, vocabulary) of bools at a time: 10 MB


@dataclass(frozen=True, eq=False)
class Reviews:
    """The distinct indices of each review, read-only. Those of review i are words[offsets[i] : offsets[i + 1]].

    words: (entries,) uint16, ascending within a review, below `vocabulary`.
    offsets: (reviews + 1,) int64 from 0 to entries. Raises ValueError for other offsets.
    """

    words: np.ndarray
    offsets: np.ndarray
    vocabulary: int

    def __post_init__(self) -> None:
        if not len(self.offsets) or self.offsets[0] != 0 or self.offsets[-1] != len(self.words):
            raise ValueError(f"offsets must begin with 0 and end with {len(self.words):,}; got {self.offsets!r}")
        for array in (self.words, self.offsets):
            array.flags.writeable = False

    @classmethod
    def of_tokens(cls, tokens: np.ndarray, offsets: np.ndarray, vocabulary: int) -> "Reviews":
        """Build them from all indices in order, with repetitions: tokens[offsets[i] : offsets[i + 1]] for review i."""
        parts, counts = [np.zeros(0, "uint16")], [np.zeros(1, "int64")]
        for start in range(0, len(offsets) - 1, MAX_ROWS):
            ends = offsets[start : start + MAX_ROWS + 1]
            seen = np.zeros((len(ends) - 1, vocabulary), bool)
            seen[np.repeat(np.arange(len(seen)), np.diff(ends)), tokens[ends[0] : ends[-1]]] = True
            parts.append(np.nonzero(seen)[1].astype("uint16"))
            counts.append(seen.sum(axis=1))
        return cls(np.concatenate(parts), np.cumsum(np.concatenate(counts)), vocabulary)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, rows: slice) -> "Reviews":
        """Return consecutive reviews; their words are not copied. Raises TypeError for all but a slice of step 1."""
        if not isinstance(rows, slice) or rows.step not in (None, 1):
            raise TypeError(f"reviews must be taken by a slice without a step, or one by row(i); got {rows!r}")
        start, stop, _ = rows.indices(len(self))
        offsets = self.offsets[start : max(start, stop) + 1]
        return Reviews(self.words[offsets[0] : offsets[-1]], offsets - offsets[0], self.vocabulary)

    def row(self, number: int) -> np.ndarray:
        """Return the distinct indices of one review, ascending: (its entries,) uint16. Raises IndexError."""
        number = range(len(self))[number]
        return self.words[self.offsets[number] : self.offsets[number + 1]]

    @property
    def lengths(self) -> np.ndarray:
        """The number of distinct indices of each review: (reviews,) int64."""
        return np.diff(self.offsets)

    def multi_hot(self, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Return the vectors of some reviews, 1 at their indices and 0 elsewhere: (n, vocabulary) float32.

        Only for a few reviews at a time: each takes 40 KB, 15,000 take 600 MB.
        """
        numbers = np.arange(len(self))[rows]
        dense = np.zeros((len(numbers), self.vocabulary), "float32")
        for vector, number in zip(dense, numbers, strict=True):
            vector[self.row(number)] = 1.0
        return dense

    def __matmul__(self, kernel: np.ndarray) -> np.ndarray:
        """Return the multi-hot matrix times a kernel (vocabulary, units), as sums of its rows: (reviews, units)."""
        sums = np.zeros((len(self), kernel.shape[1]), kernel.dtype)
        not_empty = self.lengths > 0  # for a review without words, `reduceat` would return a row of the next review
        if not_empty.any():
            sums[not_empty] = np.add.reduceat(kernel[self.words], self.offsets[:-1][not_empty], axis=0)
        return sums

    def capped(self, vocabulary: int) -> "Reviews":
        """Return the reviews with indices below `vocabulary` only. In a review, all others become one 2, unknown."""
        if vocabulary >= self.vocabulary:
            return self
        kept = self.words < vocabulary
        before = np.zeros(len(kept) + 1, "int32")  # kept entries before each entry; int64 would need 50 MB
        np.cumsum(kept, out=before[1:])
        counts = np.diff(before[self.offsets])
        added = (counts < self.lengths) & (self._count(self.words == UNKNOWN) == 0)
        offsets = np.concatenate([[0], np.cumsum(counts + added)])
        is_added = np.zeros(offsets[-1], bool)
        is_added[(offsets[:-1] + self._count(self.words <= START))[added]] = True  # 2 follows the smaller indices
        words = np.full(offsets[-1], UNKNOWN, "uint16")
        words[~is_added] = self.words[kept]
        return Reviews(words, offsets, vocabulary)

    def _count(self, selected: np.ndarray) -> np.ndarray:
        """Return how many selected entries, True in (entries,), each review has: (reviews,) int64."""
        numbers = np.searchsorted(self.offsets, np.flatnonzero(selected), side="right") - 1
        return np.bincount(numbers, minlength=len(self))
