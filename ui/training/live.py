"""Runs that follow the sliders: moving one is the press."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from ui.components.clock import tick
from ui.training.jobs import job_of, leave, show_progress, submit
from ui.training.outcome import tell_outcome

PATIENCE_SECONDS = 1.0  # in which most runs are done: waiting shows them at once, without progress in between
Experiments = tuple[Experiment, ...]


def follow_sliders(
    part: str,
    experiments: Sequence[Experiment],
    preset: Sequence[Experiment],
    names: Sequence[str] = ("",),
    redraw: str = "",
) -> list[Run]:
    """Train what the sliders say, and give the runs there are; while it trains, those of the last job that was done.

    names: what to call the experiments where there are several. redraw: the key of the fragment that shows the runs,
    to be drawn again when there are more of them, or "app" for the whole page; the part's own name unless given.
    No runs before anything has been trained: settings that came with the page's address wait for a press of a button,
    or for a slider to be moved.
    """
    with st.container():  # whatever there is to tell, what follows stays where it is
        return _follow_sliders(part, tuple(experiments), tuple(preset), tuple(names), redraw or part)


def _follow_sliders(
    part: str, experiments: Experiments, preset: Experiments, names: tuple[str, ...], redraw: str
) -> list[Run]:
    new = st.session_state.get(f"{part}.wished") != experiments
    if new and _asked(part, experiments, preset) and submit(part, experiments):
        st.session_state[f"{part}.wished"], st.session_state[f"{part}.names"] = experiments, names
    if (job := job_of(part)) is None:
        return []
    shown = st.session_state.get(f"{part}.runs")
    if shown is not None:
        job.wait(PATIENCE_SECONDS)
    if not job.done:
        _follow(part, job.left, redraw)
    else:
        if job.run is not None and (shown is None or job.error is None):
            shown = st.session_state[f"{part}.runs"] = job.runs
        show_progress(part, job)  # so that nothing below moves up or down
        tell_outcome(job, st.session_state[f"{part}.names"])
    return [run for run in shown or job.runs if run is not None]


def forget(part: str) -> None:
    """Follow nothing, and show nothing of what was followed, until there is something to follow again."""
    leave(part)
    for name in ("wished", "names", "runs"):
        st.session_state.pop(f"{part}.{name}", None)


def _asked(part: str, experiments: Experiments, preset: Experiments) -> bool:
    """Whether to train: always, but for settings that came with the address and nobody has confirmed."""
    if job_of(part) is not None or experiments == preset:
        return True
    if st.session_state.setdefault(f"{part}.came", experiments) != experiments:
        return True
    st.info("These settings came with the address of the page. Press Train, or move a control, to see their effect.")
    confirm = {f"{part}.came": None}  # before the page is drawn again, this time without the button
    icon, told = ":material/play_arrow:", st.session_state.update
    st.button("Train", type="primary", icon=icon, key=f"{part}.train", on_click=told, args=(confirm,))
    return False


@st.fragment
def _follow(part: str, left: int, redraw: str) -> None:
    """Progress of the part's job, drawn again by itself until another of its trainings is done."""
    job = job_of(part)

    def redraw_if_there_is_more() -> None:
        if job.done or job.left != left:
            st.rerun(redraw)  # that alone: what else is on the page stays, and so do clicks on it

    tick(f"{part}.tick", redraw_if_there_is_more)
    show_progress(part, job)
