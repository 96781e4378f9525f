"""The lessons: what each is about, how long it takes, and where it begins; and a place to paste one's own."""

from collections.abc import Mapping

import streamlit as st

from nnkit.lessons import Lesson, LessonError
from nnkit.lessons.blocks import MAX_LETTERS
from ui.lessons.active import forget_done, steps_done
from ui.lessons.library import FOLDER, library
from ui.lessons.own import keep_own, own_lesson, own_parameters
from ui.lessons.player import ENDED
from ui.links.address import LESSON, OWN, PARAMETER, STEP
from ui.numbers import counted
from ui.presenting import px
from ui.sections import APP

WIDTH, FIELD_HEIGHT = 540, 240  # px; two cards stand side by side on a laptop, three on a projector
EXAMPLE = "overfitting"  # the lesson that a teacher may take as a start
# As in the chapter. The lessons that a teacher has added come after these.
CHAPTER = (
    *("formal-neuron", "hebb", "perceptron", "hidden-layer", "activations", "backpropagation"),
    *("descent", "digits", "overfitting", "remedies", "words"),
)


def in_order(found: Mapping[str, Lesson | LessonError]) -> list[str]:
    return sorted(found, key=lambda name: (CHAPTER.index(name) if name in CHAPTER else len(CHAPTER), name))


def show_lesson(name: str, lesson: Lesson) -> None:
    first = lesson.steps[0]
    with st.container(border=True, width=px(WIDTH), gap="xsmall", key=f"lessons.{name}"):
        st.subheader(lesson.title, anchor=False)
        st.markdown(lesson.goal)
        st.page_link(
            f"pages/{first.page}/page.py",
            label=f"Begin: {counted(len(lesson.steps), 'step')}, {lesson.minutes} minutes",
            icon=":material/play_arrow:",
            query_params={PARAMETER: first.section, LESSON: name, STEP: "1", **own_parameters(name)},
        )
        show_progress(name, lesson)
        with st.expander("For the teacher", type="compact", key=f"lessons.{name}.teacher"):
            st.markdown(lesson.teacher)


def show_progress(name: str, lesson: Lesson) -> None:
    """Say how much of the lesson the reader has done, if anything."""
    count, asking = steps_done(name, lesson)
    if count:
        icon = ":material/check_circle:" if count == asking else ":material/pending:"
        st.caption(f"{icon} You have done {count} of {counted(asking, 'step')} that ask for something.")


def show_error(name: str, error: LessonError) -> None:
    with st.container(border=True, width=px(WIDTH), gap="xsmall"):
        st.text(f"{name}.md can't be used. {error}")


def offer_to_paste() -> None:
    """Take a lesson that a teacher has pasted. What is wrong in it is named as plain text: it can hold anything."""
    with st.expander("Paste a lesson of your own", icon=":material/content_paste:", key="lessons.paste", width=WIDTH):
        st.markdown(
            "A lesson is a text with a header and steps. docs/teaching.md of this app describes it. A pasted lesson is "
            "shown as plain text, without bold words, pictures and links. It stays in this session. Begin it and press "
            "“Copy link”: the link holds the whole lesson for your class."
        )
        example = FOLDER / f"{EXAMPLE}.md"
        if example.is_file():
            content, icon = example.read_text(encoding="utf-8"), ":material/download:"
            st.download_button("An example to change", content, example.name, key="lessons.example", icon=icon)
        with st.form("lessons.form", border=False):
            text = st.text_area("The lesson", key="lessons.text", max_chars=MAX_LETTERS, height=FIELD_HEIGHT)
            is_pasted = st.form_submit_button("Check the lesson", key="lessons.check")
        if is_pasted:
            _keep(str(text or ""))


def _keep(text: str) -> None:
    before = own_lesson()
    try:
        lesson = keep_own(text)
    except LessonError as error:
        st.text(f"This lesson can't be used. {error}")
        if before is not None:
            st.markdown("The lesson below is the one that you pasted before.")
        return
    if lesson != before:
        forget_done(OWN)
    st.markdown(
        "The lesson stands below. Go through it once: a step that names a control or a value that its section does not "
        "have says so at the end of its controls."
    )


def show_own_lesson() -> None:
    """Show the lesson that was pasted, and say so if no link can hold it."""
    lesson = own_lesson()
    if lesson is None:
        return
    show_lesson(OWN, lesson)
    if not own_parameters(OWN):
        st.markdown(
            "This lesson is too long for a link, so only you can open it, until you close this page. Ask for a place "
            "in the folder of lessons on the server."
        )


st.set_page_config(page_title=f"Lessons · {APP}")
lessons = library()
st.title("Lessons", anchor=False)
st.markdown(
    "A lesson leads you through the app in small steps. You predict what a network does, then you let it run, then you "
    "compare."
)
if isinstance(ended := lessons.get(st.session_state.pop(ENDED, "")), Lesson):
    with st.container(border=True, width=WIDTH):
        st.markdown(f":material/check_circle: You are through “{ended.title}”.")
st.page_link("pages/class_/page.py", label="For teachers: check the codes of a class", icon=":material/fact_check:")
with st.container(horizontal=True):
    for name in in_order(lessons):
        found = lessons[name]
        if isinstance(found, Lesson):
            show_lesson(name, found)
        else:
            show_error(name, found)
offer_to_paste()
show_own_lesson()
