"""The networks of hand-ins that this server has not trained yet."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment
from nnkit.jobs import default_queue
from pages.class_.checking import Key, Measured, allowed_works, key_of, measure
from pages.class_.reading import Entry
from ui.numbers import counted
from ui.training.announcement import announce_job
from ui.training.budget import announce_time, request, show_question
from ui.training.jobs import training_of
from ui.training.poller import poll
from ui.training.progress import show_progress
from ui.training.refusal import show_refusal, submit_refused
from ui.training.state import State
from ui.training.visitor import session_of

PART = "class"
_WANTED, _KNOWN = "class.wanted", "class.known"  # in the session: what to train next, and what was measured


def measured_of(entries: Sequence[Entry]) -> dict[Key, Measured]:
    """Return what this server knows of the networks of hand-ins, by lesson, step and networks."""
    before: dict[Key, Measured] = st.session_state.get(_KNOWN, {})
    known: dict[Key, Measured] = {}
    for entry in entries:
        for work in allowed_works(entry) if entry.lesson else ():
            key = key_of(entry, work)
            if key in known:
                continue
            if key in before:
                known[key] = before[key]
                continue
            runs = [run for each in work.experiments if (run := default_queue().find(each)) is not None]
            if len(runs) == len(work.experiments):
                known[key] = measure(entry.lesson.steps[work.number - 1], runs)
    st.session_state[_KNOWN] = known
    return known


def missing_of(entries: Sequence[Entry], known: dict[Key, Measured]) -> list[Experiment]:
    """Return the networks that have to be trained, each once."""
    works = [(entry, work) for entry in entries if entry.lesson for work in allowed_works(entry)]
    unknown = [each for entry, work in works if key_of(entry, work) not in known for each in work.experiments]
    experiments = list(dict.fromkeys(unknown))
    return [each for each in experiments if default_queue().find(each) is None]


def submit_wanted() -> None:
    """Submit what the teacher has asked for. Call it before anything is drawn."""
    submit_refused(PART)
    wanted = st.session_state.pop(_WANTED, None)
    if st.session_state.get(f"{PART}.agree"):
        wanted = training_of(PART).agreed
    if wanted:
        request(PART, wanted, [""] * len(wanted))
    training_of(PART).observe()


def follow_training(missing: Sequence[Experiment]) -> None:
    """Show how far the training is, or offer to begin it."""
    training = training_of(PART)
    if not set(training.asked) <= set(missing):
        training.ask(())
    show_refusal(PART, "app")
    show_question(PART)
    job = training.job
    if job is not None and training.state is State.TRAINING:
        poll(PART, lambda: show_progress(PART, job), lambda: job.done, "app")
        return
    if job is not None:
        announce_job(PART, job)
        if job.error is not None:
            st.error(job.error)
    if missing and not training.asked:
        _offer(missing)


def _offer(missing: Sequence[Experiment]) -> None:
    """Offer to train what is missing, but for networks that take longer than the time budget each."""
    queue, session = default_queue(), session_of(PART)
    quick = [each for each in missing if queue.over_budget([each], session) is None]
    if slow := len(missing) - len(quick):
        st.markdown(f"{counted(slow, 'network')} of these codes would take longer than this server allows at once.")
    if not quick:
        return
    st.markdown(
        f"This server has not trained {counted(len(quick), 'network')} of these codes yet. {announce_time(quick)}"
    )
    wanted = {_WANTED: tuple(quick)}
    icon = ":material/play_arrow:"
    st.button("Train", icon=icon, key=f"{PART}.train", on_click=lambda: st.session_state.update(wanted))
