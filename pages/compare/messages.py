"""What the page says of the last thing that happened to the kept runs, until something else happens."""

import streamlit as st

PAGE = "compare"
_SAID = "compare.said"  # in the session


def say(text: str) -> None:
    """Have the page say this from now on. It may hold names from a link or a file."""
    st.session_state[_SAID] = text


def forget_said() -> None:
    """Say nothing any more."""
    st.session_state.pop(_SAID, None)


def show_said() -> None:
    """Show it as plain text: names are no Markdown."""
    if said := st.session_state.get(_SAID):
        st.container(border=True).text(said)


def arrive() -> None:
    """Forget what was said when the visitor was here before."""
    if st.session_state.get("page") != PAGE:
        forget_said()
    st.session_state["page"] = PAGE
