"""From text to words to indices, by one rule for the bundled reviews and for a visitor's text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

# As in keras.datasets.imdb: the first four indices are no words, and the most frequent word has index 4.
SPECIAL_NAMES = ("[padding]", "[start]", "[unknown]", "[unused]")
PADDING, START, UNKNOWN, _ = range(4)
FIRST_WORD = len(SPECIAL_NAMES)
MAX_CHARACTERS = 5_000  # in a visitor's review

# The characters besides the space that separate words in Keras's Tokenizer. The apostrophe is not among them, and from
# <br /> the word "br" remains, as in Keras's own data.
SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_WORD = re.compile(f"[^ {re.escape(SEPARATORS)}]+")
# In a visitor's text, but hardly in the reviews: other white space, and the apostrophe that phones type.
_TO_REPLACE = re.compile(r"\s|’")


class Tokenised(NamedTuple):
    """A visitor's review, word by word."""

    words: tuple[str, ...]  # in order
    spans: tuple[tuple[int, int], ...]  # start and end of each word in the text
    indices: np.ndarray  # (words,) uint16, 2 for unknown words

    @property
    def tokens(self) -> np.ndarray:
        """The indices as in a review of the data set, beginning with 1: (words + 1,) uint16."""
        return np.concatenate([np.array([START], "uint16"), self.indices])


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words and their indices. The index is the word's rank, counted from 1, plus 3: indices 0 to 3 are no words."""

    words: tuple[str, ...]  # the most frequent first

    def __len__(self) -> int:
        """Return the number of indices, with the four that are no words."""
        return FIRST_WORD + len(self.words)

    def index_of(self, word: str) -> int:
        """Return the word's index, 4 or more; 2 for a word that is not in the vocabulary."""
        return self._indices.get(word, UNKNOWN)

    def word_of(self, index: int) -> str:
        """Return the word: words[index - 4], or [padding], [start], [unknown], [unused]. Raises IndexError."""
        if not 0 <= index < len(self):
            raise IndexError(f"index must be from 0 to {len(self) - 1:,}; got {index!r}")
        return SPECIAL_NAMES[index] if index < FIRST_WORD else self.words[index - FIRST_WORD]

    def decode(self, tokens: Iterable[int]) -> list[str]:
        """Return the words of indices as a page shows them.

        A few words are Windows's codes for dashes and dots, which Unicode reads as control characters; they are
        replaced by dashes and dots.
        """
        return [_printable(self.word_of(int(token))) for token in tokens]

    def first(self, size: int) -> "Vocabulary":
        """Return the vocabulary with the indices below size."""
        return self if size >= len(self) else Vocabulary(self.words[: size - FIRST_WORD])

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {word: index for index, word in enumerate(self.words, FIRST_WORD)}


def words_in(text: str) -> list[str]:
    """Return the words in lower case, separated at spaces and punctuation as by Keras's Tokenizer."""
    return [word for word, _ in _words_and_spans(text)]


def tokenise(text: str, vocabulary: Vocabulary) -> Tokenised:
    """Return the words of a visitor's review. Raises ValueError for more than MAX_CHARACTERS characters."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a review must have at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    plain = _TO_REPLACE.sub(lambda found: "'" if found[0] == "’" else " ", text)  # as long as the text, for the spans
    found = list(_words_and_spans(plain))
    words = tuple(word for word, _ in found)
    indices = np.array([vocabulary.index_of(word) for word in words], "uint16")
    return Tokenised(words, tuple(span for _, span in found), indices)


def _words_and_spans(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _WORD.finditer(text):  # `lower` for single words: it makes some letters longer, which would move spans
        yield found[0].lower(), found.span()


def _printable(word: str) -> str:
    return word if word.isprintable() else word.encode("latin-1", "replace").decode("cp1252", "replace")
