"""Buttons that move a reader through the steps of a calculation."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st


class Jump(NamedTuple):
    """A button and the step to which it leads, counted from 0; beyond the first or the last step it leads there."""

    label: str
    icon: str  # a name of Material Symbols
    target: int
    hint: str


def current_step(part: str, subject: object, steps: int, first: int = 0) -> int:
    """Return the step at which the reader is, from 0 to steps - 1.

    subject: what the steps belong to, such as the chosen settings. first: where a new subject begins.
    """
    subject_key, step_key = f"{part}.subject", _step_key(part)
    if st.session_state.get(subject_key) != subject:
        st.session_state[subject_key], st.session_state[step_key] = subject, first
    step = st.session_state[step_key] = min(st.session_state[step_key], steps - 1)
    return step


def show_step_buttons(part: str, jumps: Sequence[Jump], step: int, steps: int) -> None:
    """Show a button for each jump; it is disabled if it leads to the current step."""
    with st.container(horizontal=True, gap="small"):
        for jump in jumps:
            target = max(0, min(jump.target, steps - 1))
            st.button(
                jump.label,
                icon=f":material/{jump.icon}:",
                key=f"{part}.{jump.label.lower().replace(' ', '_')}",
                help=jump.hint,
                disabled=target == step,
                on_click=st.session_state.update,
                args=({_step_key(part): target},),
            )


def _step_key(part: str) -> str:
    return f"{part}.place"
