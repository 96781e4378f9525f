"""Exercises at the end of a section's controls: what to try, each with an answer that opens."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.controls.hints import show_hints
from ui.lessons.player import finish_step, is_in_lesson
from ui.rail import finish_rail
from ui.stage import place_of_step


class Exercise(NamedTuple):
    """Something to try with the controls of a section.

    task: one or two sentences that ask for a prediction, then for a look; Markdown. answer: two to four sentences with
    the reason. It is true whatever is set, or names the settings for which it is true.
    """

    task: str
    answer: str


class Exercises(NamedTuple):
    """The exercises of a section. section: its page and its name in the address, as in "overfitting.width"."""

    section: str
    exercises: tuple[Exercise, ...]


def try_this(exercises: Exercises, controls: DeltaGenerator) -> None:
    """End the controls with what they do and with exercises. Exercises are drawn, and sent, only once they are open.

    In a lesson, the step has taken the place of the exercises, and looks at what has been reached.
    """
    if is_in_lesson():
        with place_of_step(controls):
            finish_step()
    with controls:
        show_hints()
        if not is_in_lesson():
            _show(exercises)
    finish_rail()


@st.fragment  # to open it draws nothing else again
def _show(exercises: Exercises) -> None:
    key, count = f"{exercises.section}.try_this", len(exercises.exercises)
    place = st.expander(f"Try this ({count})", key=key, on_change="rerun")
    if place.open:
        with place:
            for number, exercise in enumerate(exercises.exercises, 1):
                st.markdown(f"**{number}.** {exercise.task}")
                with st.expander("Answer", type="compact", key=f"{key}.{number}"):
                    st.markdown(exercise.answer)
