"""The line of years: which of them are open, and the card of one event."""

import streamlit as st

from nnkit import figures as draw
from pages.history.bibliography import list_references
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR, Event
from pages.history.places import show_place
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND

CHART, CHOICE = "history.timeline", "history_event"
CARD_HEIGHT = 420  # px, on a wide page: as much as the longest event takes, so that nothing below moves


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


def is_open(name: str, year: int) -> bool:
    """Whether the event has happened; where it has not, a line says when."""
    return is_known(EVENTS[name].year, year, "This part opens")


def is_known(since: int, year: int, what: str) -> bool:
    """Whether the slider has come to the year `since`; where not, what happens then."""
    if since > year:
        st.caption(f":material/lock_clock: {what} in {since}: move the year's slider to {since} or later.")
    return since <= year


@st.fragment
def show_timeline(year: int) -> None:
    known = [name for name, event in EVENTS.items() if event.year <= year]
    if st.session_state.get(CHOICE) not in known:
        st.session_state.pop(CHOICE, None)  # closed meanwhile
    st.caption("Click a mark, or choose an event from the list.")
    figure = st.container()  # drawn after the list, which says what is current
    name = st.selectbox("Event", known, format_func=_name, key=CHOICE, **BIND)
    with figure:
        _draw(name, year)
    _show_card(EVENTS[name])


def _name(name: str) -> str:
    return f"{EVENTS[name].year} · {EVENTS[name].title}"


def _draw(current: str, year: int) -> None:
    marks = [
        draw.Mark(name, event.year, event.label, event.title, event.year <= year, name == current)
        for name, event in EVENTS.items()
    ]
    options = {"on_select": _take_click, "selection_mode": "points"}
    show_figure(draw.timeline(marks, is_narrow()), CHART, **options)


def _take_click() -> None:
    """A click on an open mark chooses its event; on a closed one, it changes nothing."""
    points = st.session_state[CHART].selection.points
    if points:
        name = points[0]["customdata"][0]
        if EVENTS[name].year <= st.session_state.get("history_year", LAST_YEAR):
            st.session_state[CHOICE] = name


def _show_card(event: Event) -> None:
    with st.container(border=True, height="content" if is_narrow() else CARD_HEIGHT):
        st.subheader(f"{event.year} · {event.title}", anchor=False)
        told, written = st.columns([3, 2], gap="large")
        with told:
            st.markdown(" ".join(event.sentences))
            if event.note:
                st.markdown(f"*A note on accounts of it:* {event.note}")
            st.markdown("**Try it**")
            with st.container(horizontal=True, vertical_alignment="center"):
                for place in event.places:
                    show_place(place)
        with written:
            st.markdown("**Where it is written**")
            list_references((*event.references, *event.before))
