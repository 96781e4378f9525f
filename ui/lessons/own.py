"""A lesson that a teacher has pasted: it is in this session, and in the address if it is short enough."""

from dataclasses import dataclass

import streamlit as st

from nnkit.lessons import Lesson, LessonError, plain_lesson, read_lesson
from nnkit.lessons.blocks import MAX_LETTERS
from nnkit.results.packed import pack, unpack
from ui.links.address import LESSON, LESSON_TEXT, OWN

OWN_LESSON = "lessons.own"  # in the session
MAX_LINK = 6_000  # letters of the lesson in an address; many servers take no address of more than 8,000


@dataclass(frozen=True)
class OwnLesson:
    """packed: its text in an address; "" if it is too long for one. lesson: None if the address holds none."""

    packed: str
    lesson: Lesson | None


def keep_own(text: str) -> Lesson:
    """Keep the lesson for this session. Raises LessonError for a text that is none."""
    lesson = plain_lesson(read_lesson(text))
    packed = pack(text.encode(errors="replace"))
    st.session_state[OWN_LESSON] = OwnLesson(packed if len(packed) <= MAX_LINK else "", lesson)
    return lesson


def own_lesson() -> Lesson | None:
    """Return the lesson that the address holds, or else the one of this session."""
    packed = st.query_params.get(LESSON_TEXT, "") if st.query_params.get(LESSON) == OWN else ""
    found: OwnLesson | None = st.session_state.get(OWN_LESSON)
    if packed and (found is None or found.packed != packed):
        found = st.session_state[OWN_LESSON] = OwnLesson(packed, _lesson_in(packed))
    return None if found is None else found.lesson


def own_parameters(name: str) -> dict[str, str]:
    """Return what the address of a lesson holds besides its name: the text of one that was pasted."""
    found: OwnLesson | None = st.session_state.get(OWN_LESSON)
    return {LESSON_TEXT: found.packed} if name == OWN and found is not None and found.packed else {}


def _lesson_in(packed: str) -> Lesson | None:
    if len(packed) > MAX_LINK:
        return None
    try:
        return plain_lesson(read_lesson(unpack(packed, 4 * MAX_LETTERS).decode(errors="replace")))
    except (ValueError, LessonError):
        return None
