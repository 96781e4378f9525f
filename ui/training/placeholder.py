"""What stands where a result will be, as long as there is none."""

from typing import Literal

import streamlit as st

from nnkit.jobs import Job
from ui.components.window import figure_height
from ui.training.jobs import training_of
from ui.training.state import State


def show_placeholder(part: str, result: str, height: int | Literal["content"] | None = None) -> None:
    """Say why the part has nothing to show yet, in the room that the result will take.

    result: what will be shown, as in "the networks". height: in px, or that of the text; that of a section's main
    figure unless given.
    """
    training = training_of(part)
    training.observe()
    with st.container(height=figure_height() if height is None else height, border=False):
        st.markdown(sentence_for(training.state, training.job, result))


def sentence_for(state: State, job: Job | None, result: str) -> str:
    """Say what is going on, and when the result will be there."""
    if state is State.UNCONFIRMED:
        return f"You see {result} here once you press Train."
    if job is None:
        return f"Nothing is trained yet. You see {result} here after a training."
    if not job.done:
        verb = "waits for its turn" if job.state == "waiting" and job.run is None else "is under way"
        return f"The training {verb}. You see {result} here as soon as there is something to show."
    if job.error is not None:
        return f"The training failed. You see {result} here after one that succeeds."
    return f"The training was stopped before it began. You see {result} here after one that is not."
