"""Keeping the section that an address names in view while the page above it is still being drawn."""

import streamlit as st

# The browser scrolls to the heading once, when it appears; elements drawn above it later push it away again.
_hold = st.components.v2.component(
    "nnkit.anchor",
    js="""export default () => {
        const name = decodeURIComponent(location.hash.slice(1))
        if (!name) return
        const page = new ResizeObserver(() => document.getElementById(name)?.scrollIntoView())
        const acts = ["wheel", "touchstart", "pointerdown", "keydown"]
        const release = () => {
            page.disconnect()
            acts.forEach(act => removeEventListener(act, release, true))
        }
        acts.forEach(act => addEventListener(act, release, {capture: true, passive: true}))
        page.observe(document.querySelector("[data-testid=stMainBlockContainer]"))
        return release
    }""",
)


def hold_anchor() -> None:
    """Keep the heading that the address names in view until the visitor does something. Call it once per page."""
    _hold(key="anchor")
