"""The sign in the results area that what is shown belongs to former settings."""

import streamlit as st

from ui.layout import SWITCH_HEIGHT
from ui.presenting import is_presenting, px
from ui.training.jobs import training_of


def show_former(part: str, outdated: bool = False) -> None:
    """Say over the results of the part that they belong to former settings; else keep the place of the line free.

    outdated: whether the settings have changed and wait for a press of Train.
    """
    training = training_of(part)
    training.observe()
    is_former = training.shows_former or (training.asked and bool(training.shown)) or outdated
    if is_presenting() and not is_former:
        return  # the figure has the room
    with st.container(height=px(SWITCH_HEIGHT), border=False, vertical_alignment="center"):
        if training.shows_former:
            st.markdown(":material/hourglass_top: :small[**Old results.** New ones are in training.]")
        elif training.asked and training.shown:
            st.markdown(":material/help: :small[**Old results.** New ones wait for your answer.]")
        elif outdated:
            st.markdown(":material/history: :small[**Old results.** Press Train for these settings.]")
        else:
            st.markdown("\u00a0")  # the line is there: nothing moves when it gets a text
