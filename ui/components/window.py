"""Whether the visitor's window is narrow."""

import streamlit as st

NARROW = 1_000  # px; up to this width, figures with several panels stack them

_probe = st.components.v2.component(
    "nnkit.narrow",
    js=f"""export default ({{ data, parentElement, setStateValue }}) => {{
        const query = parentElement.query ??= window.matchMedia("(max-width: {NARROW}px)")
        const report = () => setStateValue("narrow", query.matches)
        if (query.matches !== data.known) report()
        query.onchange = report
        return () => {{ query.onchange = null }}
    }}""",
)
KEY = "narrow"


def watch_window() -> None:
    """Ask the browser whether the window is narrow; when that changes, the page runs again. Call it once per page."""
    known = bool(st.session_state.get(KEY, {}).get("narrow"))
    answer = _probe(key=KEY, data={"known": known}, default={"narrow": False}, on_narrow_change=lambda: None)
    st.session_state["window.narrow"] = bool(answer.narrow)


def is_narrow() -> bool:
    """Whether figures should stack their panels. Until the browser has answered, the window counts as wide."""
    return st.session_state.get("window.narrow", False)
