"""From text to words to indices, as in the reviews. `read_text` does the same for a visitor's text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# As in keras.datasets.imdb: the first four indices are no words, and the most frequent word has index 4.
SPECIAL_NAMES = ("[padding]", "[start]", "[unknown]", "[unused]")
PADDING, START, UNKNOWN, _ = range(4)
FIRST_WORD = len(SPECIAL_NAMES)

# The characters besides the space that separate words in Keras's Tokenizer. The apostrophe is not among them, and from
# <br /> the word "br" remains, as in Keras's own data.
SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_WORD = re.compile(f"[^ {re.escape(SEPARATORS)}]+")


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

    def knows(self, word: str) -> bool:
        """Return whether the word is in the vocabulary."""
        return word in self._indices

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
    def shown(self) -> dict[str, int]:
        """The index of each word as `decode` shows it, and of [unknown].

        Of two words that look the same, it is the index of the printable one.
        """
        odd = {_printable(word): index for word, index in self._indices.items() if not word.isprintable()}
        return {SPECIAL_NAMES[UNKNOWN]: UNKNOWN} | odd | self._indices

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {word: index for index, word in enumerate(self.words, FIRST_WORD)}


def words_in(text: str) -> list[str]:
    """Return the words in lower case, separated at spaces and punctuation as by Keras's Tokenizer."""
    return [word.lower() for word in _WORD.findall(text)]


def _printable(word: str) -> str:
    return word if word.isprintable() else word.encode("latin-1", "replace").decode("cp1252", "replace")
