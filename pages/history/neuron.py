"""A nerve cell beside the formal neuron: what the model kept, and what it left out."""

import streamlit as st

from nnkit import figures as draw
from pages.history.bibliography import cite
from ui.charts import show_figure

# What, in the cell, in the model, references.
KEPT = (
    ("All or nothing", "an impulse has always the same size", "the output is 1 or 0", ("mcculloch",)),
    ("Many inputs", "thousands of synapses act on one cell together", "one count of all inputs", ("gerstner",)),
    ("A threshold", "too little arrives, and nothing happens", "below θ the output is 0", ("hodgkin", "mcculloch")),
    ("Two signs", "synapses excite or inhibit", "connections excite or inhibit", ("mcculloch",)),
)
LEFT_OUT = (
    (
        "When it fires",
        "whether an input comes some milliseconds before or after the cell's own spike decides how its synapse changes",
        "all neurons act in steps; within one, there is no before or after",
        ("markram",),
    ),
    (
        "Refractoriness",
        "after a spike, a cell cannot fire again for a short while",
        "it may fire at every step",
        ("hodgkin",),
    ),
    ("Voltage", "charge builds up and leaks away between spikes", "nothing is left from the last step", ("gerstner",)),
    (
        "Dendrites that compute",
        "branches work on their inputs by themselves; in human cells a single one was seen to answer as XOR does",
        "one sum over all inputs",
        ("london", "gidon"),
    ),
    (
        "Neuromodulation",
        "substances such as dopamine change how whole groups of cells respond",
        "nothing but its inputs acts on it",
        ("marder",),
    ),
    ("Noise", "the same input does not always have the same effect", "the same input, the same output", ("faisal",)),
    ("Plasticity", "synapses grow stronger by use", "connections stay as they were made", ("bliss",)),
)


def show_neurons() -> None:
    st.markdown(
        "Parts of one colour do the same work: what comes in, how much each input counts, adding up, deciding, and "
        "passing on. Point at a part to read what it does."
    )
    cell, model = st.columns(2, gap="large")
    with cell:
        st.markdown("**A nerve cell**")
        show_figure(draw.nerve_cell(), "history.cell")
    with model:
        st.markdown("**The formal neuron**")
        show_figure(draw.formal_neuron(), "history.model")
    for title, rows in (("What the model of 1943 kept", KEPT), ("What it left out", LEFT_OUT)):
        st.markdown(f"**{title}**")
        st.table(_table(rows), hide_index=True, border="horizontal", alt=title)


def _table(rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> list[dict[str, str]]:
    names = ("", "In the cell", "In the model", "Written where")
    return [dict(zip(names, (*row[:3], "; ".join(map(cite, row[3]))), strict=True)) for row in rows]
