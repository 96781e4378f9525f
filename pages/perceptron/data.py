"""The points to learn from: a truth table or drawn clouds, as the reader has edited them."""

import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, LIMITS, Samples, draw_clouds, draw_overlapping
from ui.controls import bound, choose_name, choose_seed, choose_value
from ui.controls.rules import in_step
from ui.glossary import term
from ui.invalid_input import show_invalid_input
from ui.lessons.computed.perceptron import CLOUDS, MARGIN, NOISE, OVERLAPPING, POINTS, PRESET
from ui.numbers import plain
from ui.points import edit_points

SOURCES = {
    "AND": "AND: 1 only where both inputs are 1",
    "OR": "OR: 1 where at least one input is 1",
    "NAND": "NAND: the opposite of AND",
    "XOR": "XOR: 1 where the inputs differ",
    CLOUDS: "Separable clouds: two clouds with an empty strip between them",
    OVERLAPPING: "Overlapping clouds: two round clouds that overlap",
}
FIRST = "perceptron.first_samples"  # in the session: the points at the first drawing of any section


def choose_source() -> str:
    return choose_name("Points", SOURCES, PRESET, "perceptron_source", "The points that the perceptron learns from.")


def choose_samples(source: str) -> Samples:
    """Show the controls of drawn points, and a table in which the reader can edit any points."""
    samples = _edited(GATES[source] if source in GATES else _drawn(source))
    st.session_state["perceptron.samples"] = samples
    st.session_state.setdefault(FIRST, samples)
    return samples


def came_with_page(samples: Samples) -> bool:
    """Whether the page opened with these points, its own or those of the address: the reader has not chosen them."""
    return bool(samples == st.session_state[FIRST])


def points_of(samples: Samples) -> draw.Points:
    return draw.Points(samples.points, samples.labels)


def _drawn(source: str) -> Samples:
    count = choose_value("Number of points", POINTS, 20, "perceptron_points", "Each class has half of the points.")
    if source == CLOUDS:
        margin = bound(
            st.slider,
            "Width of the empty strip",
            *LIMITS["margin"],
            MARGIN,
            step=0.02,
            key="perceptron_margin",
            help="The narrower the strip between the classes, the longer the perceptron may need to find a line.",
        )
    if source == OVERLAPPING:
        noise = bound(
            st.slider,
            "Noise",
            *LIMITS["noise"],
            NOISE,
            step=0.05,
            key="perceptron_noise",
            help=f"The {term('standard deviation')} of each cloud. With little noise, a line may still separate "
            "the clouds.",
        )
    seed = choose_seed(
        0, "perceptron_data_seed", "Another seed draws other points of the same kind.", "Seed of the points"
    )
    return draw_clouds(count, margin, seed) if source == CLOUDS else draw_overlapping(count, noise, seed)


def _edited(samples: Samples) -> Samples:
    """Return the samples as the reader has edited them; the last valid ones if they are not valid.

    In the step of a lesson, the points are those of its controls.
    """
    if in_step():
        return samples
    expander = st.expander("Edit the points", key="perceptron.edit", on_change="rerun")
    with expander:
        if expander.open:
            _explain_table()
        table = edit_points(
            samples.rows, "perceptron", hash(samples), 220, int(LIMITS["rows"][1]), is_open=bool(expander.open)
        )
    if table is None:
        return samples
    try:
        edited = Samples(table.rows())
    except ValueError as error:
        show_invalid_input("These points", error)
        return st.session_state["perceptron.samples"]
    st.caption(f"{len(edited.rows)} points, edited by you.")
    return edited


def _explain_table() -> None:
    low, high = LIMITS["coordinate"]
    st.caption(
        "Change a number, add a row at the end, or select rows and delete them. Coordinates can go from "
        f"{plain(low)} to {plain(high)} and are rounded to three decimals. The table can have {LIMITS['rows'][1]} rows."
    )
