"""What the queue has refused: why, and a new attempt by itself once there is room."""

import streamlit as st

from nnkit.jobs import default_queue
from ui.training.jobs import submit, training_of
from ui.training.poller import draw_in_place, poll
from ui.training.visitor import session_of


def submit_refused(part: str) -> None:
    """Submit again what the queue has refused to the part, if there is room by now."""
    refused = training_of(part).refused
    if refused is not None and refused.for_now and _has_room(part):
        submit(part, refused.experiments, refused.names, refused.anew, refused.background)


def show_refusal(part: str, redraw: str) -> None:
    """Say why the queue has refused what the part submitted last, and look whether there is room.

    redraw: the key of the fragment that holds the part, or "app"; it is drawn again when there is room.
    """
    refused = training_of(part).refused
    if refused is None:
        return
    if not refused.for_now:
        draw_in_place(lambda: _show(refused.reason))
        return
    reason = f"{refused.reason} This one is submitted by itself as soon as there is room."
    poll(f"{part}.room", lambda: _show(reason), lambda: _has_room(part), redraw)


def _has_room(part: str) -> bool:
    return default_queue().has_room(session_of(part))


def _show(reason: str) -> None:
    st.warning(reason, icon=":material/hourglass_top:")
