"""How far a job is, in a bar with a sentence and a button that stops it."""

import streamlit as st

from nnkit.jobs import Job, default_queue
from ui.numbers import duration
from ui.training.announcement import announce_job
from ui.training.jobs import session_of, stop, train_anew


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
            help="This result was trained before you came, with the same settings. Train it here and now to compare.",
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
    several = f"Network {len(job.runs) - job.left + 1} of {len(job.runs)}: " if len(job.runs) > 1 else ""
    if job.stopping:
        return "Stopping: what was learned so far is kept"
    if job.state == "waiting":
        place = default_queue().position(job)
        return f"{several}In line, place {place}{_time_left(job, ', starts in about')}"
    if job.progress is None or not job.progress.epoch:
        return f"{several}Getting ready: compiling takes some seconds"
    epochs = job.experiment.training.epochs
    epoch = min(int(job.progress.epoch) + 1, epochs)
    return f"{several}Epoch {epoch:,} of {epochs:,}{_time_left(job, ', about', ' left')}"


def _result(job: Job) -> str:
    runs = [run for run in job.runs if run is not None]
    if job.state == "failed":
        return "Training failed"
    networks = f"{len(runs)} networks" if len(job.runs) > 1 else "Network"
    if default_queue().came_with_app(job):
        return f"{networks} trained already: came with the app"
    if job.state == "stopped":
        return f"{networks} trained for {sum(run.seconds for run in runs):.2f} s until it was stopped"
    return f"{networks} trained in {sum(run.seconds for run in runs):.2f} s"


def _time_left(job: Job, before: str, after: str = "") -> str:
    left = default_queue().seconds_left(job)
    return "" if left is None else f"{before} {duration(left)}{after}"
