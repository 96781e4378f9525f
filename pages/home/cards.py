"""Six ways in: a picture, what there is to do, and how long it takes."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui.components.window import is_narrow, is_tall

PICTURES = Path(__file__).parent / "pictures"
WIDTH, TALL_WIDTH = 168, 276  # px; six fit in a row of a laptop's window, and of a large one, and two on a phone
SHAPE = 216 / 360  # a picture's height as a share of its width


class Card(NamedTuple):
    """picture: a file of PICTURES, and alt: what it shows. page, section: where the card leads."""

    title: str
    question: str
    minutes: int
    picture: str
    alt: str
    page: str
    section: str


CARDS = (
    Card("Draw a digit", "Can a network read it?", 3, "digit.png", "Three handwritten digits", "mnist", "draw"),
    Card(
        "Teach one neuron",
        "How does it learn from an error?",
        5,
        "neuron.png",
        "Two groups of points with a straight boundary",
        "perceptron",
        "rule",
    ),
    Card(
        "Bend the line",
        "Why is one line not enough?",
        5,
        "xor.png",
        "Four points in two classes that no straight line separates, and a curved boundary that does",
        "history",
        "hidden",
    ),
    Card(
        "Follow a gradient",
        "How does a network find its weights?",
        8,
        "descent.png",
        "A path that leads to the lowest place of a map",
        "fundamentals",
        "descent",
    ),
    Card(
        "Learn too well",
        "When does more learning hurt?",
        10,
        "overfitting.png",
        "A boundary that winds around single points",
        "overfitting",
        "width",
    ),
    Card(
        "Fool a reader",
        "Which words change its answer?",
        5,
        "review.png",
        "A sentence in which some words are coloured",
        "imdb",
        "write",
    ),
)


def show_cards() -> None:
    width = TALL_WIDTH if is_tall() and not is_narrow() else WIDTH
    with st.container(horizontal=True, gap="small"):
        for card in CARDS:
            with st.container(width=width, gap="xxsmall"):
                with st.container(height=round(SHAPE * width), border=False):
                    st.image(str(PICTURES / card.picture), alt=card.alt)
                address = {"section": card.section}
                st.page_link(f"pages/{card.page}/page.py", label=f"**{card.title}**", query_params=address)
                st.markdown(f"{card.question} {card.minutes}\u00a0minutes.")
