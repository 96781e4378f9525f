"""The lessons: what each is about, how long it takes, and where it begins."""

import streamlit as st

from nnkit.lessons import Lesson, LessonError
from ui.lessons.library import library
from ui.links.address import LESSON, PARAMETER, STEP
from ui.presenting import px
from ui.sections import APP

WIDTH = 760  # px


def show_lesson(name: str, lesson: Lesson) -> None:
    first = lesson.steps[0]
    with st.container(border=True, width=px(WIDTH), gap="xsmall"):
        st.subheader(lesson.title, anchor=False)
        st.markdown(lesson.goal)
        st.page_link(
            f"pages/{first.page}/page.py",
            label=f"Begin: {len(lesson.steps)} steps, {lesson.minutes} minutes",
            icon=":material/play_arrow:",
            query_params={PARAMETER: first.section, LESSON: name, STEP: "1"},
        )
        with st.expander("For the teacher", type="compact", key=f"lessons.{name}.teacher"):
            st.markdown(lesson.teacher)


def show_error(name: str, error: LessonError) -> None:
    with st.container(border=True, width=px(WIDTH), gap="xsmall"):
        st.text(f"{name}.md can't be used. {error}")


st.set_page_config(page_title=f"Lessons · {APP}")
st.title("Lessons", anchor=False)
st.markdown(
    "A lesson leads you through the app in small steps. You predict what a network does, then you let it run, then you "
    "compare."
)
for name, found in library().items():
    if isinstance(found, Lesson):
        show_lesson(name, found)
    else:
        show_error(name, found)
st.page_link("pages/class_/page.py", label="For teachers: check the codes of a class", icon=":material/fact_check:")
