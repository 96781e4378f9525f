"""Places in the app where a reader can try the ideas of the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st


@dataclass(frozen=True)
class Place:
    label: str
    page: str = ""  # a folder of pages/ that app.py lists; "": this page
    section: str = ""  # of that page
    settings: Mapping[str, str] = field(default_factory=dict)  # of the section, as its address writes them


# To link a new page of the app, add its place here and the key to the `places` of an event in events.py.
PLACES: dict[str, Place] = {
    "neuron": Place("Compare a nerve cell with its model", section="neuron"),
    "formal": Place("Build with the formal neuron", section="formal"),
    "hebb": Place("Let connections grow by Hebb's rule", section="hebb"),
    "line": Place("Move a line by hand", section="line"),
    "hidden": Place("Train a hidden layer on XOR", section="hidden"),
    "perceptron": Place("Train a perceptron", "perceptron"),
    "squared_error": Place(
        "Go downhill on the squared error of a linear neuron",
        "fundamentals",
        "descent",
        {"fundamentals_descent_loss": "linear"},
    ),
    "backpropagation": Place("Follow a gradient backward", "fundamentals", "backpropagation"),
    "approximation": Place("Approximate a curve with one hidden layer", "fundamentals", "approximation"),
    "fading": Place("See a gradient fade from layer to layer", "fundamentals", "initial"),
    "softmax": Place("Turn numbers into probabilities with softmax", "fundamentals", "softmax"),
    "mnist": Place("Train a network on handwritten digits", "mnist"),
    "overfitting": Place("Train networks on points in the plane", "overfitting"),
    "reviews_in_order": Place("See networks that read reviews without word order", "imdb"),
}


def show_place(name: str) -> None:
    """Show a link to the page, or to the section of this page or of another one."""
    place = PLACES[name]
    if place.page:
        address = {**({"section": place.section} if place.section else {}), **place.settings}
        icon = ":material/arrow_forward:"
        st.page_link(f"pages/{place.page}/page.py", label=place.label, icon=icon, query_params=address or None)
    else:  # an anchor: Streamlit would not write a page link's section into the address of the page that is open
        st.markdown(f":material/arrow_forward: [{place.label}](#{place.section})")
