"""A visitor's text as a review: its words, where they stand, and their indices."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.plain_text import plain_text
from nnkit.datasets.imdb.tokenize import SEPARATORS, SPECIAL_NAMES, START, UNKNOWN, Vocabulary

MAX_CHARACTERS = 20_000  # in a visitor's review; the longest of the bundled ones has 14,042 as it is shown
SHORTEST_REVIEW = 10  # words; no bundled review has fewer
_SPACED = re.compile(r"\S+")
_NAMES = "|".join(re.escape(SPECIAL_NAMES[index]) for index in (START, UNKNOWN))
_WORD = re.compile(rf"(?i:{_NAMES})|[^ {re.escape(SEPARATORS)}]+")


class Tokenised(NamedTuple):
    """A visitor's review, word by word."""

    words: tuple[str, ...]  # in order
    spans: tuple[tuple[int, int], ...]  # start and end of each word in the text
    indices: np.ndarray  # (words,) uint16, 2 for unknown words

    @property
    def tokens(self) -> np.ndarray:
        """The indices as in a review of the data set, beginning with 1: (words + 1,) uint16."""
        return np.concatenate([np.array([START], "uint16"), self.indices])


def tokenise(text: str, vocabulary: Vocabulary) -> Tokenised:
    """Return the words of a visitor's review. Raises ValueError for more than MAX_CHARACTERS characters.

    A word in quotation marks that is unknown with them is read without them. “[unknown]”, as the page shows words that
    are not kept, stays an unknown word.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a review must have at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    if _is_copied(text, vocabulary):
        found, index_of = [(word[0], word.span()) for word in _SPACED.finditer(text)], vocabulary.shown.__getitem__
    else:
        found, index_of = list(_words_in(text, vocabulary)), vocabulary.index_of
    words = tuple(word for word, _ in found)
    return Tokenised(words, tuple(span for _, span in found), np.array([*map(index_of, words)], "uint16"))


def cut_text(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Return the text, or of a longer one its beginning up to the last whole word within the limit."""
    if len(text) <= limit:
        return text
    words = list(_SPACED.finditer(text, 0, limit))
    if words and words[-1].end() == limit and not text[limit].isspace() and len(words) > 1:
        words.pop()  # the limit is within this word
    return text[: words[-1].end()] if words else ""


def _is_copied(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether the text is a review as the page shows it: words of the vocabulary and nothing else.

    A few of these words hold a dash or an accent that a visitor would write for something else, so that only a whole
    review is taken as it stands.
    """
    words = text.split()
    return len(words) >= SHORTEST_REVIEW and all(word in vocabulary.shown for word in words)


def _words_in(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[int, int]]]:
    plain = plain_text(text)
    for found in _WORD.finditer(plain.text):
        word, (start, end) = found[0].lower(), found.span()  # of single words: `lower` makes some letters longer
        if not vocabulary.knows(word):
            start, end = start + len(word) - len(word.lstrip("'")), end - len(word) + len(word.rstrip("'"))
            word = word.strip("'")
        if word and word != SPECIAL_NAMES[START]:
            yield word, plain.span(start, end)
