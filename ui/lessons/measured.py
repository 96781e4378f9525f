"""What the open section has trained or computed, for the step of a lesson to look at."""

from collections.abc import Hashable, Sequence

import streamlit as st

from nnkit import Experiment
from nnkit.lessons import Table, table_of
from ui.training.jobs import training_of
from ui.training.state import State

MEASURED = "lessons.measured"  # in the session: a part and its experiments, or a table and what it belongs to


def forget_measured() -> None:
    """Call it where a section begins to draw itself."""
    st.session_state.pop(MEASURED, None)


def note_training(part: str, experiments: Sequence[Experiment]) -> None:
    """Note what the controls of the section give a part to train. The first part of a section is the reader's own."""
    noted, _ = st.session_state.get(MEASURED, (part, None))
    if noted == part:
        st.session_state[MEASURED] = part, tuple(experiments)


def note_table(subject: Hashable, table: Table) -> None:
    """Note the numbers of a section that trains nothing. subject: its settings."""
    st.session_state[MEASURED] = subject, table


def measured() -> tuple[Hashable, Table | None]:
    """Return the settings of the section and what they have led to; None for the latter while it is not known."""
    subject, found = st.session_state.get(MEASURED, (None, None))
    if found is None or isinstance(found, Table):
        return subject, found
    training = training_of(subject)
    training.observe()
    if training.state is not State.DONE or training.experiments != found or len(training.runs) < len(found):
        return found, None
    if any(run.experiment != experiment for run, experiment in zip(training.runs, found, strict=True)):
        return found, None  # the last job failed, and the runs on screen are those of the one before
    return found, table_of(training.runs)
