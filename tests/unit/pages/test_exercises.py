"""Every section has exercises, and they can be read."""

import pytest

from tests.exercises import exercises_of
from tools.sections import sections

ALL = {section: exercises for page in sections() for section, exercises in exercises_of(page).items()}


def test_every_section_has_exercises():
    assert sorted(ALL) == sorted(f"{page}.{name}" for page, names in sections().items() for name in names)


@pytest.mark.parametrize("section", ALL)
def test_there_are_one_to_three_of_them_in_short_whole_sentences(section):
    assert 1 <= len(ALL[section]) <= 3
    for task, answer in ALL[section]:
        assert 20 < len(task) < 260
        assert 60 < len(answer) < 400
        assert task[-1] in ".?"
        assert answer[-1] == "."


def test_no_answer_stands_twice():
    answers = [answer for exercises in ALL.values() for _, answer in exercises]
    assert len(set(answers)) == len(answers)
