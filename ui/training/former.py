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
    text = ""
    if training.shows_former:
        text = ":material/hourglass_top: :small[**Old results.** New ones are in training.]"
    elif training.asked and training.shown:
        text = ":material/help: :small[**Old results.** New ones wait for your answer.]"
    elif outdated:
        text = ":material/history: :small[**Old results.** Press Train for these settings.]"
    show_line(text)


def show_line(text: str) -> None:
    """Show a line over results or a picture. Without a text its place is kept: nothing moves when it gets one."""
    if text or not is_presenting():  # on a projector, the figure has the room
        with st.container(height=px(SWITCH_HEIGHT), border=False, vertical_alignment="center"):
            st.markdown(text or "\u00a0")
