"""Trainings in the background: many of them, shared by all readers, while every press of anybody comes first."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from ui.training.jobs import forget, submit, training_of
from ui.training.poller import draw_in_place, poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import State


def follow_in_background(part: str, experiments: Sequence[Experiment], redraw: str) -> list[Run]:
    """Train the experiments in the background and show how far they are; return all of their runs once all are done.

    The runs are endings: see `Run.ending`. redraw: the key of the fragment that shows them.
    """
    training, wanted = training_of(part), tuple(experiments)
    with st.container():
        submit_refused(part)
        if training.experiments != wanted:
            submit(part, wanted, [""] * len(wanted), background=True)
        show_refusal(part, redraw)
        training.observe()
        job = training.job
        if job is None or training.experiments != wanted:
            return []  # the queue has refused them
        if training.state is State.TRAINING:
            poll(part, lambda: show_progress(part, job), lambda: job.done, redraw)
            return []
        if job.left or job.error is not None:  # it failed, or was stopped
            draw_in_place(lambda: show_progress(part, job))
            if job.error is not None:
                st.error(job.error)
            st.button(
                "Train the remaining networks",
                icon=":material/play_arrow:",
                key=f"{part}.rest",
                on_click=forget,
                args=(part,),
            )
            return []
    return [run for run in job.runs if run is not None]
