"""A nerve cell compared with the formal neuron: what the model kept, and what it left out."""

from typing import NamedTuple

import streamlit as st

from nnkit import figures as draw
from nnkit.figures.history.neurons import PARTS
from pages.history.bibliography import cite
from pages.history.exercises import NEURON
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.glossary import term
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.try_this import try_this

_cell, _model = memoize_figure(draw.nerve_cell), memoize_figure(draw.formal_neuron)


class Comparison(NamedTuple):
    what: str
    cell: str
    model: str
    references: tuple[str, ...]  # keys of REFERENCES


KEPT = (
    Comparison("All or nothing", "an impulse always has the same size", "the output is 1 or 0", ("mcculloch",)),
    Comparison(
        "Many inputs",
        "thousands of synapses act on one cell together",
        "one count of all active inputs that excite",
        ("gerstner",),
    ),
    Comparison(
        "A threshold", "nothing happens if too little arrives", "below θ the output is 0", ("hodgkin", "mcculloch")
    ),
    Comparison("Two signs", "synapses excite or inhibit", "connections excite or inhibit", ("mcculloch",)),
)
LEFT_OUT = (
    Comparison(
        "When it fires",
        "whether an input comes some milliseconds before or after the cell's own spike decides how its synapse changes",
        "all neurons act in the same time steps; within a step there is no before or after",
        ("markram",),
    ),
    Comparison(
        "Refractoriness",
        "after a spike, a cell cannot fire again for a short while",
        "it can fire in every step",
        ("hodgkin",),
    ),
    Comparison(
        "Voltage",
        "charge builds up and leaks away between spikes",
        "nothing is kept from one step to the next",
        ("gerstner",),
    ),
    Comparison(
        "Dendrites that compute",
        "each branch processes its own inputs; in human cells, a single branch was observed to answer like XOR",
        "one count",
        ("london", "gidon"),
    ),
    Comparison(
        "Neuromodulation",
        "substances such as dopamine change how whole groups of cells respond",
        "only its inputs affect it",
        ("marder",),
    ),
    Comparison(
        "Noise",
        "the same input does not always have the same effect",
        "the same input always has the same output",
        ("faisal",),
    ),
    Comparison("Plasticity", "synapses grow stronger with use", "connections do not change", ("bliss",)),
)

KEPT_TITLE, LEFT_OUT_TITLE = "What the basic neuron of 1943 keeps", "What it leaves out"
TABLES = {KEPT_TITLE: KEPT, LEFT_OUT_TITLE: LEFT_OUT}


@st.fragment
def show_neurons() -> None:
    controls, results = lay_out(
        "The formal neuron of 1943 is a model of a nerve cell. What does it keep, and what does it leave out?"
    )
    with controls:
        st.markdown("Parts with the same colour do the same work. Point at a part to read what it does.")
        st.markdown(
            "In the model of 1943, all synapses that excite count the same. An input counts more than another one only "
            f"if it has more synapses. {term('weight', 'Weights')} that are learned came later, with the perceptron "
            f"({cite('rosenblatt')})."
        )
        with st.expander("The parts in words"):  # what one reads by pointing: not every screen has a pointer
            _describe_parts()
    with results:
        _show_drawings()
        title = choose_view(list(TABLES), "history_neuron_table")
        st.table(_table(TABLES[title]), hide_index=True, border="horizontal", alt=title)
        if title == LEFT_OUT_TITLE:
            _tell_what_the_paper_adds()
    try_this(NEURON, controls)


def _tell_what_the_paper_adds() -> None:
    st.markdown(
        f"The paper itself goes beyond its basic neuron ({cite('mcculloch')}). It describes a threshold that rises "
        "after firing, which it calls extinction (theorem 5). It also describes inputs that add up over time (theorem "
        "6) and synapses that begin to work with use (theorem 7). It shows that nets of basic neurons can do the same. "
        "The authors call this a formal equivalence and not a factual explanation."
    )


def _describe_parts() -> None:
    for part in PARTS.values():
        st.markdown(
            f"**{part.cell.capitalize()}**: {part.cell_description}. In the model, **{part.model}**: "
            f"{part.model_description}."
        )


def _show_drawings() -> None:
    height = figure_height() // 2  # the table below is in sight too
    cell, model = st.columns(2, gap="medium")
    with cell:
        st.markdown("**A nerve cell**")
        show_figure(_cell(height), "history.cell")
    with model:
        st.markdown("**The formal neuron**")
        show_figure(_model(height), "history.model")


def _table(rows: tuple[Comparison, ...]) -> list[dict[str, str]]:
    """Return a row for each comparison, in only two columns so that they fit on a phone."""
    return [
        {
            "In the cell": f"**{row.what}**: {row.cell} ({'; '.join(map(cite, row.references))})",
            "In the model": row.model,
        }
        for row in rows
    ]
