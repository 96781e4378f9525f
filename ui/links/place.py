"""Where the visitor is: the page and its open section, for links to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

KEY = "place"  # in the session


@dataclass(frozen=True)
class Place:
    """page: its name in the address; section: that of the open section. titles: of all sections, by their names."""

    page: str
    page_title: str
    section: str
    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        """The page and its open section in words."""
        return f"{self.page_title}: {self.titles[self.section]}"


def note_place(place: Place) -> None:
    """Remember the place. `show_sections` calls it before it draws the section."""
    st.session_state[KEY] = place


def current_place() -> Place | None:
    """Return the place; None for a part of a page that is drawn without its page."""
    return st.session_state.get(KEY)
