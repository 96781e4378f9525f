"""Text to words to indices, by one rule for the bundled reviews and for what a visitor types."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

# As in keras.datasets.imdb: what is no word comes first, the word of rank 1 has index 4.
NO_WORDS = ("[padding]", "[start]", "[unknown]", "[unused]")
PADDING, START, UNKNOWN, _ = range(4)
FIRST_WORD = len(NO_WORDS)
MAX_CHARACTERS = 5_000  # of a visitor's review

# What parts words in Keras's Tokenizer, the space aside. The apostrophe stays within words, and <br /> leaves a "br",
# which is in Keras's own data too.
FILTER = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_WORD = re.compile(f"[^ {re.escape(FILTER)}]+")
# A visitor's text may hold what the reviews hardly do: other white space, and apostrophes as phones type them.
_PLAIN = re.compile(r"\s|’")


class Tokenised(NamedTuple):
    """A visitor's review: its words in order, where each stands in the text (start, end), and each one's index."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    indices: np.ndarray  # (words,) uint16, 2 where a word is unknown

    @property
    def tokens(self) -> np.ndarray:
        """The indices as a review of the data has them, 1 before them: (words + 1,) uint16."""
        return np.concatenate([np.array([START], "uint16"), self.indices])


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words and their indices. An index is a word's rank + 3, since 0 to 3 stand for no word."""

    words: tuple[str, ...]  # the most frequent first

    def __len__(self) -> int:
        """How many indices there are, the four that stand for no word included."""
        return FIRST_WORD + len(self.words)

    def index_of(self, word: str) -> int:
        """From 4 on; 2 for a word that is not in the vocabulary."""
        return self._indices.get(word, UNKNOWN)

    def word_of(self, index: int) -> str:
        """What stands for the index: words[index - 4], or [padding], [start], [unknown], [unused]."""
        if not 0 <= index < len(self):
            raise IndexError(f"index must be from 0 to {len(self) - 1:,}; got {index!r}")
        return NO_WORDS[index] if index < FIRST_WORD else self.words[index - FIRST_WORD]

    def decode(self, tokens: Iterable[int]) -> list[str]:
        """Words to show for indices, each found at index - 4, or at rank index - 3 if ranks count from 1.

        A few words of the reviews are dashes of Windows, control characters to everyone else: shown as they were meant.
        """
        return [_shown(self.word_of(int(token))) for token in tokens]

    def first(self, size: int) -> "Vocabulary":
        """The vocabulary of the indices below size."""
        return self if size >= len(self) else Vocabulary(self.words[: size - FIRST_WORD])

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {word: index for index, word in enumerate(self.words, FIRST_WORD)}


def words_in(text: str) -> list[str]:
    """Lower-case words, parted by spaces and punctuation as Keras's Tokenizer parts them."""
    return [word for word, _ in _words_and_spans(text)]


def tokenise(text: str, vocabulary: Vocabulary) -> Tokenised:
    """The words of a review that a visitor typed. Raises ValueError on more than 5,000 characters."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a review must have at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    plain = _PLAIN.sub(lambda found: "'" if found[0] == "’" else " ", text)  # as long as the text: spans stay right
    found = list(_words_and_spans(plain))
    words: Sequence[str] = tuple(word for word, _ in found)
    indices = np.array([vocabulary.index_of(word) for word in words], "uint16")
    return Tokenised(words, tuple(span for _, span in found), indices)


def _words_and_spans(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _WORD.finditer(text):  # lowered one by one: some letters change their length, and spans would move
        yield found[0].lower(), found.span()


def _shown(word: str) -> str:
    return word if word.isprintable() else word.encode("latin-1", "replace").decode("cp1252", "replace")
