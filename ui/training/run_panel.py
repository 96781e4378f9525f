"""Trainings that wait for a press of Train. The last result stays on screen while the next network trains."""

from collections.abc import Callable

import streamlit as st

from nnkit import Experiment, Run
from nnkit.jobs import Job
from ui.training.growing_curves import HEIGHT, show_growing_curves
from ui.training.jobs import may_start, submit, training_of
from ui.training.outcome import show_outcome
from ui.training.poller import poll
from ui.training.progress import show_progress
from ui.training.state import State


def offer_training(page: str, experiment: Experiment, preset: Experiment) -> None:
    """The Train button, the progress of the training, and whether the result on screen belongs to the settings."""
    training = training_of(page)
    wanted = training.receive((experiment,), (preset,), may_start)
    if wanted and training.job is None and training.arrived == (experiment,) != (preset,):
        submit(page, [experiment])  # the address asks for it
    training.observe()
    current = training.experiments == (experiment,)
    pressed = st.button(
        "Train",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{page}.train",
        disabled=training.state is State.TRAINING and current,
        help="Train a network with these settings.",
        width="stretch",
    )
    if pressed and submit(page, [experiment]):
        st.rerun(scope="app")
    job = training.job
    if job is not None and training.state is State.TRAINING:
        poll(page, lambda: show_progress(page, job), lambda: job.done, "app")
    elif job is not None:
        show_progress(page, job)
    if training.state is State.DONE and not current:
        st.caption("The settings have changed: press Train to see what they lead to.")


def train_unasked(page: str, preset: Experiment) -> None:
    """Train the preset if nothing was trained on the page before, so that it never greets its visitor empty."""
    if training_of(page).job is None:
        submit(page, [preset])


def show_run(page: str, height: int = HEIGHT) -> Run | None:
    """The curves of the page's job while it trains, and what went wrong in it; return the last run that is done.

    height: of the curves in px.
    """
    return _show(page, f"{page}.curves", lambda job: _show_curves(page, job, height))


def follow_run(page: str) -> Run | None:
    """As `show_run`, with the progress instead of the curves: for what shows a run away from its controls."""
    return _show(page, page, lambda job: show_progress(page, job))


def _show(page: str, key: str, show_job: Callable[[Job], None]) -> Run | None:
    training = training_of(page)
    training.observe()
    job = training.job
    if job is None:
        return None
    if training.state is State.TRAINING:
        poll(key, lambda: show_job(job), lambda: job.done, "app")
    else:
        show_outcome(job)
    return training.shown[0] if training.shown else None


def _show_curves(page: str, job: Job, height: int) -> None:
    progress = job.progress  # read once: the queue may take it away at any time
    show_growing_curves(page, job.experiment, progress.history if progress is not None else {}, height)
