"""How a presented section is laid out: its controls folded on the right, or open on the left of its results."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.window import BESIDE_FIGURE, COLUMN, as_figure, figure_height
from ui.lessons.player import is_in_lesson, show_step
from ui.presenting import HAS_COLUMN, is_presenting, px
from ui.rail import CONTROLS, needs_rail, rail_width, show_rail

CONTROLS_WIDTH = 280  # px
MIN_WIDTH = 300  # px of a small window, for controls with large type
_STEP, _CONTROLS = "stage.step", "stage.controls"  # in the session: containers of the section


def make_stage(question: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Make the places of a presented section; return the containers of its controls and of its results.

    A lesson's step stands on the left whether the controls are open or not.
    """
    in_lesson = is_in_lesson()
    row = st.container(horizontal=True, wrap=False, gap="xsmall")
    st.session_state[HAS_COLUMN] = in_lesson or bool(st.session_state.get(CONTROLS))
    column = _make_column(row) if st.session_state[HAS_COLUMN] else None
    middle = row.container(gap="small")
    rail = row.container(width=rail_width(), gap="small") if needs_rail() else None
    if rail is not None:
        with rail:
            show_rail()
    st.session_state[_STEP] = None
    if in_lesson and column is not None:
        with column:
            show_step()
        st.session_state[_STEP] = column.container()
    else:
        middle.markdown(question)
    place = next(each for each in (column, rail, middle) if each is not None)
    st.session_state[_CONTROLS] = place.expander("Controls", key=CONTROLS, on_change="rerun")
    return folded(), middle.container()


def _make_column(row: DeltaGenerator) -> DeltaGenerator:
    """Make the column on the left. It scrolls by itself, so that the figure stays in sight."""
    height = as_figure(figure_height()) + px(BESIDE_FIGURE)
    width = max(as_figure(CONTROLS_WIDTH), MIN_WIDTH)
    return row.container(width=width, height=height, border=False, gap="small", key=COLUMN)


def folded() -> DeltaGenerator:
    """Return the container of the controls of the presented section."""
    found: DeltaGenerator = st.session_state[_CONTROLS]
    return found


def place_of_step(controls: DeltaGenerator) -> DeltaGenerator:
    """Return where what came of a lesson's step is shown: never with controls that are folded."""
    found: DeltaGenerator | None = st.session_state.get(_STEP) if is_presenting() else None
    return found or controls
