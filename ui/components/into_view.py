"""A place that the page scrolls to once."""

import streamlit as st

# What is drawn in the place of a long form is out of sight, because the window stays where the form's button was.
_component = st.components.v2.component(
    "nnkit.into_view",
    js="""export default ({ data: { subject, below }, parentElement }) => {
        const seen = window.nnkitBroughtIntoView ??= new Set()
        if (!subject || seen.has(subject)) return
        seen.add(subject)
        const place = parentElement.host ?? parentElement  // nothing of a shadow root can be scrolled to
        const { top } = place.getBoundingClientRect()
        if (top > 60 && top < innerHeight / 2) return
        place.style.scrollMarginTop = "80px"  // below the bar of pages
        place.style.scrollMarginBottom = `${below ?? 0}px`
        place.scrollIntoView({ block: below === null ? "start" : "nearest" })
    }""",
    isolate_styles=False,
)


def bring_into_view(subject: str, key: str, below: int | None = None) -> None:
    """Scroll to this place if it is out of sight, or in the lower half of the window; once for each subject.

    subject: what the place is about; "" to do nothing. below: px from this place on that shall be seen; the page moves
    no farther than that needs. None to bring the place to the top.
    """
    _component(key=key, data={"subject": subject, "below": below}, height=1)
