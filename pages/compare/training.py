"""Kept runs without a result: they are trained when the reader asks for it."""

import streamlit as st

from nnkit import Experiment
from ui.kept.session import kept_runs, without_result
from ui.numbers import counted
from ui.training.announcement import announce_job
from ui.training.budget import announce_time, request, show_question
from ui.training.jobs import training_of
from ui.training.outcome import show_outcome
from ui.training.poller import poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import State

PART = "compare"
_WANTED = "compare.wanted"  # in the session: what the reader has asked for, until the queue has heard of it


def want(experiments: list[Experiment]) -> None:
    """Have these trained at the next drawing."""
    st.session_state[_WANTED] = experiments


def take_results() -> None:
    """Submit what the reader has asked for, and give kept runs what was trained for them.

    The store does not find a run that was stopped.
    """
    _submit_wanted()
    training = training_of(PART)
    training.observe()
    runs = zip(training.experiments, training.job.runs, strict=True) if training.job is not None else ()
    trained = {experiment: run for experiment, run in runs if run is not None}
    for item in kept_runs().items:
        item.run = item.run or trained.get(item.experiment)


def follow_training() -> None:
    """Offer to train the kept runs without a result, and show how far that is."""
    training, missing = training_of(PART), [item.experiment for item in without_result()]
    if not set(training.asked) <= set(missing):  # the reader has removed one
        training.ask(())
    show_refusal(PART, "app")
    show_question(PART)
    job = training.job
    if job is not None and training.state is State.TRAINING:
        left = job.left
        poll(PART, lambda: show_progress(PART, job), lambda: job.done or job.left != left, "app")
        return
    if job is not None:
        announce_job(PART, job)
        if job.error is not None or len(job.runs) == 1:  # of several, it would not say which one it is about
            show_outcome(PART, job, training.names)
    if missing and not training.asked:
        _offer(missing)


def _submit_wanted() -> None:
    submit_refused(PART)
    training, wanted = training_of(PART), st.session_state.pop(_WANTED, None)
    if st.session_state.get(f"{PART}.agree"):
        wanted = list(training.agreed)
    if not wanted:
        return
    if training.job is not None and training.state is State.TRAINING:  # the new job takes the place of the one before
        runs = zip(training.experiments, training.job.runs, strict=True)
        wanted = list(dict.fromkeys([*(experiment for experiment, run in runs if run is None), *wanted]))
    request(PART, wanted, [""] * len(wanted))


def _offer(missing: list[Experiment]) -> None:
    experiments = list(dict.fromkeys(missing))
    which = counted(len(missing), "kept run")
    st.markdown(f"Of {which}, this server has only the settings. {announce_time(experiments)}")
    st.button("Train", icon=":material/play_arrow:", key=f"{PART}.train", on_click=want, args=(experiments,))
