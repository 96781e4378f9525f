"""What stands in the place of a result before there is one."""

import streamlit as st

from nnkit.jobs import default_queue
from ui.controls.binding import shown
from ui.training.jobs import training_of
from ui.training.state import State

HEIGHT = 360  # px


def show_pending(part: str, announcement: str, height: int = HEIGHT) -> None:
    """Announce the result, or offer to train the settings that came with the address and wait for the visitor.

    announcement: a sentence, as Markdown. height: in px, of the frame with the offer.
    """
    training = training_of(part)
    if training.state is not State.UNCONFIRMED:
        st.markdown(announcement)
        return
    shown().complete = False  # a result may have controls of its own
    seconds = default_queue().estimate(training.arrived)
    centred = {"horizontal_alignment": "center", "vertical_alignment": "center"}
    with st.container(border=True, height=height, **centred):  # type: ignore[arg-type]  # mypy widens the texts
        st.markdown("These settings came with the address of the page.", width="content")
        label = "Train with these settings"
        st.button(
            label if seconds is None else f"{label}: {duration(seconds)}",
            type="primary",
            icon=":material/play_arrow:",
            key=f"{part}.start",
            on_click=training.confirm,
        )
        if seconds is None:
            st.markdown("How long it takes is not known: this server has not trained this yet.", width="content")


def duration(seconds: float) -> str:
    """Write how long something takes: about 12 s, about 3 min."""
    return f"about {max(1, round(seconds))} s" if seconds < 90 else f"about {seconds / 60:.0f} min"
