"""References as a reader sees them."""

from collections.abc import Iterable

import streamlit as st

from pages.history.references import REFERENCES, Reference


def cite(name: str, page: str = "") -> str:
    """The short form, as Markdown: its link where there is one."""
    reference = REFERENCES[name]
    text = f"{_short(reference)} {reference.year}" + (f", {page}" if page else "")
    return f"[{text}]({reference.link})" if reference.link else text


def list_references(names: Iterable[str]) -> None:
    """The full form, one below the other."""
    for reference in (REFERENCES[name] for name in names):
        link = f" [{reference.link.removeprefix('https://')}]({reference.link})" if reference.link else ""
        st.caption(f"{reference.authors} ({reference.year}). *{reference.title}*. {reference.venue}.{link}")


def show_references() -> None:
    """All of them, by year."""
    with st.expander(f"All {len(REFERENCES)} references", icon=":material/menu_book:"):
        list_references(sorted(REFERENCES, key=lambda name: (REFERENCES[name].year, REFERENCES[name].authors)))


def _short(reference: Reference) -> str:
    names = [author.split()[-1] for author in reference.authors.split(", ")]
    return names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
