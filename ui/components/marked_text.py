"""A text with marked words: coloured by their effect, dotted where unknown, struck out where left out.

It is a component of our own because a visitor's text must not be read as Markdown or HTML: the text reaches the browser
as data and becomes text nodes there.
"""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

UNKNOWN, DROPPED = "unknown", "dropped"
FAINTEST = 0.1  # of the strongest effect; marking weaker ones would only distract


class Piece(NamedTuple):
    """A part of a text; `tooltip` appears when the pointer is over it."""

    text: str
    tooltip: str = ""
    strength: float = 0.0  # -1, fully negative, to 1, fully positive
    mark: str = ""  # UNKNOWN, DROPPED or none


# Blue and orange as in nnkit.figures.style, with a line that tells them apart without colour.
_CSS = """
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9; overflow-y: auto; padding: 0.75rem 1rem;
        color: var(--st-text-color); font-family: var(--st-font); font-size: 1.05rem;
        border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); }
.text span { border-radius: 0.25rem; padding: 0.1rem 0.15rem; margin: 0 -0.15rem; unicode-bidi: isolate; }
.positive { background: rgb(40 117 210 / var(--share)); border-bottom: 2px solid rgb(40 117 210); }
.negative { background: rgb(188 90 8 / var(--share)); border-bottom: 2px dashed rgb(188 90 8); }
.unknown { opacity: 0.75; border-bottom: 2px dotted currentColor; }
.dropped { opacity: 0.65; text-decoration: line-through; }
"""
_JS = """export default ({ parentElement, data }) => {
    const text = parentElement.querySelector(".text")
    text.style.maxHeight = `${data.height}px`
    text.setAttribute("aria-label", data.label)
    text.replaceChildren(...data.pieces.map(([words, tooltip, strength, mark]) => {
        if (!tooltip && !strength && !mark) return document.createTextNode(words)
        const span = document.createElement("span")
        span.textContent = words
        span.title = tooltip
        if (mark) span.classList.add(mark)
        else if (strength) {
            span.classList.add(strength > 0 ? "positive" : "negative")
            span.style.setProperty("--share", 0.6 * Math.abs(strength))
        }
        return span
    }))
}"""
_component = st.components.v2.component(
    "nnkit.marked_text", html='<div class="text" dir="auto" tabindex="0" role="group"></div>', css=_CSS, js=_JS
)


def show_marked_text(pieces: Sequence[Piece], key: str, label: str, height: int = 320) -> None:
    """Show the pieces one after another in a box of at most `height` px; label: its name for screen readers."""
    rounded = [
        (text, tooltip, round(strength, 2) if abs(strength) >= FAINTEST else 0, mark)
        for text, tooltip, strength, mark in pieces
    ]
    _component(key=key, data={"pieces": rounded, "label": label, "height": height})
