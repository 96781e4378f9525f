"""Reviews as the words that occur in them, which is what is not 0 in their multi-hot vectors."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.imdb.tokenize import START, UNKNOWN

ROWS_AT_ONCE = 1_000  # of a table of all indices, when distinct ones are looked for: 10 MB


@dataclass(frozen=True, eq=False)
class Reviews:
    """Read-only. Review number i holds words[offsets[i] : offsets[i + 1]].

    words: (entries,) uint16, each review's distinct indices, ascending, below `vocabulary`.
    offsets: (reviews + 1,) int64 from 0 to entries.
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
        """From the reviews' indices in order, with repetitions: those of number i are tokens[offsets[i] : …]."""
        parts, counts = [np.zeros(0, "uint16")], [np.zeros(1, "int64")]
        for start in range(0, len(offsets) - 1, ROWS_AT_ONCE):
            ends = offsets[start : start + ROWS_AT_ONCE + 1]
            seen = np.zeros((len(ends) - 1, vocabulary), bool)
            seen[np.repeat(np.arange(len(seen)), np.diff(ends)), tokens[ends[0] : ends[-1]]] = True
            parts.append(np.nonzero(seen)[1].astype("uint16"))
            counts.append(seen.sum(axis=1))
        return cls(np.concatenate(parts), np.cumsum(np.concatenate(counts)), vocabulary)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, rows: slice) -> "Reviews":
        """Consecutive reviews; their words are not copied."""
        if not isinstance(rows, slice) or rows.step not in (None, 1):
            raise TypeError(f"reviews must be taken by a slice without a step, or one by row(i); got {rows!r}")
        start, stop, _ = rows.indices(len(self))
        offsets = self.offsets[start : max(start, stop) + 1]
        return Reviews(self.words[offsets[0] : offsets[-1]], offsets - offsets[0], self.vocabulary)

    def row(self, number: int) -> np.ndarray:
        """The distinct indices of one review, ascending: (entries of it,) uint16."""
        number = range(len(self))[number]
        return self.words[self.offsets[number] : self.offsets[number + 1]]

    @property
    def lengths(self) -> np.ndarray:
        """How many distinct indices each review has: (reviews,) int64."""
        return np.diff(self.offsets)

    def multi_hot(self, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """1 at the indices that occur, 0 elsewhere: (n, vocabulary) float32.

        For few reviews: each takes 40 KB, 15,000 of them 600 MB.
        """
        numbers = np.arange(len(self))[rows]
        dense = np.zeros((len(numbers), self.vocabulary), "float32")
        for vector, number in zip(dense, numbers, strict=True):
            vector[self.row(number)] = 1.0
        return dense

    def __matmul__(self, kernel: np.ndarray) -> np.ndarray:
        """The multi-hot matrix times a kernel (vocabulary, units): sums of its rows, (reviews, units)."""
        sums = np.zeros((len(self), kernel.shape[1]), kernel.dtype)
        filled = self.lengths > 0  # reduceat would give a review without words the row of the next one's first
        if filled.any():
            sums[filled] = np.add.reduceat(kernel[self.words], self.offsets[:-1][filled], axis=0)
        return sums

    def capped(self, vocabulary: int) -> "Reviews":
        """Only indices below `vocabulary`; a review that had others gets 2, unknown, unless it was there already."""
        if vocabulary >= self.vocabulary:
            return self
        kept = self.words < vocabulary
        before = np.zeros(len(kept) + 1, "int32")  # kept ones before each entry: as int64 of 50,000 reviews, 50 MB
        np.cumsum(kept, out=before[1:])
        counts = np.diff(before[self.offsets])
        added = (counts < self.lengths) & (self._count(self.words == UNKNOWN) == 0)
        offsets = np.concatenate([[0], np.cumsum(counts + added)])
        is_added = np.zeros(offsets[-1], bool)
        is_added[(offsets[:-1] + self._count(self.words <= START))[added]] = True  # 2 comes after what is less
        words = np.full(offsets[-1], UNKNOWN, "uint16")
        words[~is_added] = self.words[kept]
        return Reviews(words, offsets, vocabulary)

    def _count(self, among: np.ndarray) -> np.ndarray:
        """How many of a few entries, True in (entries,), each review has: (reviews,) int64."""
        numbers = np.searchsorted(self.offsets, np.flatnonzero(among), side="right") - 1
        return np.bincount(numbers, minlength=len(self))
