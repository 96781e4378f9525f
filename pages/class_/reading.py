"""Pasted codes, one per line, as hand-ins with their lessons; and what is wrong with the other lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from nnkit.lessons import HandIn, HandInError, Lesson, LessonError, check_fits, decode, digest_of
from nnkit.lessons.handin_code import MAX_CODE

MAX_LINES = 500
MAX_LETTERS = MAX_LINES * (MAX_CODE + 1)  # of the whole list


@dataclass(frozen=True)
class Entry:
    """A code that can be read. line: of the list, counted from 1. lesson: None if this server has not this one."""

    line: int
    hand_in: HandIn
    lesson: Lesson | None

    @property
    def title(self) -> str:
        """The title of the lesson, or its name if this server has not this version of it."""
        return self.hand_in.lesson if self.lesson is None else self.lesson.title


@dataclass(frozen=True)
class Unreadable:
    """A line that is left out. problem: a sentence."""

    line: int
    problem: str


def by_digest(lessons: Mapping[str, Lesson | LessonError]) -> dict[str, Lesson]:
    return {digest_of(lesson): lesson for lesson in lessons.values() if isinstance(lesson, Lesson)}


def read_codes(text: str, lessons: Mapping[str, Lesson]) -> tuple[list[Entry], list[Unreadable]]:
    """Return the codes of a list, and the lines that are left out. Empty lines count, and mean nothing.

    A code that stands there twice is read once. lessons: by their digests. Of a list of more than MAX_LINES lines, the
    rest is one such line.
    """
    entries, unreadable = [], []
    first: dict[HandIn, int] = {}  # the line where each hand-in stands first
    lines = text.splitlines()
    for number, line in enumerate(lines[:MAX_LINES], 1):
        if not line.strip():
            continue
        try:
            hand_in = decode(line)
            if (before := first.setdefault(hand_in, number)) != number:
                unreadable.append(Unreadable(number, f"It is the same code as in line {before}, and counts once."))
                continue
            lesson = lessons.get(hand_in.digest)
            if lesson is not None:
                check_fits(lesson, hand_in)
            entries.append(Entry(number, hand_in, lesson))
        except HandInError as error:
            unreadable.append(Unreadable(number, str(error)))
    if len(lines) > MAX_LINES:
        unreadable.append(
            Unreadable(MAX_LINES + 1, f"At most {MAX_LINES} lines are read; paste the others afterwards.")
        )
    return entries, unreadable
