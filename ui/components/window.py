"""How much room the reader's window has."""

import streamlit as st

NARROW = 1_000  # px, below which figures of several parts stack them

_probe = st.components.v2.component(
    "nnkit.narrow",
    js=f"""export default ({{ data, parentElement, setStateValue }}) => {{
        const query = parentElement.query ??= window.matchMedia("(max-width: {NARROW}px)")
        const tell = () => setStateValue("narrow", query.matches)
        if (query.matches !== data.known) tell()
        query.onchange = tell
        return () => {{ query.onchange = null }}
    }}""",
)
KEY = "narrow"


def watch_window() -> None:
    """Learn how wide the window is; once a page, which runs again where that changes."""
    known = bool(st.session_state.get(KEY, {}).get("narrow"))  # not after the server was started anew
    told = _probe(key=KEY, data={"known": known}, default={"narrow": False}, on_narrow_change=lambda: None)
    st.session_state["window.narrow"] = bool(told.narrow)


def is_narrow() -> bool:
    """Whether figures should stack their parts. Wide until the browser has said otherwise, right after loading."""
    return st.session_state.get("window.narrow", False)
