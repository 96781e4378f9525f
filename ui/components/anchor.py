"""Staying at the section that an address names while the page above it is still being filled."""

import streamlit as st

# The browser goes there once, when the heading comes; what is drawn above it later moves it away again.
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
    """Keep the heading named by the address in sight until the reader does something; once a page."""
    _hold(key="anchor")
