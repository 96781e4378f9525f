"""How much room the reader's window has."""

import streamlit as st

NARROW = 1_000  # px, below which figures of several parts stack them

_probe = st.components.v2.component(
    "nnkit.narrow",
    js=f"""export default ({{ setStateValue }}) => {{
        const query = window.matchMedia("(max-width: {NARROW}px)")
        const tell = () => setStateValue("narrow", query.matches)
        if (query.matches) tell()
        query.addEventListener("change", tell)
        return () => query.removeEventListener("change", tell)
    }}""",
)


def watch_window() -> None:
    """Learn how wide the window is; once a page, which runs again where that changes."""
    told = _probe(key="narrow", default={"narrow": False}, on_narrow_change=lambda: None)
    st.session_state["window.narrow"] = bool(told.narrow)


def is_narrow() -> bool:
    """Whether figures should stack their parts. Wide until the browser has said otherwise, right after loading."""
    return st.session_state.get("window.narrow", False)
