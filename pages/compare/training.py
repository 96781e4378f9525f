"""Kept runs without a result: they are trained when the reader asks for it."""

import streamlit as st

from nnkit import Experiment
from ui.kept.session import kept_runs, without_result
from ui.numbers import counted
from ui.training.budget import announce_time, request, show_question
from ui.training.jobs import training_of
from ui.training.outcome import show_outcome
from ui.training.poller import draw_in_place, poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import State

PART = "compare"
_WANTED = "compare.wanted"  # in the session: what the reader has asked for, until the queue has heard of it


def want(experiments: list[Experiment]) -> None:
    """Have these trained at the next drawing."""
    st.session_state[_WANTED] = experiments


def take_results() -> None:
    """Give kept runs what was trained for them, also where it was stopped: the store does not find such a run."""
    training = training_of(PART)
    training.observe()
    runs = zip(training.experiments, training.job.runs, strict=True) if training.job is not None else ()
    trained = {experiment: run for experiment, run in runs if run is not None}
    for item in kept_runs().items:
        item.run = item.run or trained.get(item.experiment)


def follow_training() -> None:
    """Offer to train the kept runs without a result, and show how far that is."""
    submit_refused(PART)
    training, missing = training_of(PART), without_result()
    _submit([item.experiment for item in missing])
    show_refusal(PART, "app")
    show_question(PART)
    training.observe()
    job = training.job
    if job is not None and training.state is State.TRAINING:
        left = job.left
        poll(PART, lambda: show_progress(PART, job), lambda: job.done or job.left != left, "app")
        return
    if job is not None and job.error is not None:
        draw_in_place(lambda: show_progress(PART, job))
        show_outcome(PART, job, training.names)
    if missing and not training.asked:
        _offer([item.experiment for item in missing])


def _submit(missing: list[Experiment]) -> None:
    training, wanted = training_of(PART), st.session_state.pop(_WANTED, None)
    if st.session_state.get(f"{PART}.agree"):
        wanted = list(training.agreed)
    if training.asked and not set(training.asked) <= set(missing):  # the reader has removed one
        training.ask(())
    if wanted:
        request(PART, wanted, [""] * len(wanted))


def _offer(missing: list[Experiment]) -> None:
    experiments = list(dict.fromkeys(missing))
    which = counted(len(missing), "kept run")
    st.markdown(f"Of {which}, this server has only the settings. {announce_time(experiments)}")
    st.button("Train", icon=":material/play_arrow:", key=f"{PART}.train", on_click=want, args=(experiments,))
