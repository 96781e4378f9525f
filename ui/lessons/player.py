"""The step of a lesson in the left column of its section: where the reader is, what to do, and what came of it."""

from contextlib import nullcontext
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from nnkit.lessons import Goal, Question, Step, Table, is_reached
from ui.components.into_view import bring_into_view
from ui.components.window import is_narrow
from ui.controls.binding import shown
from ui.controls.rules import current_rules
from ui.lessons.active import Active, Done, active, done, leave_lesson, open_step, waits_for_prediction
from ui.lessons.comparison import outcome_of, show_comparison
from ui.lessons.hand_in import note_work, offer_hand_in
from ui.lessons.measured import forget_measured, measured
from ui.lessons.numbers import condition_text, written
from ui.lessons.prediction import COMMITTED, ask_prediction
from ui.presenting import is_presenting, px

ENDED = "lessons.ended"  # in the session: the lesson that the reader has just gone through
END = "lessons.end"  # in the session: the container below the results of a phone, while the step is drawn
FEEDBACK = "lessons.feedback"  # in the session: the container under the text of the step, while it is drawn
MAX_ANSWER, ANSWER_HEIGHT = 1_000, 110  # letters, px
COMPARISON_HEIGHT = 200  # px


def is_in_lesson() -> bool:
    return active() is not None


def show_step() -> None:
    """Show where the reader is in the lesson, the step's text, and the place for what comes of it."""
    where = active()
    if where is None:
        return
    forget_measured()
    with st.container(gap="small"):
        _show_place(where)
        st.markdown(f"**{where.step.title}**")
        st.markdown(where.step.text)
        st.session_state[FEEDBACK] = st.container(gap="small")


def _show_place(where: Active) -> None:
    """Show the name of the lesson, which step this is, and the buttons to those before and after it."""
    steps = len(where.lesson.steps)
    st.markdown(f":small[:material/assignment: **{where.lesson.title}** · step {where.number + 1} of {steps}]")
    offer_steps("lessons")
    if where.number == steps - 1:
        st.caption("Hand in your work at the end of this step, if your teacher asks for it.")


def offer_steps(part: str) -> None:
    """Show the buttons to the steps before and after the open one. part: with which their keys begin."""
    where = active()
    if where is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        is_first, last = where.number == 0, where.number == len(where.lesson.steps) - 1
        back = st.button("Back", icon=":material/chevron_left:", key=f"{part}.back", type="tertiary", disabled=is_first)
        name, icon = ("End", ":material/check:") if last else ("Next", ":material/chevron_right:")
        ahead = st.button(name, icon=icon, icon_position="right", key=f"{part}.next", type="tertiary")
    if back:
        open_step(where.name, where.lesson, where.number - 1)
    if ahead and last:
        leave_lesson()
        st.session_state[ENDED] = where.name
        st.switch_page("pages/lessons/page.py", query_params={})  # without them, it refuses to leave bound controls
    if ahead:
        open_step(where.name, where.lesson, where.number + 1)


def keep_end(place: DeltaGenerator) -> None:
    """Have the question of the step and the hand-in stand in this container, and not below the controls."""
    st.session_state[END] = place


def withhold_results(results: DeltaGenerator) -> None:
    """Ask for the step's prediction in the place of the results, and end the section here, until there is one."""
    where = active()
    if where is None or where.step.prediction is None or not waits_for_prediction():
        return
    with results:
        ask_prediction(f"{where.name}.{where.number}", where.step.prediction)
    raise StopException  # not st.stop, after which Streamlit draws nothing more of the page


def finish_step() -> None:
    """Show what came of the step: prediction and outcome, the goal, the question. Call it at the end of a section."""
    where, place = active(), st.session_state.pop(FEEDBACK, None)
    if where is None or place is None:
        return
    subject, table = measured()
    with place:
        is_known = _compare(where.step, subject, table)
        if where.step.goal is not None:
            _show_goal(where.step.goal, table)
        note_work(where.step, done(), subject, table)
        if where.step.explanation and (is_known or done().is_reached):
            st.markdown(where.step.explanation)
    end: DeltaGenerator | None = st.session_state.pop(END, None)
    with end if end is not None else nullcontext():  # else below the controls, which a goal asks to move
        if where.step.question is not None:
            _ask(where, where.step.question)
        offer_hand_in(where)
    if shown().complete and (subject is None or table is not None):  # else controls may follow with the result
        _show_problems()


def _compare(step: Step, subject: object, table: Table | None) -> bool:
    """Show the prediction beside the outcome of the step's own settings. Return whether this outcome is known."""
    if step.prediction is None:
        return False
    state = done()
    if state.start is None:
        state.start = subject
    if state.outcome is None and table is not None and subject == state.start:
        state.outcome = outcome_of(step.prediction, table)
    if is_narrow() or is_presenting():
        _bring_comparison_into_view(state.outcome is not None)
    show_comparison(step.prediction, state.prediction, state.outcome)
    return state.outcome is not None


def _bring_comparison_into_view(is_known: bool) -> None:
    """Scroll to the comparison of the prediction that was just made, and once more when its outcome is known."""
    where = active()
    is_new = where is not None and st.session_state.get(COMMITTED) == f"{where.name}.{where.number}"
    subject = f"{st.session_state[COMMITTED]}.{'known' if is_known else 'awaited'}" if is_new else ""
    # Beside figures, the page moves as little as possible: they would go out of sight.
    bring_into_view(subject, "lessons.comparison", None if is_narrow() else px(COMPARISON_HEIGHT))


def _show_goal(goal: Goal, table: Table | None) -> None:
    """Show the goal, what the networks on screen have of it, and whether it was reached."""
    state, now_reached = done(), table is not None and is_reached(goal.conditions, table)
    if now_reached and not state.is_reached:
        state.is_reached = True
        st.rerun()  # the whole page, so that the browser stores it
    st.markdown(f":material/flag: **Your goal.** {goal.text}")
    lines = []
    for condition in goal.conditions:
        line = f"- {condition_text(condition)}"
        if table is not None:
            values = [condition.outcome.value(Table(table.rows, (final,))) for final in table.finals]
            now = [written(condition.outcome.column, value) for value in values]
            line += f": now {now[0]}" if len(now) == 1 else ""
        lines.append(line)
    st.markdown("\n".join(lines))
    if state.is_reached:
        missed = table is not None and not now_reached
        words = (
            "You have reached the goal with other settings. These miss it." if missed else "You have reached the goal."
        )
        st.success(words, icon=":material/check_circle:")


def _ask(where: Active, question: Question) -> None:
    """Ask the question. Its worked answer opens once the reader has written one."""
    state, key = done(), f"lessons.{where.name}.{where.number}.answer"
    st.markdown(f":material/help: **Question.** {question.text}")
    if state.answer is None:
        with st.container():  # in a column that scrolls, the field alone would shrink to nothing
            options: dict[str, Any] = {"max_chars": MAX_ANSWER, "height": px(ANSWER_HEIGHT)}
            text = st.text_area(
                "Your answer", state.draft, key=key, on_change=_keep_draft, args=(state, key), **options
            )
        if st.button("Compare with the worked answer", key=f"{key}.show", width="stretch"):
            if text.strip():
                state.answer = text.strip()
                st.rerun()
            st.caption("Write your own answer first.")
        return
    st.markdown("**Your answer**")
    st.text(state.answer)
    separated = "\n\n" if question.answer.startswith("- ") else " "  # else a list would not begin as one
    st.markdown(f"**Worked answer.**{separated}{question.answer}")


def _keep_draft(state: Done, key: str) -> None:
    """Keep what the reader has written, also if the next press leads to another step."""
    state.draft = str(st.session_state.get(key) or "")[:MAX_ANSWER]


def _show_problems() -> None:
    """Tell the author of the lesson what of this step the section does not understand."""
    rules = current_rules()
    if rules is None:
        return
    found = [f"{key} (no control here has this name)" for key in rules.unknown()]
    found += [f"{key} (it can't have this value)" for key in sorted(rules.wrong)]
    if found:
        st.container(border=True).text(f"This section does not understand all of the step: {', '.join(found)}.")
