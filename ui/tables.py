"""Tables with room for the toolbar that Streamlit shows over them: under the pointer, and always on a phone."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

TOOLBAR = 20  # px above a table, besides the usual gap: without them the toolbar covers the end of the text there


def room_for_toolbar() -> DeltaGenerator:
    """Return a container for a table that stands below a text."""
    container = st.container(gap=None)
    container.space(TOOLBAR)
    return container


def show_table(data: Any, **options: Any) -> Any:
    """Show a table below a text. options, and what is returned: as for `st.dataframe`."""
    return room_for_toolbar().dataframe(data, **options)
