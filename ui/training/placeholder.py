"""What stands where a result will be, as long as there is none."""

from typing import Literal

import streamlit as st

from nnkit.jobs import Job, default_queue
from ui.components.window import as_figure, figure_height
from ui.controls.binding import shown
from ui.numbers import duration
from ui.training.jobs import training_of
from ui.training.state import PartTraining, State

OFFER_HEIGHT = 360  # px


def show_placeholder(part: str, result: str, height: int | Literal["content"] | None = None) -> None:
    """Say why the part has nothing to show yet; offer to train settings from the address that wait for the visitor.

    result: what will be shown, as in "the networks". height: in px, or that of the text; that of a section's main
    figure unless given.
    """
    training = training_of(part)
    training.observe()
    if training.state is State.UNCONFIRMED:
        _offer(part, training, OFFER_HEIGHT if height is None else height)
        return
    with st.container(height=as_figure(figure_height()) if height is None else height, border=False):
        st.markdown(sentence_for(training.job, result))


def sentence_for(job: Job | None, result: str) -> str:
    """Say what is going on, and when the result will be there."""
    if job is None:
        return f"No network is trained yet. You see {result} here after a training."
    if not job.done:  # whether it waits or trains stands beside its Stop button
        return f"You see {result} here as soon as there is something to show."
    if job.error is not None:
        return f"The training failed. You see {result} here after a training that succeeds."
    return f"The training was stopped before it began. You see {result} here after the next training."


def _offer(part: str, training: PartTraining, height: int | Literal["content"]) -> None:
    shown().complete = False  # a result may have controls of its own
    seconds = default_queue().estimate(training.arrived)
    with st.container(border=True, height=height, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("These settings came with the address of this page.", width="content")
        label = "Train with these settings"
        st.button(
            label if seconds is None else f"{label}: about {duration(max(1.0, seconds))}",
            icon=":material/play_arrow:",
            key=f"{part}.start",
            on_click=training.confirm,
        )
        if seconds is None:
            st.markdown(
                "This server has not trained these settings yet, so it does not know how long this takes.",
                width="content",
            )
