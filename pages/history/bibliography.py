"""References as text for the reader."""

from collections.abc import Iterable, Sequence

import streamlit as st

from pages.history.references import REFERENCES, Reference


def cite(name: str, page: str = "") -> str:
    """Return the short form of a reference as Markdown, as a link if it has one."""
    reference = REFERENCES[name]
    text = f"{_short(reference)} {reference.year}" + (f", {page}" if page else "")
    return f"[{text}]({reference.link})" if reference.link else text


def _list_references(names: Iterable[str]) -> None:
    """Show the full form of each reference, in one element: each element would be a message to the browser."""
    st.caption("\n\n".join(_full(REFERENCES[name]) for name in names))


def show_sources(names: Sequence[str]) -> None:
    """Show one reference in full, or several in short, so that a card is not longer than the timeline beside it."""
    st.markdown("**Sources**")
    if len(names) == 1:
        _list_references(names)
    else:
        st.markdown(" · ".join(map(cite, names)))


def show_references() -> None:
    """Show all references in an expander, sorted by year."""
    with st.expander(f"All {len(REFERENCES)} references", icon=":material/menu_book:"):
        _list_references(sorted(REFERENCES, key=lambda name: (REFERENCES[name].year, REFERENCES[name].authors)))


def _full(reference: Reference) -> str:
    link = f" [{reference.link.removeprefix('https://')}]({reference.link})" if reference.link else ""
    return f"{reference.authors} ({reference.year}). *{reference.title}*. {reference.venue}.{link}"


def _short(reference: Reference) -> str:
    if reference.short:
        return reference.short
    names = [author.split()[-1] for author in reference.authors.split(", ")]
    return names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
