"""A lesson that a teacher has pasted: it is in this session, and in the address if it is short enough."""

import base64
import binascii
import zlib
from dataclasses import dataclass

import streamlit as st

from nnkit.lessons import Lesson, LessonError, plain_lesson, read_lesson
from nnkit.lessons.blocks import MAX_LETTERS
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
    packed = pack(text)
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


def pack(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode(errors="replace"), 9)).decode().rstrip("=")


def unpack(packed: str) -> str:
    """Return the text of an address. Raises ValueError for what is none, or is too long."""
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        machine = zlib.decompressobj()
        text = machine.decompress(content, 4 * MAX_LETTERS)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ValueError("it is damaged") from error
    if not machine.eof:
        raise ValueError("it is damaged, or too long")
    return text.decode(errors="replace")


def _lesson_in(packed: str) -> Lesson | None:
    if len(packed) > MAX_LINK:
        return None
    try:
        return plain_lesson(read_lesson(unpack(packed)))
    except (ValueError, LessonError):
        return None
