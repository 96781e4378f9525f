"""Messages about input that is not valid."""

import streamlit as st


def show_invalid_input(what: str, error: ValueError) -> None:
    """Explain why input cannot be used.

    what: the subject of the sentence, such as "These points". The text of the error can contain the reader's input, so
    it is not shown as Markdown.
    """
    st.error(f"{what} can't be used. What you see has not changed.")
    st.text(str(error))
