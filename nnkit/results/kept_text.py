"""Names and settings of several runs as a short text, for addresses and for a browser's own storage."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nnkit.experiment import Experiment
from nnkit.results import packed
from nnkit.results.settings import rows_in

MAX_NAME = 60  # characters of the name of a run
MAX_RUNS = 50
MAX_ROWS = 50_000  # points of a reader's own in all runs together: 10 MB in memory
MAX_TEXT = 200_000  # characters
MAX_LINE = 1_000_000  # bytes of one run's settings
_MAX_BYTES = 4_000_000  # of the lines
_NOT_KEPT = "these are not the settings of kept runs"


class Named(NamedTuple):
    """An experiment, and what its reader calls the run of it."""

    name: str
    experiment: Experiment


def pack(named: Sequence[Named], max_letters: int = MAX_TEXT) -> tuple[str, list[Named]]:
    """Return the text, and those for which it has no room: the largest go first. Letters, digits, - and _ only."""
    texts = {place: each.experiment.to_json() for place, each in enumerate(named)}
    by_size = sorted(texts, key=lambda place: len(texts[place]))
    while True:
        text = _text([(named[place].name, texts[place]) for place in sorted(by_size)])
        if len(text) <= max_letters:
            return text, [named[place] for place in sorted(set(texts) - set(by_size))]
        by_size.pop()


def unpack(text: str) -> list[Named]:
    """Return what `pack` wrote. Raises ValueError, with a sentence, for any other text.

    Safe for a text from anybody: what it inflates to, its runs and their rows are bounded.
    """
    if not text:
        return []
    if len(text) > MAX_TEXT:
        raise ValueError(f"{_NOT_KEPT}: they have more than {MAX_TEXT:,} letters")
    try:
        content = packed.unpack(text, _MAX_BYTES)
    except ValueError as error:
        raise ValueError(f"{_NOT_KEPT}: {error}") from None
    return read_lines(content)


def lines_of(named: Sequence[Named]) -> bytes:
    """Return a line for each run: its name and the text of its experiment, as JSON."""
    return _lines((each.name, each.experiment.to_json()) for each in named)


def read_lines(content: bytes) -> list[Named]:
    """Return what `lines_of` wrote. Raises ValueError, with a sentence, for any other content.

    At most MAX_RUNS lines, with at most MAX_ROWS points of a reader's own in all of them. Each line is read by itself:
    a few bytes of JSON can take fifty times their room.
    """
    lines = content.split(b"\n", MAX_RUNS) if content else []
    found: list[Named] = []
    rows = 0
    for line in lines:
        if len(found) == MAX_RUNS or len(line) > MAX_LINE:
            raise ValueError(f"{_NOT_KEPT}: there are more than {MAX_RUNS}, or one has over {MAX_LINE:,} bytes")
        found.append(_read_line(line))
        rows += rows_in(found[-1].experiment)
        if rows > MAX_ROWS:
            raise ValueError(f"{_NOT_KEPT}: they hold more than {MAX_ROWS:,} points")
    return found


def _read_line(line: bytes) -> Named:
    try:
        pair = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(f"{_NOT_KEPT}: a line of them is damaged") from None
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
        raise ValueError(f"{_NOT_KEPT}: each must be a name and the text of an experiment")
    return Named(checked_name(pair[0]), Experiment.from_json(pair[1]))


def checked_name(name: str) -> str:
    """Return the name of a run without control characters and spaces around it. Raises ValueError for an empty one."""
    name = "".join(letter if letter.isprintable() else " " for letter in name).strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise ValueError(f"The name of a run has 1 to {MAX_NAME} characters; this one has {len(name):,}.")
    return name


def _lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, pairs)).encode()


def _text(pairs: list[tuple[str, str]]) -> str:
    return packed.pack(_lines(pairs)) if pairs else ""
