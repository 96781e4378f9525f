"""Addresses with an anchor, such as /fundamentals#descent, which lead to a section; and the way up to a new section."""

from collections.abc import Callable, Mapping

import streamlit as st

KEY = "anchors"

# The part of an address behind # never reaches the server, so the browser has to report it.
_component = st.components.v2.component(
    "nnkit.anchors",
    js="""export default ({ data, parentElement, setTriggerValue }) => {
        const follow = () => {
            const anchor = decodeURIComponent(location.hash.slice(1))
            if (!Object.hasOwn(data.anchors, anchor)) return
            history.replaceState(history.state, "", location.pathname + location.search)
            if (data.anchors[anchor] !== data.section) setTriggerValue("section", data.anchors[anchor])
        }
        const { shown } = parentElement
        if (shown && shown !== data.section) document.querySelector("[data-testid=stMain]").scrollTo(0, 0)
        parentElement.shown = data.section
        follow()
        window.addEventListener("hashchange", follow)
        return () => window.removeEventListener("hashchange", follow)
    }""",
)


def follow_anchors(section: str, anchors: Mapping[str, str], open_section: Callable[[str], None]) -> None:
    """Call `open_section` with the section's name if the address has one of the anchors. Call this once per page.

    section: the one that is open; when it changes, the page scrolls to its top. anchors: the section of each anchor.
    """

    def report() -> None:
        if name := st.session_state[KEY].get("section"):
            open_section(name)

    _component(key=KEY, data={"section": section, "anchors": dict(anchors)}, on_section_change=report)
