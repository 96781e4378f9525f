"""How a section is laid out: controls on the left, what they change on the right; on a phone, one below the other."""

from collections.abc import Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.window import figure_height, is_narrow
from ui.controls import BIND
from ui.controls.hints import place_hints

CONTROLS_WIDTH = 280  # px
BELOW_FIGURE = 60  # px by which the column of controls may be longer than a figure; a longer one scrolls by itself


def lay_out(question: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Show the question of a section; return the containers of its controls and of its results.

    question: one or two sentences, as Markdown. On a phone the results come between the question and the controls.
    """
    if is_narrow():
        st.markdown(question)
        results = st.container()
        controls = st.container()
        place_hints(st.container())
        return controls, results
    # It wraps on a phone, whose first drawing comes before the server knows the width of the window.
    row = st.container(horizontal=True, gap="medium")
    # Opening "More" must not push the figure out of sight, so this column scrolls on its own where it is too long.
    left = row.container(width=CONTROLS_WIDTH, height=figure_height() + BELOW_FIGURE, border=False)
    results = row.container()
    left.markdown(question)
    controls = left.container()
    place_hints(left.container())
    return controls, results


def more(keys: Iterable[str], label: str = "More") -> DeltaGenerator:
    """Return a container for controls that are rarely moved, closed unless the address sets one of them.

    keys: of the controls.
    """
    keys = tuple(keys)
    opened = f"{'.'.join(keys)}.opened"
    is_open = st.session_state.setdefault(opened, any(key in st.query_params for key in keys))
    return st.expander(label, expanded=is_open)


def choose_view(views: Sequence[str], key: str) -> str:
    """Return which of several views of one result the reader has chosen; the switch stands over the figure."""
    options = {"default": views[0], "required": True, "key": key, "label_visibility": "collapsed", **BIND}
    return st.segmented_control("View", views, **options)
