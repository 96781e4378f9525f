"""Places in the app where a reader can try the ideas of the timeline."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Place:
    label: str
    page: str = "history"  # a folder of pages/ that app.py lists
    section: str = ""  # of that page; "": the one that the page opens with


# To link a new page of the app, add its place here and the key to the `places` of an event in events.py.
PLACES: dict[str, Place] = {
    "neuron": Place("A neuron and its model", section="neuron"),
    "formal": Place("Build with the formal neuron", section="formal"),
    "hebb": Place("Let neurons fire together", section="hebb"),
    "line": Place("Draw the line by hand", section="line"),
    "hidden": Place("Train a hidden layer on XOR", section="hidden"),
    "perceptron": Place("Train a perceptron", "perceptron"),
    "fundamentals": Place("See how a network computes and learns", "fundamentals"),
    "mnist": Place("Train a network on handwritten digits", "mnist"),
    "overfitting": Place("Train networks on points in the plane", "overfitting"),
    "imdb": Place("Train networks on film reviews", "imdb"),
}


def show_place(name: str) -> None:
    """Show a link to the section."""
    place = PLACES[name]
    address = {"section": place.section} if place.section else None
    st.page_link(
        f"pages/{place.page}/page.py", label=place.label, icon=":material/arrow_forward:", query_params=address
    )
