"""The right edge of a presented page: the address as a QR code, where one is, and the buttons that lead on and out."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ui.components.projector import enlarge
from ui.components.window import as_figure
from ui.lessons.active import active, leave_lesson
from ui.links.address import PARAMETER
from ui.links.copy_link import offer_link, show_small_code
from ui.links.place import Place, current_place
from ui.presenting import HAS_COLUMN, is_presenting, keep_presenting, px, stop_presenting

WIDTH = 112  # px of usual type
CONTROLS = "present.controls"  # the key of the part that holds a section's controls
PAGES = ("", "history", "perceptron", "fundamentals", "mnist", "overfitting", "imdb")  # in the order of the menu
KEYS = {
    "ArrowLeft": ("lessons.back", "present.previous"),
    "ArrowRight": ("lessons.next", "present.next"),
    "c": (CONTROLS,),
    "l": ("link.open",),
    "Escape": ("present.end",),
}
CODE, STAGED = "present.code", "present.staged"  # in the session: the place of the code; whether the page has a rail


@contextmanager
def stage(page: str) -> Iterator[None]:
    """Draw the page in this context, in present mode with the rail at its right.

    page: its name in its address. Pages of sections draw the rail themselves: what it shows follows their controls.
    """
    st.session_state.pop(CODE, None)  # left by a run that was ended before it had drawn the code
    st.session_state[HAS_COLUMN] = False
    st.session_state[STAGED] = is_presenting() and page not in PAGES[1:]
    if not is_presenting():
        yield
        return
    outer = st.container(gap=None)
    place = outer.container()
    with outer:
        enlarge(KEYS)  # before the page: tables take the size of type that there is when they arrive
    if not st.session_state[STAGED]:
        with place:
            yield
        return
    row = place.container(horizontal=True, wrap=False, gap="small")
    with row.container():
        yield
    with row.container(width=px(WIDTH), gap="small"):
        if page != "compare":  # its address does not hold the runs; what "Copy link" shows there does
            show_small_code("", px(WIDTH))
        _show_ways(page, None)


def needs_rail() -> bool:
    """Whether the section that is about to be drawn has to draw the rail."""
    return is_presenting() and not st.session_state.get(STAGED)


def rail_width() -> int:
    """Return the width of a section's rail, in px. Beside a column, a small window has room for a small code alone."""
    return as_figure(WIDTH) if st.session_state.get(HAS_COLUMN) else px(WIDTH)


def show_rail() -> None:
    """Show the rail of a section in the current container. `finish_rail` adds the code."""
    place = current_place()
    st.session_state[CODE] = st.container()
    if place is not None:
        if rail_width() == px(WIDTH):
            st.markdown(f"**{place.page_title}**: {place.titles[place.section]}")
        _show_ways(place.page, place)


def finish_rail() -> None:
    """Show the address of the section as a QR code, once its controls are drawn: the address holds their values."""
    container, place = st.session_state.pop(CODE, None), current_place()
    if container is not None and place is not None:
        with container:
            show_small_code(place.section, rail_width())
            offer_link(place.section)  # with a code that the last row can read, too


def _show_ways(page: str, place: Place | None) -> None:
    """Show the buttons that lead to the section or the page before and after, and the one that ends the mode.

    A lesson's step has buttons of its own.
    """
    if active() is None:
        with st.container(horizontal=True, gap="xsmall"):
            _offer("present.previous", "Back. Key: ←", ":material/chevron_left:", page, place, -1)
            _offer("present.next", "On. Key: →", ":material/chevron_right:", page, place, +1)
    st.button("End", icon=":material/close:", key="present.end", help="Ends the presentation. Key: Esc", on_click=_end)


def _end() -> None:
    stop_presenting()
    st.rerun("app")  # the button is in the fragment of a section, and the heading is not


def _offer(key: str, hint: str, icon: str, page: str, place: Place | None, by: int) -> None:
    """Offer the way by one section, and from the first or the last section of a page that to another page."""
    names = list(place.titles) if place is not None else []
    section = names.index(place.section) + by if place is not None else -1
    number = PAGES.index(page) + by if page in PAGES else -1
    inside, beyond = 0 <= section < len(names), 0 <= number < len(PAGES)
    if st.button("", icon=icon, key=key, help=hint, disabled=not (inside or beyond)):
        if inside:
            leave_lesson()
            st.query_params[PARAMETER] = names[section]
            st.rerun()
        st.switch_page(f"pages/{PAGES[number] or 'home'}/page.py", query_params=keep_presenting({}))
