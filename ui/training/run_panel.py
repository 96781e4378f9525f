"""Trainings that wait for a press of Train. The last result stays on screen while the next network trains."""

import streamlit as st

from nnkit import Experiment, Run
from nnkit.jobs import Job
from ui.training.growing_curves import show_growing_curves
from ui.training.jobs import submit, training_of
from ui.training.outcome import show_outcome
from ui.training.poller import poll
from ui.training.progress import show_progress
from ui.training.state import State


def offer_training(page: str, experiment: Experiment, preset: Experiment) -> None:
    """The Train button, and whether what is below belongs to the settings above."""
    training = training_of(page)
    training.receive((experiment,), (preset,))
    training.observe()
    current = training.experiments == (experiment,)
    pressed = st.button(
        "Train",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{page}.train",
        disabled=training.state is State.TRAINING and current,
        help="Train a network with these settings.",
    )
    if pressed and submit(page, [experiment]):
        st.rerun(scope="app")
    elif training.state is State.UNCONFIRMED:
        st.info("These settings came with the address of the page. Press Train to see what they lead to.")
    elif training.state is State.DONE and not current:
        st.caption("The settings have changed: press Train to see what they lead to.")


def train_unasked(page: str, preset: Experiment) -> None:
    """Train the preset if nothing was trained on the page before, so that it never greets its visitor empty."""
    if training_of(page).job is None:
        submit(page, [preset])


def show_run(page: str) -> Run | None:
    """The progress of the page's job while it trains, and the last run that is done."""
    training = training_of(page)
    training.observe()
    job = training.job
    if job is None:
        return None
    if training.state is State.TRAINING:
        poll(page, lambda: _show_job(page, job), lambda: job.done, "app")
    else:
        show_outcome(job)
    return training.shown[0] if training.shown else None


def _show_job(page: str, job: Job) -> None:
    with st.container(border=True):
        show_progress(page, job)
        progress = job.progress  # read once: the queue may take it away at any time
        if progress is not None and progress.history.get("epoch"):
            show_growing_curves(page, job.experiment, progress.history)
