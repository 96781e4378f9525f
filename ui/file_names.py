"""Names of files that visitors download: each says what is in it, so that many of them can lie in one folder."""

import re
import unicodedata

MAX_STEM = 60  # letters before the ending


def file_name(title: str, ending: str) -> str:
    """Return the title in small letters, digits and hyphens with the ending: moons-50-units.py.

    ending: with its dot, or what else is to stand behind the title.
    """
    letters = unicodedata.normalize("NFKD", title.lower())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    return ("-".join(words)[:MAX_STEM].strip("-") or "networks") + ending
