"""The hand-in of a lesson: what the reader has trained in its steps, and the code at its end."""

from collections.abc import Hashable, Sequence

import streamlit as st

from nnkit import Experiment
from nnkit.jobs import default_queue
from nnkit.lessons import (
    HandIn,
    HandInError,
    Result,
    Step,
    Table,
    Work,
    checked_student,
    digest_of,
    encode,
    has_own_points,
    is_reached,
    result_of,
)
from nnkit.lessons.handin import MAX_NETWORKS, MAX_SETTINGS, MAX_STUDENT
from nnkit.lessons.lesson import Settings
from ui.components.into_view import bring_into_view
from ui.controls.binding import current_texts, shown
from ui.lessons.active import Active, Done, done_in
from ui.lessons.computed import is_computed
from ui.numbers import counted

CODE_HEIGHT, WORDS_HEIGHT = 160, 80  # px


def note_work(step: Step, state: Done, subject: Hashable, table: Table | None) -> None:
    """Note the networks on screen if they are those to hand in.

    These are the networks that reach the goal, else those of the step's own settings if it has a prediction, else the
    last ones. Of a section that trains nothing, note the settings that reach the goal. subject: the settings of the
    section, as `measured` returns it.
    """
    if table is None:
        return
    if is_computed(step):
        if step.goal is not None and (is_reached(step.goal.conditions, table) or not state.is_reached):
            state.settings = moved_texts(step)
        return
    if not isinstance(subject, tuple) or not all(isinstance(each, Experiment) for each in subject):
        return
    if step.goal is not None:
        if is_reached(step.goal.conditions, table) or not state.is_reached:
            state.trained = subject
    elif step.prediction is None or subject == state.start:
        state.trained = subject


def moved_texts(step: Step) -> Settings:
    """Return the texts of the open controls that the reader has moved away from what the step begins with."""
    controls, begins = shown().controls, dict(step.settings)
    moved = []
    for key, texts in sorted(current_texts().items()):
        text = ", ".join(texts)
        if step.rule_of(key) == "open" and text != begins.get(key, ", ".join(controls[key].default)):
            moved.append((key, text))
    return tuple(moved[:MAX_SETTINGS])


def offer_hand_in(where: Active) -> None:
    """Offer the code of the lesson at its last step."""
    if where.number < len(where.lesson.steps) - 1:
        return
    key = f"lessons.{where.name}.hand_in"
    with st.expander("Hand in", icon=":material/outbox:", key=key):
        st.markdown("A code holds your predictions, your answers and your results. Give it to your teacher.")
        name = st.text_input("A name of your choice", key=f"{key}.name", max_chars=MAX_STUDENT)
        if st.button("Make the code", key=f"{key}.make", width="stretch"):
            st.session_state[f"{key}.code"] = _code_of(where, name)
        if made := st.session_state.get(f"{key}.code"):
            code, words = made
            bring_into_view(f"{key}.{code}" if code else "", f"{key}.into_view", CODE_HEIGHT + WORDS_HEIGHT)
            if code:
                st.code(code, language=None, wrap_lines=True, height=CODE_HEIGHT)
            st.caption(words)


def _code_of(where: Active, name: str) -> tuple[str, str]:
    """Return the code, and what is to be said about it; no code if there is no name or nothing to hand in."""
    works, left_out = _works(where)
    if not works:
        return "", "You have done nothing yet that can be handed in."
    try:
        student = checked_student(name)
        code, held = encode(HandIn(student, where.name, digest_of(where.lesson), tuple(works)))
    except HandInError as error:
        text = str(error)
        return "", f"{text[:1].upper()}{text[1:]}."
    words = f"This code holds {counted(len(works), 'step')}. If you change something, make it again."
    words += _said_of_empty(where, works)
    if any(len(each.answer) < len(work.answer) for each, work in zip(held.steps, works, strict=True)):
        words += f" Long answers are cut to {max(len(each.answer) for each in held.steps)} letters."
    pairs = zip(held.steps, works, strict=True)
    left_out += [each.number for each, work in pairs if each.experiments != work.experiments]
    if left_out:
        words += f" It has no room for the networks of step {', '.join(map(str, sorted(left_out)))}."
    return code, words


def _said_of_empty(where: Active, works: Sequence[Work]) -> str:
    """Name the steps that ask for something, and in which nothing was done."""
    there = {work.number for work in works}
    steps = enumerate(where.lesson.steps, 1)
    empty = [str(number) for number, step in steps if step.asks and number not in there]
    if not empty:
        return ""
    return f" Nothing is done yet in {'step' if len(empty) == 1 else 'steps'} {', '.join(empty)}."


def _works(where: Active) -> tuple[list[Work], list[int]]:
    """Return what was done in each step where something was done, and the numbers of the steps without room."""
    works, left_out, networks = [], [], 0
    for number in range(1, len(where.lesson.steps) + 1):
        state = done_in(where.name, number - 1)
        trained: Sequence[Experiment] = state.trained
        networks += len(trained)
        if networks > MAX_NETWORKS or any(map(has_own_points, trained)):
            networks -= len(trained)
            left_out.append(number)
            trained = ()
        results = _results_of(trained)
        work = Work(number, state.prediction, state.answer or "", tuple(trained), results, state.settings)
        if work != Work(number):
            works.append(work)
    return works, left_out


def _results_of(experiments: Sequence[Experiment]) -> tuple[Result, ...]:
    """Return the result of each, or none at all if the values of one are gone."""
    runs = [default_queue().find(each) for each in experiments]
    return tuple(result_of(run) for run in runs if run is not None) if None not in runs else ()
