"""Trainings that wait for a press of Train. The last result stays on screen while the next network trains."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from nnkit import Experiment, Run
from nnkit.jobs import Job
from nnkit.results.run import History, without_penalties
from ui.lessons.measured import note_training
from ui.training.announcement import announce_job
from ui.training.budget import announce_time, request, show_question
from ui.training.jobs import may_start, submit, training_of
from ui.training.outcome import show_outcome
from ui.training.poller import draw_in_place, poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import State


@dataclass(frozen=True, eq=False)
class Growing:
    """A training that is under way. history, penalties: as in a Run, until now; {} before anything is measured."""

    experiment: Experiment
    history: History
    penalties: History

    @property
    def data_history(self) -> History:
        """As in a Run."""
        return without_penalties(self.history, self.penalties)


def offer_training(page: str, experiment: Experiment, preset: Experiment, redraw: str = "") -> None:
    """The Train button, the progress of the training, and whether the result on screen belongs to the settings.

    redraw: "app" where results are drawn before this or in another fragment: they follow when a training begins.
    """
    training = training_of(page)
    note_training(page, (experiment,))
    submit_refused(page)
    wanted = training.receive((experiment,), (preset,), may_start)
    if wanted and training.are_from_address((experiment,), (preset,)):
        submit(page, [experiment])  # other settings wait for a press of Train
    # Looked at before the buttons are drawn: what follows is drawn once.
    pressed = any(st.session_state.get(f"{page}.{button}") for button in ("train", "agree"))
    if pressed and request(page, [experiment]) and redraw:
        st.rerun(redraw)
    training.observe()
    current = training.experiments == (experiment,)
    st.button(
        "Train",
        icon=":material/play_arrow:",
        key=f"{page}.train",
        disabled=training.state is State.TRAINING and current,
        help="Train a network with these settings.",
        width="stretch",
    )
    show_refusal(page, "app")
    show_question(page)
    job = training.job
    if job is not None and training.state is State.TRAINING:
        poll(page, lambda: show_progress(page, job), lambda: job.done, "app")
    elif job is not None:
        draw_in_place(lambda: show_progress(page, job, current))
    if training.state is State.DONE and not (current or training.asked):
        st.caption(f"The settings have changed. {announce_time([experiment])}")


def train_unasked(page: str, preset: Experiment) -> None:
    """Train the preset if nothing was trained on the page before, so that it never greets its visitor empty."""
    if training_of(page).job is None:
        submit(page, [preset])


def show_growing(part: str, show: Callable[[Growing | None], None]) -> None:
    """Draw `show` with the training of the part, again and again while it is under way; else once with None.

    It is drawn in the same place in both cases, so that a figure with the same key is the same plot.
    """
    training = training_of(part)
    training.observe()
    job = training.job
    if job is not None and training.state is State.TRAINING:
        poll(f"{part}.curves", lambda: show(_growing(job)), lambda: job.done, "app")
    else:
        draw_in_place(lambda: show(None))


def _growing(job: Job) -> Growing:
    progress = job.progress  # read once: the queue may take it away at any time
    if progress is None or not progress.history.get("epoch"):
        return Growing(job.experiment, {}, {})
    return Growing(job.experiment, progress.history, progress.penalties)


def warn_of_outcome(part: str) -> None:
    """Say what went wrong in the last job of the part, if it is over."""
    training = training_of(part)
    if training.job is not None and training.state is State.DONE:
        show_outcome(part, training.job)


def follow_run(part: str) -> Run | None:
    """Show the progress of the part's job, or what went wrong in it; return the last run that is done.

    This is for what shows a run away from its controls.
    """
    training = training_of(part)
    show_refusal(part, "app")
    training.observe()
    job = training.job
    if job is not None and training.state is State.TRAINING:
        poll(part, lambda: show_progress(part, job), lambda: job.done, "app")
    elif job is not None:
        announce_job(part, job)
        show_outcome(part, job)
    return training.shown[0] if training.shown else None
