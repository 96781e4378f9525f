"""Places in the app where a reader can try the ideas of the timeline."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Place:
    label: str
    page: str = ""  # a folder of pages/ that app.py lists; "": a section of this page
    anchor: str = ""  # of a section of this page


# To link a new page of the app, add its place here and the key to the `places` of an event in events.py.
PLACES: dict[str, Place] = {
    "neuron": Place("A neuron and its model", anchor="neuron"),
    "formal": Place("Build with the formal neuron", anchor="formal"),
    "hebb": Place("Let neurons fire together", anchor="hebb"),
    "line": Place("Draw the line by hand", anchor="line"),
    "hidden": Place("Train a hidden layer on XOR", anchor="hidden"),
    "perceptron": Place("Train a perceptron", page="perceptron"),
    "fundamentals": Place("See how a network computes and learns", page="fundamentals"),
    "mnist": Place("Train a network on handwritten digits", page="mnist"),
    "overfitting": Place("Train networks on points in the plane", page="overfitting"),
    "imdb": Place("Train networks on film reviews", page="imdb"),
}


def show_place(name: str) -> None:
    """Show a link to the section or to the page."""
    place = PLACES[name]
    if place.page:
        st.page_link(f"pages/{place.page}/page.py", label=place.label)
    else:
        st.markdown(f":material/arrow_downward: [{place.label}](#{place.anchor})")
