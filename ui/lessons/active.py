"""The lesson and the step that the address names, and what the reader has done in them."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from nnkit.lessons import Lesson, LessonError, Step
from ui.controls.rules import RULES, StepRules
from ui.lessons.library import library
from ui.lessons.own import own_lesson, own_parameters
from ui.links.address import LESSON, LESSON_TEXT, OWN, PARAMETER, STEP
from ui.presenting import keep_presenting

ACTIVE, DONE = "lessons.active", "lessons.done"  # in the session


@dataclass(frozen=True)
class Active:
    """name: of the lesson in addresses. number: of the step, counted from 0."""

    name: str
    lesson: Lesson
    number: int

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.number]


@dataclass
class Done:
    """What a reader has done in a step.

    prediction: the number of an option, a number, or a tuple of numbers; None before the reader has committed to one.
    start: the experiments with which the step began. outcome: what was measured of them, in the form of the prediction.
    answer: to the question. draft: of an answer that is not compared with the worked one yet. is_reached: the goal.
    trained: the experiments to hand in. settings: those to hand in where nothing is trained, by the keys of controls.
    """

    prediction: Any = None
    start: Any = None
    outcome: Any = None
    answer: str | None = None
    draft: str = ""
    is_reached: bool = False
    trained: tuple[Any, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


@dataclass
class Book:
    """What the reader has done, by lesson and step.

    heard: whether the browser has told what its storage holds from before.
    """

    pages: dict[tuple[str, int], Done] = field(default_factory=dict)
    heard: bool = False

    def page(self, name: str, number: int) -> Done:
        """Return what the reader has done in a step, counted from 0, of a lesson."""
        return self.pages.setdefault((name, number), Done())


def book() -> Book:
    """Return that of this session."""
    found: Book = st.session_state.setdefault(DONE, Book())
    return found


def follow_address(page: str) -> None:
    """Open the step that the address names, on whatever page it is. Call it before the page is drawn.

    page: the page's name in its address.
    """
    name = st.query_params.get(LESSON, "")
    lesson = find_lesson(name)
    if not isinstance(lesson, Lesson):
        _close()
        return
    number = _number(st.query_params.get(STEP, "1"), len(lesson.steps))
    step, is_first_visit = lesson.steps[number], ACTIVE not in st.session_state
    if (page, st.query_params.get(PARAMETER)) != (step.page, step.section):
        open_step(name, lesson, number)
    before: Active | None = st.session_state.get(ACTIVE)
    if before is None or (before.name, before.number, before.step) != (name, number, step):
        st.session_state[ACTIVE] = Active(name, lesson, number)
        respects_address = is_first_visit and step.prediction is None
        rules = StepRules(dict(step.settings), dict(step.rules), step.others, respects_address, name != OWN)
        st.session_state[RULES] = rules


def find_lesson(name: str) -> Lesson | LessonError | None:
    """Return the lesson of a name in addresses, what is wrong in its file, or None without such a lesson."""
    return own_lesson() if name == OWN else library().get(name)


def open_step(name: str, lesson: Lesson, number: int) -> None:
    """Go to a step, and end this run of the script."""
    step = lesson.steps[number]
    address = {PARAMETER: step.section, LESSON: name, STEP: str(number + 1), **own_parameters(name)}
    st.switch_page(f"pages/{step.page}/page.py", query_params=keep_presenting(address))


def _number(text: str, steps: int) -> int:
    """Return the number of a step, from 0 to steps - 1, of the text in an address, which counts from 1."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return max(0, min(number - 1, steps - 1))


def active() -> Active | None:
    """Return the step that is open; None outside lessons."""
    found: Active | None = st.session_state.get(ACTIVE)
    return found


def done() -> Done:
    """Return what the reader has done in the open step."""
    where = active()
    return done_in(where.name, where.number) if where else done_in("", 0)


def done_in(name: str, number: int) -> Done:
    """Return what the reader has done in a step, counted from 0, of a lesson."""
    return book().page(name, number)


def steps_done(name: str, lesson: Lesson) -> tuple[int, int]:
    """Return in how many steps of a lesson the reader has done all that is asked, and how many ask for something."""
    asking = [(number, step) for number, step in enumerate(lesson.steps) if step.asks]
    states = [book().pages.get((name, number), Done()) for number, _ in asking]
    return sum(_is_done(step, state) for (_, step), state in zip(asking, states, strict=True)), len(asking)


def _is_done(step: Step, state: Done) -> bool:
    return (
        (step.prediction is None or state.prediction is not None)
        and (step.goal is None or state.is_reached)
        and (step.question is None or state.answer is not None)
    )


def waits_for_prediction() -> bool:
    """Whether the open step hides its results until the reader has predicted them."""
    where = active()
    return where is not None and where.step.prediction is not None and done().prediction is None


def forget_done(name: str) -> None:
    """Forget what the reader has done in a lesson, which now is another one."""
    book().pages = {place: done for place, done in book().pages.items() if place[0] != name}


def leave_lesson() -> None:
    """End the lesson at the next drawing of the page. What the reader has done in it is kept."""
    _close()
    for name in (LESSON, STEP, LESSON_TEXT):
        if name in st.query_params:
            del st.query_params[name]


def _close() -> None:
    st.session_state[ACTIVE] = None
    st.session_state[RULES] = None
