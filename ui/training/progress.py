"""How far a job is, in a bar with a sentence and a button that stops it."""

import streamlit as st

from nnkit.jobs import Job, default_queue
from ui.numbers import duration, epoch_text, fixed
from ui.training.announcement import announce_job
from ui.training.jobs import stop, train_anew
from ui.training.visitor import session_of


def show_progress(part: str, job: Job, current: bool = True) -> None:
    """The job's progress and its Stop button. A finished job takes the same room, so that nothing below moves.

    current: whether the job trains the settings of the controls; only then it can be trained anew.
    """
    default_queue().touch(job, session_of(part))
    with st.container(gap=None):  # what is announced takes no room
        st.progress(job.fraction, text=_status(job))
        announce_job(part, job)
    if job.done and default_queue().came_with_app(job):
        st.button(
            "Train anew",
            icon=":material/replay:",
            key=f"{part}.anew",
            disabled=not current,
            help="This result came with the app, trained with the same settings. Train it again here to compare.",
            width="stretch",
            on_click=train_anew,
            args=(part,),
        )
        return
    stoppable = not (job.stopping or job.done)
    if st.button("Stop", icon=":material/stop:", key=f"{part}.stop", disabled=not stoppable, width="stretch"):
        stop(part, job)


def _status(job: Job) -> str:
    if job.done:
        return _result(job)
    text = _current_step(job)
    several = len(job.runs) > 1 and not job.stopping
    return f"Network {len(job.runs) - job.left + 1} of {len(job.runs)}: {text}" if several else text


def _current_step(job: Job) -> str:
    if job.stopping:
        return "Stopping: what was learned so far is kept"
    left = default_queue().seconds_left(job)
    if job.state == "waiting":
        place = default_queue().position(job)
        waiting, begins = f"Waiting at place {place} in the queue", "starts"
        if job.paused is not None:
            waiting, begins = (
                f"Paused in epoch {epoch_text(job.paused.epochs_done)} so that others can train",
                "goes on",
            )
        return waiting if left is None else f"{waiting}, {begins} in about {duration(left)}"
    if not _learns(job):
        return "Getting ready: compiling takes a few seconds"
    epoch, epochs = _current_epoch(job), job.experiment.training.epochs
    if left is None:
        return f"Epoch {epoch:,} of {epochs:,}"
    return f"Epoch {epoch:,} of {epochs:,}, about {duration(left)} left"


def _learns(job: Job) -> bool:
    """Whether the job's current training has reported that it learns."""
    return job.progress is not None and job.progress.epoch > 0


def _current_epoch(job: Job) -> int:
    """Return the epoch in which the job's current training is, or was when it ended; the first until it reports."""
    done = 0.0 if job.progress is None else job.progress.epoch
    return min(int(done) + 1, job.experiment.training.epochs)


def _result(job: Job) -> str:
    runs = [run for run in job.runs if run is not None]
    if job.state == "failed":
        return f"Training failed in epoch {_current_epoch(job):,}" if _learns(job) else "Training failed"
    networks = f"{len(runs)} networks" if len(job.runs) > 1 else "Network"
    if default_queue().came_with_app(job):
        return f"{networks} came with the app, already trained"
    seconds = fixed(sum(run.seconds for run in runs))
    if job.state == "stopped":
        return f"{networks} trained for {seconds} s until stopped"
    return f"{networks} trained in {seconds} s"
