"""The link to the view to print of the open section."""

import streamlit as st

from ui.links.place import Place

# The view reads the section in this window, so the link must not hide this window from it. Its address holds the
# settings as they are when it is pressed.
_component = st.components.v2.component(
    "nnkit.print_link",
    js="""export default ({ data: { place }, parentElement }) => {
        const link = parentElement.querySelector("a") ?? document.createElement("a")
        link.onclick = () => {
            const query = new URLSearchParams(location.search)
            query.set("page", place.page)
            query.set("section", place.section)
            link.href = `print?${query}`
        }
        link.onclick()
        Object.assign(link, { className: "nnkit-place", textContent: "Print", target: "_blank", rel: "opener" })
        Object.assign(link.style, {
            color: "var(--st-text-color)", fontSize: "0.875rem", lineHeight: "40px", textDecoration: "none",
        })
        link.title = "Open a view of this section without controls, to print or to save as PDF"
        link.dataset.place = JSON.stringify(place)
        parentElement.replaceChildren(link)
    }""",
    isolate_styles=False,
)


def offer_print_view(place: Place) -> None:
    """Show the link to the view to print of the open section."""
    shown = {"page": place.page, "pageTitle": place.page_title, "section": place.section, "titles": dict(place.titles)}
    _component(key="print", data={"place": shown}, width="content", height=40)
