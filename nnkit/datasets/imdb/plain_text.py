"""A visitor's text in the characters that the reviews are written in, and where each of them comes from.

Phones, word processors and web pages write quotation marks, dashes, accents and invisible characters that hardly occur
in the reviews. A word with one of them would be unknown to the network, although it looks like one that is known.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# What phones, word processors and keyboards of other languages type for an apostrophe.
APOSTROPHES = frozenset("’‘‛′‵´ʹʻʼʽʾʿˈ＇՚Ꞌꞌ")
_GRAVE = re.compile(r"(?<=\w)`(?=\w)")  # an accent between two letters is meant as an apostrophe; others separate words
_SYMBOLS = ("So", "Sk", "Cn", "Co")  # categories of emoji, and of emoji that Python does not know yet
_INVISIBLE = ("Cf", "Me")  # soft hyphens, joiners, marks of direction, and the keys around digits
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")  # of an emoji's look; combining, yet no accents


class PlainText(NamedTuple):
    """The text, and for each of its characters the start and the end in the visitor's text of what it stands for."""

    text: str
    origins: list[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end], which is not empty, stands in the visitor's text."""
        return self.origins[start][0], self.origins[end - 1][1]


def plain_text(text: str) -> PlainText:
    """Return the text in Unicode's form NFKC, with plain apostrophes and with spaces for other signs.

    Dashes, dots and quotation marks become spaces where they are not ASCII. Invisible characters go. An emoji gets a
    space on both sides.
    """
    text = _GRAVE.sub("'", text)
    plain: list[str] = []
    origins: list[tuple[int, int]] = []
    beside_symbol = False
    for start, end in _letters(text):
        characters, is_symbol = _convert(text[start:end])
        if is_symbol is not beside_symbol and characters:
            characters, beside_symbol = f" {characters}", is_symbol
        plain.append(characters)
        origins += [(start, end)] * len(characters)
    return PlainText("".join(plain), origins)


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each character with the accents that follow it as characters of their own."""
    start = 0
    for place in range(1, len(text)):
        if text[place].isascii() or not unicodedata.category(text[place]).startswith("M"):
            yield start, place
            start = place
    if text:
        yield start, len(text)


@lru_cache(maxsize=4_096)
def _convert(letter: str) -> tuple[str, bool]:
    """Return the plain characters for a letter with its accents, and whether it is a symbol such as an emoji."""
    visible = "".join(each for each in _SELECTORS.sub("", letter) if unicodedata.category(each) not in _INVISIBLE)
    if not visible or visible[0] in APOSTROPHES:
        return "'" if visible else "", False
    if not visible[0].isascii() and unicodedata.category(visible[0]) in _SYMBOLS:
        return visible, True
    normal = unicodedata.normalize("NFKC", visible)
    fraction = " " if "⁄" in normal else ""  # or else 3½ would become 31/2
    return fraction + "".join(map(_separate, normal)), False


def _separate(character: str) -> str:
    """Return a space for a character that separates words, except for signs in ASCII: the rule for words knows them."""
    if character.isascii():
        return character if character.isprintable() else " "
    return " " if unicodedata.category(character)[0] in "PSZC" else character
