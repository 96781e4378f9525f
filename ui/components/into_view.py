"""A place that the page scrolls to once."""

import streamlit as st

# What is drawn in the place of a long form is out of sight, because the window stays where the form's button was.
_component = st.components.v2.component(
    "nnkit.into_view",
    js="""export default ({ data, parentElement }) => {
        if (!data.now || parentElement.done) return
        parentElement.done = true
        const { top } = parentElement.getBoundingClientRect()
        if (top > 60 && top < innerHeight / 2) return
        parentElement.style.scrollMarginTop = "72px"  // below the bar of pages
        parentElement.scrollIntoView({ block: "start" })
    }""",
)


def bring_into_view(now: bool, key: str) -> None:
    """Scroll to this place if it is out of sight, or in the lower half of the window. now: else do nothing."""
    _component(key=key, data={"now": now}, height=1)
