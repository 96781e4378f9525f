"""How much room the reader's window has."""

import streamlit as st

NARROW = 640  # px, below which Streamlit stacks columns

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


def is_narrow() -> bool:
    """Whether figures should stack their parts. Wide until the browser has said otherwise, right after loading."""
    return bool(_probe(key="narrow", default={"narrow": False}, on_narrow_change=lambda: None).narrow)
