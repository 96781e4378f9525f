"""The sections of a page: a row of names of which one is open, each with an address of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from ui.components.addresses import follow_anchors
from ui.components.window import is_narrow
from ui.kept.keep import show_way_to_kept
from ui.layout import SWITCH_HEIGHT, finish_layout
from ui.lessons.active import active, leave_lesson, waits_for_prediction
from ui.lessons.player import offer_steps
from ui.links.address import PARAMETER
from ui.links.arrival import remember_address, show_not_understood
from ui.links.copy_link import offer_link
from ui.links.place import Place, note_place
from ui.links.print_link import offer_print_view
from ui.presenting import is_presenting
from ui.version import APP

HEADING_HEIGHT = 56  # px


@dataclass(frozen=True)
class Section:
    """A section of a page.

    name: in the address, as in /overfitting?section=depth. show: draws the section, and runs only while it is open.
    anchors: further names that lead here, as in /overfitting#chance, and for each the values by key that it chooses in
    widgets of the section, such as a view of the results.
    """

    name: str
    title: str
    show: Callable[[], None]
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def show_sections(page: str, title: str, sections: Sequence[Section]) -> None:
    """Draw the heading of the page, the names of its sections, and the open section alone.

    page: the page's name in its address. The address without a section opens the first one, or the one that the visitor
    left when going to another page.
    """
    section = _open_section(page, sections)
    place = Place(page, title, section.name, {each.name: each.title for each in sections})
    note_place(place)
    st.set_page_config(page_title=f"{section.title} · {title} · {APP}")
    if not is_presenting():
        _show_heading(page, title, section, sections)
    problems = st.container()
    _show(section)
    finish_layout()
    where = active()
    with problems:
        show_not_understood(page, section.name)
    if not is_presenting():
        if where is None:
            _show_neighbours(place, section, sections)
        else:  # the sections beside it would lead out of the lesson
            offer_steps("lessons.foot")
    anchors: dict[str, tuple[str, Mapping[str, str]]] = {each.name: (each.name, {}) for each in sections}
    anchors |= {anchor: (each.name, values) for each in sections for anchor, values in each.anchors.items()}

    def follow(anchor: str) -> None:
        name, values = anchors[anchor]
        _open(page, name, sections)
        st.session_state.update(values)

    shown = section.name if where is None else f"{section.name} of {where.name}, step {where.number}"
    follow_anchors(shown, list(anchors), follow)


def _show_heading(page: str, title: str, section: Section, sections: Sequence[Section]) -> None:
    """Show the name of the page, those of its sections, and the ways to kept runs, to a link and to a projector."""
    row = st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall")
    with row.container(horizontal=True, vertical_alignment="center"):
        # The names of the sections arrive a moment later, and are first drawn higher than they are.
        with st.container(
            horizontal=True, width="content", height=HEADING_HEIGHT, vertical_alignment="center", border=False
        ):
            st.title(title, width="content", anchor=False)
        if not is_narrow():
            _choose_section(page, section, sections)
    with row:
        show_way_to_kept()
        offer_link(section.name)
    if is_narrow():  # beside the title, they would be moved below it once they have arrived
        with st.container(horizontal=True, height=SWITCH_HEIGHT, border=False):
            _choose_section(page, section, sections)


def _show(section: Section) -> None:
    """Draw a section. A lesson ends it early while it waits for a prediction; what is below is drawn all the same."""
    try:
        section.show()
    except StopException:
        if not waits_for_prediction():
            raise


def _open_section(page: str, sections: Sequence[Section]) -> Section:
    """Return the section that the address names, or on arrival from another page the one that was open last."""
    by_name = {section.name: section for section in sections}
    arrives = st.session_state.get("page") != page
    if arrives:
        remember_address()
    st.session_state["page"] = page
    name = st.query_params.get(PARAMETER, "")
    if name not in by_name:
        name = st.session_state.get(_key(page), "") if arrives else ""
        section = by_name.get(name, sections[0])
        _open(page, section.name, sections)
        return section
    st.session_state[_key(page)] = name
    return by_name[name]


def _open(page: str, name: str, sections: Sequence[Section]) -> None:
    """Open the section at the next drawing, and name it in the address unless it is the first. This ends a lesson."""
    leave_lesson()
    st.session_state[_key(page)] = name
    if name != sections[0].name:
        st.query_params[PARAMETER] = name
    elif PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


def _choose_section(page: str, section: Section, sections: Sequence[Section]) -> None:
    key, titles = f"{page}.sections", {each.name: each.title for each in sections}
    st.session_state[key] = section.name  # the address decides

    def follow_choice() -> None:
        # A control that was not drawn counts as changed when a browser that has not heard of it sends its value once
        # more, as it can after "Present". The section that is open already is not opened again: that ends a lesson.
        if st.session_state[key] != section.name:
            _open(page, st.session_state[key], sections)

    st.segmented_control(
        "Section",
        list(titles),
        format_func=titles.__getitem__,
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=follow_choice,
    )


def _show_neighbours(place: Place, section: Section, sections: Sequence[Section]) -> None:
    """Show buttons that lead to the section before and to the one after, and between them the view to print."""
    number = sections.index(section)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for neighbour in sections[:number][-1:]:
            _offer(place.page, "previous", neighbour, sections, icon=":material/chevron_left:")
        offer_print_view(place)
        for neighbour in sections[number + 1 :][:1]:
            _offer(place.page, "next", neighbour, sections, icon=":material/chevron_right:", icon_position="right")


def _offer(page: str, name: str, neighbour: Section, sections: Sequence[Section], **icon: Any) -> None:
    arguments = (page, neighbour.name, sections)
    st.button(neighbour.title, key=f"{page}.{name}", type="tertiary", on_click=_open, args=arguments, **icon)


def _key(page: str) -> str:
    return f"{page}.section"
