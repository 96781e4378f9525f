"""The browser's own storage of one tab: it holds names and settings of the kept runs, so that they outlive a reload."""

import streamlit as st

from nnkit.results.kept_file import Kept
from nnkit.results.kept_text import unpack
from ui.kept.session import kept_runs

KEY = "kept.storage"

# A reload is a new session to the server, which then asks once what the tab holds, and from then on only writes.
# The storage of a tab and not that of the browser: what one pupil has kept is none of the next one's, and two tabs do
# not write over each other. Where a browser blocks it, kept runs end with the session.
_component = st.components.v2.component(
    "nnkit.kept_runs",
    js="""export default ({ data: { text, heard }, setTriggerValue }) => {
        const name = "nnkit.kept"
        try {
            const stored = sessionStorage.getItem(name)
            if (stored && !heard) setTriggerValue("stored", stored)
            else if (text) sessionStorage.setItem(name, text)
            else sessionStorage.removeItem(name)
        } catch (error) {
            console.info(`The browser does not store kept runs: ${error.message}`)
        }
    }""",
)


def remember_kept_runs() -> None:
    """Take over what the tab has stored before, then have it store what is kept. Call it once per page."""
    kept = kept_runs()
    _component(key=KEY, data={"text": kept.text(), "heard": kept.heard}, height=1, on_stored_change=_take_over)


def _take_over() -> None:
    stored = (st.session_state.get(KEY) or {}).get("stored")
    kept = kept_runs()
    if kept.heard:
        return
    kept.heard = True
    try:
        kept.add(Kept(named, None) for named in unpack(stored if isinstance(stored, str) else ""))
    except ValueError:  # another version of the app has written it, or somebody else
        return
