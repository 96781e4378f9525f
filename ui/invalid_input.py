"""What a reader brought and can't be used."""

import streamlit as st


def show_invalid_input(what: str, error: ValueError) -> None:
    """what: such as "These points". The error's text may hold what the reader wrote: it is not read as Markdown."""
    st.error(f"{what} can't be used; what you see stays as it was.")
    st.text(str(error))
