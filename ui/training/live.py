"""Trainings that follow the sliders: moving one is the press."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from nnkit.jobs import Job
from ui.controls.rules import current_rules
from ui.lessons.measured import note_training
from ui.training.budget import request, show_question
from ui.training.jobs import may_start, training_of
from ui.training.outcome import show_outcome
from ui.training.poller import draw_in_place, poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import PartTraining, State

QUICK_SECONDS = 1.0  # in which most runs are done: waiting for them shows them at once, without a progress bar between


def follow_sliders(
    part: str,
    experiments: Sequence[Experiment],
    preset: Sequence[Experiment],
    names: Sequence[str] = ("",),
    redraw: str = "",
) -> list[Run]:
    """Train the experiments that the sliders give, and return the runs to show.

    While a job trains, these are the runs of the job before it. There are none before anything has been trained:
    settings that came with the page's address and take long, or nobody knows how long, wait for a press of the button
    that `show_placeholder` shows in the place of the result, or for a slider to be moved.
    names: what to call the experiments where there are several. redraw: the key of the fragment that shows the runs,
    or "app" for the whole page; it is drawn again when there are more of them. It is the part's own name unless given.
    """
    training = training_of(part)
    note_training(part, experiments)
    with st.container():  # what is said here may be a line more or less; what follows keeps its place
        submit_refused(part)
        if training.receive(tuple(experiments), tuple(preset), _may_start):
            request(part, experiments, names)
        show_refusal(part, redraw or part)
        show_question(part)
        if training.state is not State.UNCONFIRMED and training.job is not None:
            _show_job(part, training, training.job, redraw or part)
    return training.runs


def _may_start(experiments: Sequence[Experiment]) -> bool:
    """Whether settings that came with the address train on arrival. Those of a lesson do: a whole class opens it.

    An address that moves an open control of a lesson's step is no part of the lesson. A lesson that was pasted can come
    from anybody, as any address can.
    """
    rules = current_rules()
    return (rules is not None and rules.from_server and not rules.from_address) or may_start(experiments)


def _show_job(part: str, training: PartTraining, job: Job, redraw: str) -> None:
    left = job.left
    if training.shown:
        job.wait(QUICK_SECONDS)
    training.observe()
    if training.state is State.TRAINING:
        poll(part, lambda: show_progress(part, job), lambda: job.done or job.left != left, redraw)
    else:
        draw_in_place(lambda: show_progress(part, job))
        show_outcome(part, job, training.names)
