"""How a section is laid out: controls on the left, what they change on the right; on a phone, one below the other."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.window import COLUMN, figure_height, is_narrow
from ui.controls.binding import bound, start_section
from ui.controls.rules import all_hidden
from ui.lessons.active import waits_for_prediction
from ui.lessons.player import is_in_lesson, keep_end, show_step, withhold_results
from ui.presenting import is_presenting, px
from ui.rail import finish_rail
from ui.stage import CONTROLS_WIDTH, folded, make_stage

# px that Streamlit does not keep free for what it loads later: a switch is drawn higher at first, a metric lower.
SWITCH_HEIGHT, METRIC_HEIGHT = 40, 80
WINDOW_HEIGHT = 900  # px; most phones have less
_OPENED, _ROOM = "layout.opened", "layout.room"  # in the session: the open section by its question, and an element
BELOW_FIGURE = 60  # px by which the column of controls may be longer than a figure; a longer one scrolls by itself


def lay_out(question: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Show the question of a section; return the containers of its controls and of its results.

    question: one or two sentences, as Markdown. On a phone the results come between the question and the controls.
    In a lesson, its step stands in the place of the question, and on a phone the controls follow it at once. Before the
    reader has committed to the step's prediction, the section ends here.
    """
    start_section()
    controls, results = _make_places(question)
    if waits_for_prediction():
        finish_rail()
    withhold_results(results)
    return controls, results


def place_details(results: DeltaGenerator) -> DeltaGenerator:
    """Return where texts, tables and formulas go: below the figure, but on a phone below the controls.

    So a phone has the controls right under the figure. Call it after `lay_out`.
    """
    return st.container() if is_narrow() else results


def _make_places(question: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    if is_presenting():
        return make_stage(question)
    if is_narrow():
        _show_question(question)
        if is_in_lesson():  # what the step asks to move stands beside its text
            controls, results = st.container(), st.container()
            keep_end(st.container())
            return controls, results
        results = st.container()
        _keep_controls_below(question)
        return st.container(), results
    # It wraps on a phone, whose first drawing comes before the server knows the width of the window.
    row = st.container(horizontal=True, gap="medium")
    # Opening "More" must not push the figure out of sight, so this column scrolls on its own where it is too long.
    controls = row.container(width=CONTROLS_WIDTH, height=figure_height() + BELOW_FIGURE, border=False, key=COLUMN)
    results = row.container()
    with controls:
        _show_question(question)
    return controls, results


def _show_question(question: str) -> None:
    if is_in_lesson():
        show_step()
    else:
        st.markdown(question)


def _keep_controls_below(question: str) -> None:
    """Keep the controls of a section that has just been opened below the window, until `finish_layout`.

    Otherwise a phone shows them first, and what comes above them later moves them out of sight.
    """
    st.session_state.pop(_ROOM, None)  # a script that was stopped has left it
    if st.session_state.get(_OPENED) != question:
        st.session_state[_OPENED] = question
        st.session_state[_ROOM] = room = st.empty()
        room.space(WINDOW_HEIGHT)


def finish_layout() -> None:
    """Let the controls move up to the results. Call it once the section is drawn."""
    if (room := st.session_state.pop(_ROOM, None)) is not None:
        room.empty()


def more(keys: Iterable[str], label: str = "More") -> DeltaGenerator:
    """Return a container for controls that are rarely moved, closed unless the address sets one of them.

    keys: of the controls. Where the step of a lesson hides all of them, nothing is to be seen of it.
    """
    keys = tuple(keys)
    if all_hidden(keys):
        return st.container()
    opened = f"{'.'.join(keys)}.opened"
    is_open = st.session_state.setdefault(opened, any(key in st.query_params for key in keys))
    return st.expander(label, expanded=is_open)


def switch_height() -> int | Literal["content"]:
    """Return the height of a container for switches: fixed, unless they may take several rows."""
    return "content" if is_narrow() else px(SWITCH_HEIGHT)


def switch_row(results: DeltaGenerator) -> DeltaGenerator:
    """Return a row for switches over the figure; in present mode, they are with the controls."""
    if is_presenting():
        return folded().container(horizontal=True)
    return results.container(horizontal=True, height=switch_height(), border=False)


def choose_view(views: Sequence[str], key: str) -> str:
    """Return which of several views of one result the reader has chosen; the switch stands over the figure."""
    options: dict[str, Any] = {"default": views[0], "required": True, "label_visibility": "collapsed"}
    if is_presenting():
        with folded():
            return bound(st.segmented_control, "View", views, key=key, **options)
    with st.container(height=switch_height(), width="content", border=False):
        return bound(st.segmented_control, "View", views, key=key, **options)
