"""A hand-in: what a student has done in a lesson, as values that are valid once built."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from nnkit.experiment import Experiment
from nnkit.experiment.limits import is_number
from nnkit.lessons.lesson import Lesson, Settings
from nnkit.lessons.reading import MAX_STEPS
from nnkit.results.settings import rows_in

MAX_STUDENT, MAX_NAME, MAX_ANSWER, MAX_PLACES = 40, 60, 1_000, 8  # letters; places of a sketch
MAX_NETWORKS = 200  # in all steps of a hand-in together
MAX_TRUTH_TABLE = 4  # rows: AND, OR, XOR and their like are no points of a reader's own
MAX_SETTINGS = 40  # of a step
DIGEST_LETTERS = 12

Predicted = int | float | tuple[float, ...] | None


class HandInError(ValueError):
    """A hand-in that is none. Its text is a sentence for the teacher."""


@dataclass(frozen=True)
class Result:
    """What a run is recognised by: see `nnkit.lessons.genuine`. None where it was not finite, or not measured."""

    early: float | None
    end: float | None


@dataclass(frozen=True)
class Work:
    """What a student has done in a step.

    number: of the step, counted from 1. prediction: the number of an option, a number, or those of a sketch.
    experiments: what was trained. results: one for each of them, or none at all. settings: of open controls, where
    nothing is trained and the numbers of the step follow from its settings: pairs of a key and its text.
    """

    number: int
    prediction: Predicted = None
    answer: str = ""
    experiments: tuple[Experiment, ...] = ()
    results: tuple[Result, ...] = ()
    settings: Settings = ()

    def __post_init__(self) -> None:
        _expect(_is_whole(self.number) and 1 <= self.number <= MAX_STEPS, f"a step is {str(self.number)[:20]}")
        where = f"step {self.number}"
        _expect(_is_prediction(self.prediction), f"{where} has a prediction that is none")
        _expect(_is_text(self.answer, MAX_ANSWER), f"{where} has an answer that is no text")
        own = any(has_own_points(experiment) for experiment in self.experiments)
        _expect(not own, f"{where} has points of a reader's own, which a hand-in can't hold")
        _expect(len(self.results) in (0, len(self.experiments)), f"{where} has not one result for each network")
        _expect(_are_settings(self.settings), f"{where} has settings that are none")
        values = [value for result in self.results for value in (result.early, result.end)]
        _expect(all(value is None or _is_finite(value) for value in values), f"{where} has a result that is no number")


@dataclass(frozen=True)
class HandIn:
    """student: a name of the student's choice. lesson: its name in addresses. digest: of it, see `digest_of`."""

    student: str
    lesson: str
    digest: str
    steps: tuple[Work, ...]

    def __post_init__(self) -> None:
        _expect(checked_student(self.student) == self.student, "the student's name has spaces around it")
        for text in (self.lesson, self.digest):
            _expect(_is_text(text, MAX_NAME) and text != "", "the name or the digest of the lesson is no text")
        numbers = [work.number for work in self.steps]
        _expect(numbers == sorted(set(numbers)), "its steps are not in order")
        networks = sum(len(work.experiments) for work in self.steps)
        _expect(networks <= MAX_NETWORKS, f"it has {networks:,} networks, and {MAX_NETWORKS} are allowed")


def checked_student(name: Any) -> str:
    """Return the name without control characters and spaces around it. Raises HandInError for none or a long one."""
    _expect(_is_text(name, 10 * MAX_ANSWER), "the student's name is no text")
    name = "".join(letter if letter.isprintable() else " " for letter in name).strip()
    _expect(1 <= len(name) <= MAX_STUDENT, f"a name has 1 to {MAX_STUDENT} letters; got {len(name):,}")
    return name


def digest_of(lesson: Lesson) -> str:
    """Return what tells a lesson from all others and from its former versions. Notes for the teacher do not count."""
    values = asdict(lesson)
    values.pop("teacher")
    for step in values["steps"]:
        step.pop("line")
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:DIGEST_LETTERS]


def has_own_points(experiment: Experiment) -> bool:
    """Whether it holds points or corners that a reader has made. A truth table of two inputs is none."""
    edited: Sequence[Sequence[float]] = getattr(experiment.data, "edited", ())
    if not 0 < len(edited) <= MAX_TRUTH_TABLE:
        return rows_in(experiment) > 0
    return any(value not in (0, 1) for row in edited for value in row)


def _expect(holds: bool, problem: str) -> None:
    if not holds:
        raise HandInError(problem)


def _is_prediction(value: Any) -> bool:
    if isinstance(value, tuple):
        return len(value) <= MAX_PLACES and all(map(_is_finite, value))
    return value is None or _is_finite(value)


def _are_settings(value: Any) -> bool:
    """Whether they are pairs of short texts, each key once and in their order."""
    if not isinstance(value, tuple) or len(value) > MAX_SETTINGS:
        return False
    if not all(_is_text(each, MAX_NAME) for pair in value for each in pair):
        return False
    keys = [key for key, _ in value]
    return keys == sorted(set(keys))


def _is_text(value: Any, letters: int) -> bool:
    """Whether it is a text that UTF-8 can hold, as a browser needs it."""
    return isinstance(value, str) and len(value) <= letters and not any("\ud800" <= each <= "\udfff" for each in value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_finite(value: Any) -> bool:
    """Whether it is a number of a size that can be computed with."""
    return is_number(value) and abs(value) < 1e15 and isfinite(value)
