"""A sentence that is read aloud to readers who use a screen reader, and that others do not see."""

import streamlit as st

# Screen readers announce what changes in a region that they know. So there is one region for the whole app, outside of
# what Streamlit draws anew, and it stays. What each part said last is kept with it: a part that is drawn again, in
# another section too, says nothing twice.
_component = st.components.v2.component(
    "nnkit.live_region",
    js="""export default ({ data: { part, sentence, isOver } }) => {
        const make = () => {
            const made = document.createElement("div")
            made.id = "nnkit-live-region"
            made.setAttribute("role", "status")
            made.setAttribute("aria-live", "polite")
            Object.assign(made.style, {
                position: "fixed", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)",
            })
            made.said = new Map()
            document.body.append(made)
            return made
        }
        const region = document.getElementById("nnkit-live-region") ?? make()
        const before = region.said.get(part)
        region.said.set(part, sentence)
        // What was over before the reader came is no news.
        if (before !== sentence && !(before === undefined && isOver)) region.textContent = sentence
    }""",
)


def announce(part: str, sentence: str, is_over: bool, key: str) -> None:
    """Have the sentence read aloud if it is another one than the part said last.

    is_over: it tells how something ended. It is left out if the reader never heard of its beginning. key: that of the
    component; a part may have several.
    """
    # A height of its own: Streamlit keeps more room for a component that is not loaded yet.
    _component(key=f"{key}.live_region", height=1, data={"part": part, "sentence": sentence, "isOver": is_over})
