"""The timeline: the slider for the year, the events up to it, and the card of one event beside them."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from pages.history.bibliography import show_references, show_sources
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR, Event
from pages.history.exercises import TIMELINE
from pages.history.places import show_place
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.layout import lay_out
from ui.memoize import memoize_figure
from ui.try_this import try_this

CHART, CHOICE, YEAR = "history.timeline", "history_event", "history_year"


@st.fragment
def show_timeline() -> None:
    controls, results = lay_out(
        "Where do neural networks come from? Many ideas answer a question that an earlier one left open. Click a mark "
        "or choose an event to read about it."
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
        show_figure(_picture_of(name, year, figure_height()), CHART, on_click=_choose_clicked_event)
    with card:
        _show_card(EVENTS[name])
    with results:
        show_references()
    try_this(TIMELINE, controls)


def _choose_year() -> int:
    return bound(
        st.slider,
        "Year",
        FIRST_YEAR,
        LAST_YEAR,
        LAST_YEAR,
        key=YEAR,
        help="Marks of later events show only their year.",
    )


def _choose_event(known: list[str]) -> str:
    if CHOICE in st.session_state and st.session_state[CHOICE] not in known:  # the event is now later than the year
        st.session_state[CHOICE] = known[0]  # set, not removed: else the browser's menu keeps its event
    return bound(st.selectbox, "Event", known, format_func=_event_label, key=CHOICE)


def _event_label(name: str) -> str:
    return f"{EVENTS[name].year} · {EVENTS[name].label}"  # short: the menu stands in the narrow column of controls


@memoize_figure
def _picture_of(current: str, year: int, height: int) -> go.Figure:
    marks = [
        draw.Mark(name, event.year, event.label, event.title, event.year <= year, name == current)
        for name, event in EVENTS.items()
    ]
    return draw.timeline(marks, height)


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
            st.markdown(event.note)
        if event.places:
            _show_places("Try it", event.places)
        else:
            st.markdown("This app has no network of this kind.")
        if event.related:
            _show_places("Related in this app", event.related)
        show_sources(list(dict.fromkeys((*event.references, *event.more))))


def _show_places(title: str, names: Sequence[str]) -> None:
    st.markdown(f"**{title}**")
    with st.container(gap="xsmall"):
        for name in names:
            show_place(name)
