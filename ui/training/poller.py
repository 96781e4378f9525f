"""Drawing something again by itself while work goes on elsewhere: the one way in which pages poll."""

from collections.abc import Callable

import streamlit as st

from ui.components.clock import tick
from ui.controls.binding import shown


def poll(key: str, show: Callable[[], None], is_over: Callable[[], bool], redraw: str) -> None:
    """Draw `show` again every moment until `is_over`; then draw `redraw`: the key of a fragment, or "app"."""

    def look() -> None:
        if is_over():
            st.rerun(redraw)  # only that is drawn again: the rest of the page stays, and so do clicks on it

    shown().complete = False  # what is drawn in the end may have controls of its own
    _draw_again(show, lambda: tick(f"{key}.tick", look))


def draw_in_place(show: Callable[[], None]) -> None:
    """Draw `show` once, where `poll` draws it: what is the same in both keeps its place and its plot."""
    with st.container():  # a fragment has one, too
        _draw(show, lambda: None)


@st.fragment
def _draw_again(show: Callable[[], None], show_clock: Callable[[], None]) -> None:
    _draw(show, show_clock)


def _draw(show: Callable[[], None], show_clock: Callable[[], None]) -> None:
    with st.container(gap=None):  # the clock takes no room
        with st.container():
            show()
        show_clock()
