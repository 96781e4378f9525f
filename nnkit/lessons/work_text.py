"""What a reader has done in lessons as a text, for the browser's own storage."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from nnkit.experiment import Experiment
from nnkit.lessons.handin import MAX_NAME, MAX_NETWORKS, Work, has_own_points

MAX_TEXT = 200_000  # characters
MAX_WORKS = 300  # steps of all lessons together


class DoneWork(NamedTuple):
    """The work in a step. lesson: its name in addresses. digest: of it. is_reached: whether the goal was reached."""

    lesson: str
    digest: str
    is_reached: bool
    work: Work


def pack_work(done: Sequence[DoneWork]) -> str:
    """Return the text; without results, which a server finds again, and without points of a reader's own.

    The last works are left out where the text has no room for all.
    """
    lines, left = [], MAX_TEXT
    for lesson, digest, is_reached, work in done[:MAX_WORKS]:
        texts = [each.to_json() for each in work.experiments[:MAX_NETWORKS] if not has_own_points(each)]
        entry = [lesson, digest, is_reached, work.number, work.prediction, work.answer, texts, list(work.settings)]
        lines.append(json.dumps(entry))
        left -= len(lines[-1]) + 1
        if left < 0:
            lines.pop()
            break
    return "\n".join(lines)


def unpack_work(text: str) -> list[DoneWork]:
    """Return what `pack_work` wrote. Raises ValueError for any other text; safe for a text from anybody."""
    if len(text) > MAX_TEXT:
        raise ValueError(f"the work in lessons has at most {MAX_TEXT:,} characters; got {len(text):,}")
    lines = text.split("\n", MAX_WORKS) if text else []
    if len(lines) > MAX_WORKS:
        raise ValueError(f"there are more than {MAX_WORKS} steps")
    return [_read(line) for line in lines]


def _read(line: str) -> DoneWork:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("a line of the work in lessons is damaged") from None
    if not (isinstance(entry, list) and len(entry) == 8):
        raise ValueError("the work in a step has eight parts")
    lesson, digest, is_reached, number, prediction, answer, texts, settings = entry
    if not all(isinstance(each, str) and len(each) <= MAX_NAME for each in (lesson, digest)):
        raise ValueError("the name or the digest of a lesson is no text")
    if not (isinstance(is_reached, bool) and isinstance(texts, list) and len(texts) <= MAX_NETWORKS):
        raise ValueError("the work in a step is not of this form")
    experiments = tuple(Experiment.from_json(each) for each in texts)
    value = tuple(prediction) if isinstance(prediction, list) else prediction
    work = Work(number, value, answer, experiments, settings=_settings(settings))
    return DoneWork(lesson, digest, is_reached, work)


def _settings(value: Any) -> tuple[Any, ...]:
    if not (isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value)):
        raise ValueError("the settings of a step are pairs")
    return tuple((key, text) for key, text in value)
