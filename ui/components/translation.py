"""Texts that change on a page that the browser translates."""

from pathlib import Path

import streamlit as st

# It is short, and travels with the page: loaded separately, it would come later.
_component = st.components.v2.component(
    "nnkit.translation", js=Path(__file__).with_name("translation.js").read_text(encoding="utf-8")
)


def follow_translators() -> None:
    """Let whatever React draws replace a translator's words when it changes. Call it once per page."""
    _component(key="translation", height=1)
