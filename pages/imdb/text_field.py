"""The field in which the reader writes a review. Too long a text is cut after a whole word."""

import streamlit as st

from nnkit.datasets.imdb.read_text import MAX_CHARACTERS, cut_text
from pages.imdb.word_order import offer_shuffle
from ui.controls.binding import leave_out
from ui.controls.hints import explained
from ui.presenting import px

EXAMPLE = (  # with good and bad words: the answer is near 50 % at the best epoch, and far from it later
    "What a refreshing film! The music is wonderful and both actors are excellent. Only the last half hour is a mess: "
    "the dialogue gets boring, and the twist is too predictable. Still, a charming kerfuffle."
)
FIELD_HEIGHT, BORDER = 190, 2  # px
KEY = "imdb_text"


def choose_text() -> str:
    """Show the field and what can be done with its text; return the text."""
    st.session_state.setdefault(KEY, EXAMPLE)
    # In a box of its own: where the column is longer than the window, it would shrink to a line.
    text: str = st.container(height=px(FIELD_HEIGHT) + BORDER, border=False).text_area(
        explained(
            "Your review",
            "Write in English, like the training reviews. The answer comes when you click elsewhere or press Ctrl and "
            f"Enter. If your text has more than {MAX_CHARACTERS:,} characters, its end is cut off. Your text is not "
            "kept.",
        ),
        height=px(FIELD_HEIGHT),
        key=KEY,
        persist_state="session",
        on_change=cut_field,
        args=(KEY, MAX_CHARACTERS),
    )
    explain_cut(KEY, MAX_CHARACTERS)
    offer_shuffle(KEY, text)
    if text != EXAMPLE:
        leave_out("the review that you wrote")
    return text


def cut_field(key: str, limit: int) -> None:
    """Cut the text of a field after the last whole word within the limit. Call it when the text has changed.

    Not by `max_chars`: where a longer text is pasted, Streamlit then leaves the field as it was and says nothing.
    """
    text = st.session_state[key]
    kept = cut_text(text, limit)
    if kept != text:
        st.session_state.update({key: kept, f"{key}.cut": (kept, len(text))})


def explain_cut(key: str, limit: int) -> None:
    """Say that the text of a field was cut, as long as it is there as it was cut.

    A longer one comes with an address. The field holds all of it, and `cut_text` gives what is read.
    """
    text, (kept, length) = st.session_state[key], st.session_state.get(f"{key}.cut", (None, 0))
    if len(text) > limit:
        st.info(
            f"This text has {len(text):,} characters. At most {limit:,} are read, up to the end of a whole word: the "
            f"first {len(cut_text(text, limit)):,} characters.",
            icon=":material/content_cut:",
        )
    elif text == kept:
        st.info(
            f"Your text had {length:,} characters. The field holds at most {limit:,}, so the text was cut after a "
            f"whole word. {len(kept):,} characters are left.",
            icon=":material/content_cut:",
        )
