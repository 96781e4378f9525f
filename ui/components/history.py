"""The browser's history: one entry for each step of the visitor."""

import streamlit as st

# For one change of a page or a section, Streamlit adds several entries: one without the parameters of the widgets that
# go, one with the new section, one with the parameters of the widgets that come. Back would lead to states that the
# visitor never saw. Only the first entry after a press of a key or of the mouse is kept; the others take its place.
_component = st.components.v2.component(
    "nnkit.history",
    js="""const STEPS = ["pointerdown", "keydown"]
    export default () => {
        if (window.nnkitHistory) return
        window.nnkitHistory = true
        let isStep = false
        const push = history.pushState
        history.pushState = (...entry) => {
            const add = isStep ? push : history.replaceState
            isStep = false
            return add.apply(history, entry)
        }
        for (const name of STEPS) window.addEventListener(name, () => { isStep = true }, { capture: true })
        window.addEventListener("popstate", () => { isStep = false }, { capture: true })
    }""",
)


def keep_steps() -> None:
    """Keep one entry of the browser's history for each step of the visitor. Call it once per page."""
    _component(key="history", height=1)
