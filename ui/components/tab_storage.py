"""The browser's own storage of one tab: a text there outlives a reload, which is a new session to the server.

The storage of a tab and not that of the browser: what one pupil has done is none of the next one's, and two tabs do not
write over each other. Where a browser blocks it, the text ends with the session.
"""

from collections.abc import Callable

import streamlit as st

_component = st.components.v2.component(
    "nnkit.tab_storage",
    js="""export default ({ data: { name, text, heard }, setTriggerValue }) => {
        try {
            const stored = sessionStorage.getItem(name)
            if (stored && !heard) setTriggerValue("stored", stored)
            else if (text) sessionStorage.setItem(name, text)
            else sessionStorage.removeItem(name)
        } catch (error) {
            console.info(`The browser does not store ${name}: ${error.message}`)
        }
    }""",
)


def keep_in_tab(name: str, text: str, heard: bool, take_over: Callable[[str], None]) -> None:
    """Have the tab store the text under the name. Call it once per page.

    heard: whether the session has heard what the tab holds from before the reload; until then, `take_over` is called
    with that, and nothing is written over it. It may be any text.
    """
    key = f"storage.{name}"

    def hear() -> None:
        stored = (st.session_state.get(key) or {}).get("stored")
        take_over(stored if isinstance(stored, str) else "")

    _component(key=key, data={"name": name, "text": text, "heard": heard}, height=1, on_stored_change=hear)
