"""The timeline: the slider for the year, the events up to it, and the card of one event."""

from collections.abc import Callable

import streamlit as st

from nnkit import figures as draw
from pages.history.bibliography import list_references
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR, Event
from pages.history.places import show_place
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND

CHART, CHOICE = "history.timeline", "history_event"
CARD_HEIGHT = 420  # px on a wide page: the height of the longest event, so that nothing below moves


def choose_year() -> int:
    return st.slider(
        "Year",
        FIRST_YEAR,
        LAST_YEAR,
        LAST_YEAR,
        key="history_year",
        help="Later events are closed, and so are the parts of this page that were not known yet.",
        **BIND,
    )


def show_from(event: str, year: int, show_section: Callable[[], None]) -> None:
    """Show a section if its event has happened by the chosen year; otherwise say when it opens."""
    opening_year = EVENTS[event].year
    if year >= opening_year:
        show_section()
    else:
        show_opening("This part opens", opening_year)


def show_opening(what: str, opening_year: int) -> None:
    """Say what a later year would show."""
    st.caption(f":material/lock_clock: {what} in {opening_year}: move the year's slider to {opening_year} or later.")


@st.fragment
def show_timeline(year: int) -> None:
    known = [name for name, event in EVENTS.items() if event.year <= year]
    if st.session_state.get(CHOICE) not in known:
        st.session_state.pop(CHOICE, None)  # the event is now later than the year
    st.caption("Click a mark, or choose an event from the list.")
    figure = st.container()  # filled after the list, which holds the current event
    name = st.selectbox("Event", known, format_func=_event_label, key=CHOICE, **BIND)
    with figure:
        _draw(name, year)
    _show_card(EVENTS[name])


def _event_label(name: str) -> str:
    return f"{EVENTS[name].year} · {EVENTS[name].title}"


def _draw(current: str, year: int) -> None:
    marks = [
        draw.Mark(name, event.year, event.label, event.title, event.year <= year, name == current)
        for name, event in EVENTS.items()
    ]
    options = {"on_select": _choose_clicked_event, "selection_mode": "points"}
    show_figure(draw.timeline(marks, is_narrow()), CHART, **options)


def _choose_clicked_event() -> None:
    """Choose the event of the clicked mark; a click on a later event changes nothing."""
    points = st.session_state[CHART].selection.points
    if points:
        name = points[0]["customdata"][0]
        if EVENTS[name].year <= st.session_state.get("history_year", LAST_YEAR):
            st.session_state[CHOICE] = name


def _show_card(event: Event) -> None:
    with st.container(border=True, height="content" if is_narrow() else CARD_HEIGHT):
        st.subheader(f"{event.year} · {event.title}", anchor=False)
        text, sources = st.columns([3, 2], gap="large")
        with text:
            st.markdown(" ".join(event.sentences))
            if event.note:
                st.markdown(f"*A note on accounts of it:* {event.note}")
            st.markdown("**Try it**")
            with st.container(horizontal=True, vertical_alignment="center"):
                for place in event.places:
                    show_place(place)
        with sources:
            st.markdown("**Where it is written**")
            list_references((*event.references, *event.before))
