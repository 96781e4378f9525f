"""Home: what the app is, a network that learns before the reader's eyes, and the ways in."""

import streamlit as st

from nnkit.lessons import Lesson
from pages.home.cards import show_cards
from pages.home.chapter import write_chapter
from pages.home.film import film_height, show_learning
from ui.components.window import as_figure
from ui.lessons.active import open_step
from ui.lessons.library import library
from ui.links.arrival import show_unknown
from ui.links.copy_link import offer_link
from ui.presenting import is_presenting, px

FIRST_LESSON = "digits"
BELOW_FILM = 24  # px


def offer_first_lesson() -> None:
    """Offer the lesson to begin with; a server without it offers the list of lessons."""
    lesson = library().get(FIRST_LESSON)
    label = f"Start here: {lesson.minutes} minutes" if isinstance(lesson, Lesson) else "Start here"
    if st.button(label, icon=":material/play_arrow:", key="home.first"):
        if isinstance(lesson, Lesson):
            open_step(FIRST_LESSON, lesson, 0)
        st.switch_page("pages/lessons/page.py")


def show_ways() -> None:
    """Show where to begin."""
    with st.container(horizontal=True):
        offer_first_lesson()
        if st.button("All pages in order", icon=":material/menu_book:", key="home.chapter"):
            st.switch_page("pages/history/page.py")
    with st.container(horizontal=True):
        offer_link()


def show_more() -> None:
    """Show the ways into the sections, and what else there is."""
    show_cards()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/lessons/page.py", label="Lessons: predict, let it run, compare", icon=":material/assignment:"
        )
        st.page_link("pages/glossary/page.py", label="Glossary: what the terms mean", icon=":material/dictionary:")
        st.download_button(
            "The chapter as a notebook",
            write_chapter,
            "chapter.ipynb",
            "application/x-ipynb+json",
            key="home.notebook",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help="All experiments of the chapter in plain Keras, one after another. You need Jupyter and Keras, and an "
            "internet connection for the digits and the reviews.",
        )
    st.markdown(  # short lines: the largest text is painted with the first words of the page, and not with its last
        "**For teachers**\n"
        "- The address of each section holds its settings. Copy the link, and your class opens the same section.\n"
        "- A lesson leads through several sections. One server is enough for thirty pupils.\n"
        "- “Present” shows a section on a projector, with larger type."
    )


st.set_page_config(page_title="Neural networks, explored")
show_unknown("home")
if is_presenting():  # the film fills the window
    words, film = st.container(), st.container()
else:
    words, film = st.columns([2, 3], gap="large", vertical_alignment="center")
with film:  # its room first, because the words stand in the middle of it
    place = st.container(height=as_figure(film_height()) + px(BELOW_FILM), border=False)
with words:
    st.title("Neural networks, explored")
    st.markdown(
        "Train real neural networks and see what happens inside them. You need no code, no account and no internet "
        "connection."
    )
    if not is_presenting():
        show_ways()
with place:
    show_learning()
if not is_presenting():
    show_more()
