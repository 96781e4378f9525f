"""Addresses with an anchor, such as /fundamentals#descent, which lead to a section; and the way up to a new section."""

from collections.abc import Callable, Sequence

import streamlit as st

from ui.components.window import COLUMN

KEY = "anchors"

# The part of an address behind # never reaches the server, so the browser has to report it.
_component = st.components.v2.component(
    "nnkit.anchors",
    js=f"""export default ({{ data, parentElement, setTriggerValue }}) => {{
        const follow = () => {{
            const anchor = decodeURIComponent(location.hash.slice(1))
            if (!data.anchors.includes(anchor)) return
            history.replaceState(history.state, "", location.pathname + location.search)
            setTriggerValue("anchor", anchor)
        }}
        const {{ shown }} = parentElement
        if (shown && shown !== data.section) {{
            for (const part of document.querySelectorAll("[data-testid=stMain], .st-key-{COLUMN}")) part.scrollTo(0, 0)
        }}
        parentElement.shown = data.section
        follow()
        window.addEventListener("hashchange", follow)
        return () => window.removeEventListener("hashchange", follow)
    }}""",
)

# Streamlit scrolls to a heading too, but so far that the bar of pages covers it.
_scroll = st.components.v2.component(
    "nnkit.scroll",
    js="""export default () => {
        const scroll = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))
            ?.scrollIntoView({ block: "center" })
        const waits = setTimeout(scroll, 500)  // Streamlit's own comes first
        window.addEventListener("hashchange", scroll)
        return () => {
            clearTimeout(waits)
            window.removeEventListener("hashchange", scroll)
        }
    }""",
)


def scroll_to_anchor() -> None:
    """Bring the heading that the anchor in the address names into the middle of the window."""
    _scroll(key="scroll")


def follow_anchors(section: str, anchors: Sequence[str], follow: Callable[[str], None]) -> None:
    """Call `follow` with the anchor in the address if it is one of these. Call this once per page.

    section: the one that is open, and the step of a lesson; when they change, the page scrolls to its top.
    """

    def report() -> None:
        anchor = (st.session_state.get(KEY) or {}).get("anchor")
        if isinstance(anchor, str) and anchor in anchors:
            follow(anchor)

    _component(key=KEY, data={"section": section, "anchors": list(anchors)}, on_anchor_change=report)
