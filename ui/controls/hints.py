"""What the controls of a section do, in one list below them.

The icon of Streamlit's own `help` comes before its control in the order of the Tab key, so that every control would
take two presses.
"""

import streamlit as st

from ui.controls.binding import shown
from ui.glossary import with_link

TITLE = "What the controls do"


def explained(label: str, hint: str) -> str:
    """Return the label of a control, and add what it does to the list of its section."""
    shown().hints[label] = hint
    return label


def show_hints() -> None:
    """Show the list of what the controls do that were drawn so far, closed."""
    if hints := shown().hints:
        with st.expander(TITLE):
            st.markdown("\n\n".join(f"**{with_link(label)}:** {hint}" for label, hint in hints.items()))
