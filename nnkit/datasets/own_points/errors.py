"""The error of a reader's own points, and how a message shows the reader's own text."""

MAX_SHOWN = 40  # characters of a reader's own text in a message


class TableError(ValueError):
    """Points can't be used; the message says where, what came, what was expected, and what the visitor can do."""


def cut(text: str) -> str:
    """Return the text with at most MAX_SHOWN characters."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def shown(text: str) -> str:
    """Return a reader's own text for a message: quoted, cut, and without characters that do not print."""
    return repr(cut(text))
