"""The work in lessons as a text: what comes back of it, and what is said of any other text."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nnkit.lessons import digest_of
from nnkit.lessons.work_text import MAX_TEXT, MAX_WORKS, DoneWork, pack_work, unpack_work
from tests.unit.nnkit.lessons.hand_ins import LESSON, NAME, whole_hand_in

DONE = [DoneWork(NAME, digest_of(LESSON), number % 2 == 0, work) for number, work in enumerate(whole_hand_in().steps)]
TEXT = pack_work(DONE)


def test_the_work_comes_back_without_its_results():
    assert unpack_work(TEXT) == [each._replace(work=replace(each.work, results=())) for each in DONE]
    assert unpack_work(pack_work([])) == []


def test_what_has_no_room_is_left_out():
    long = DONE[0]._replace(work=replace(DONE[0].work, answer="x" * 1_000))
    text = pack_work([long] * MAX_WORKS)
    assert 0 < len(text) <= MAX_TEXT
    assert 0 < len(unpack_work(text)) < MAX_WORKS


@pytest.mark.parametrize(
    "text", ["x", "[]", "[1, 2, 3, 4, 5, 6, 7, 8]", "\n" * 400, "x" * (MAX_TEXT + 1), "[" * 100_000, TEXT + "\n{}"]
)
def test_another_text_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        unpack_work(text)


@given(some.integers(0, len(TEXT) - 1), some.text(max_size=3))
def test_a_damaged_text_raises_nothing_else(place, letters):
    with suppress(ValueError):
        unpack_work(TEXT[:place] + letters + TEXT[place + 1 :])
