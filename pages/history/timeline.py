"""The timeline: the slider for the year, the events up to it, and the card of one event beside them."""

from collections.abc import Sequence

import streamlit as st

from nnkit import figures as draw
from pages.history.bibliography import list_references, show_references
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR, Event
from pages.history.places import show_place
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import BIND
from ui.controls.hints import explained
from ui.layout import lay_out

CHART, CHOICE, YEAR = "history.timeline", "history_event", "history_year"


@st.fragment
def show_timeline() -> None:
    controls, results = lay_out(
        "Where do neural networks come from? Many of these ideas answered a question that an earlier one had left "
        "open. Click a mark, or choose an event, to read what happened and where to try it."
    )
    with controls:
        year = _choose_year()
    with results:
        chart, card = st.columns([2, 3], gap="medium")
        figure = chart.container()  # filled after the list, which holds the current event
    known = [name for name, event in EVENTS.items() if event.year <= year]
    with controls:
        st.markdown(f"By {year}, {len(known)} of these {len(EVENTS)} events had happened.")
    with chart if is_narrow() else controls:
        name = _choose_event(known)
    with figure:
        _draw(name, year)
    with card:
        _show_card(EVENTS[name])
    with results:
        show_references()


def _choose_year() -> int:
    return st.slider(
        explained("Year", "Events after this year are closed."), FIRST_YEAR, LAST_YEAR, LAST_YEAR, key=YEAR, **BIND
    )


def _choose_event(known: list[str]) -> str:
    if st.session_state.get(CHOICE) not in known:
        st.session_state.pop(CHOICE, None)  # the event is now later than the year
    return st.selectbox("Event", known, format_func=_event_label, key=CHOICE, **BIND)


def _event_label(name: str) -> str:
    return f"{EVENTS[name].year} · {EVENTS[name].title}"


def _draw(current: str, year: int) -> None:
    marks = [
        draw.Mark(name, event.year, event.label, event.title, event.year <= year, name == current)
        for name, event in EVENTS.items()
    ]
    show_figure(draw.timeline(marks, figure_height()), CHART, on_click=_choose_clicked_event)


def _choose_clicked_event(clicked: Sequence[str]) -> None:
    """Choose the event of the clicked mark; a click on a later event changes nothing."""
    name = clicked[0]
    if EVENTS[name].year <= st.session_state.get(YEAR, LAST_YEAR):
        st.session_state[CHOICE] = name


def _show_card(event: Event) -> None:
    with st.container(border=True):
        st.subheader(f"{event.year} · {event.title}", anchor=False)
        st.markdown(" ".join(event.sentences))
        if event.note:
            st.markdown(f"*A note on accounts of it:* {event.note}")
        st.markdown("**Try it**")
        with st.container(gap="xsmall"):
            for place in event.places:
                show_place(place)
        with st.expander("Where it is written"):
            list_references((*event.references, *event.before))
