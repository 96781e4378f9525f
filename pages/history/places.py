"""Places in the app where a reader can try the ideas of the timeline."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Place:
    label: str
    page: str = ""  # a folder of pages/ that app.py lists; "": a section of this page
    section: str = ""  # of this page


# To link a new page of the app, add its place here and the key to the `places` of an event in events.py.
PLACES: dict[str, Place] = {
    "neuron": Place("A neuron and its model", section="neuron"),
    "formal": Place("Build with the formal neuron", section="formal"),
    "hebb": Place("Let neurons fire together", section="hebb"),
    "line": Place("Draw the line by hand", section="line"),
    "hidden": Place("Train a hidden layer on XOR", section="hidden"),
    "perceptron": Place("Train a perceptron", page="perceptron"),
    "fundamentals": Place("See how a network computes and learns", page="fundamentals"),
    "mnist": Place("Train a network on handwritten digits", page="mnist"),
    "overfitting": Place("Train networks on points in the plane", page="overfitting"),
    "imdb": Place("Train networks on film reviews", page="imdb"),
}


def show_place(name: str) -> None:
    """Show a link to the page or to the section."""
    place = PLACES[name]
    if place.page:
        st.page_link(f"pages/{place.page}/page.py", label=place.label, icon=":material/arrow_forward:")
    else:  # an anchor: Streamlit would not write a page link's section into the address of the page that is open
        st.markdown(f":material/arrow_forward: [{place.label}](#{place.section})")
