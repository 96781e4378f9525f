"""Runs that wait for a press of Train: followed while they train, and kept for the session when they are done."""

import pandas as pd
import streamlit as st

from nnkit import Experiment, Run
from nnkit.figures.style import TRAINING, VALIDATION
from nnkit.jobs import Job
from nnkit.results.run import HISTORY_KEYS
from ui.training.jobs import POLL_SECONDS, job_of, show_progress, submit
from ui.training.outcome import tell_outcome


def offer_training(page: str, experiment: Experiment, preset: Experiment) -> None:
    """The Train button, and whether what is below belongs to the settings above."""
    job = job_of(page)
    running = job is not None and not job.done
    pressed = st.button(
        "Train",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{page}.train",
        disabled=running and job.experiment == experiment,
        help="Train a network with these settings.",
    )
    if pressed and submit(page, [experiment]):
        st.rerun(scope="app")
    elif job is None and experiment != preset:
        st.info("These settings came with the address of the page. Press Train to see what they lead to.")
    elif job is not None and not running and job.experiment != experiment:
        st.caption("The settings have changed: press Train to see what they lead to.")


def train_unasked(page: str, preset: Experiment) -> None:
    """Train the preset if nothing was trained on the page before, so that it never greets its reader empty."""
    if job_of(page) is None:
        submit(page, [preset])


def show_run(page: str) -> Run | None:
    """What is going on, and the last run that is done: results stay on screen while the next run trains."""
    if (job := job_of(page)) is None:
        return None
    if not job.done:
        _follow(page)
    elif job.run is not None:
        st.session_state[f"{page}.run"] = job.run
    if job.done:
        tell_outcome(job)
    return st.session_state.get(f"{page}.run")


@st.fragment(run_every=POLL_SECONDS)
def _follow(page: str) -> None:
    """Progress of the page's job, drawn again by itself until the job is done."""
    job = job_of(page)
    if job.done:
        st.rerun(scope="app")
    with st.container(border=True):
        show_progress(page, job)
        if job.progress is not None and job.progress.history.get("epoch"):
            _show_growing_curves(page, job)


def _show_growing_curves(page: str, job: Job) -> None:
    """Loss and accuracy so far, in charts that take new points in place (a Plotly figure would be drawn anew)."""
    history = pd.DataFrame(job.progress.history, columns=HISTORY_KEYS).astype(float)
    history[["accuracy", "val_accuracy"]] *= 100
    epochs, measures = job.experiment.training.epochs, {"loss": "loss (nats)", "accuracy": "accuracy (%)"}
    if job.experiment.data.classes is None:
        measures = {"loss": "mean squared error"}
    for column, (measure, name) in zip(st.columns(2), measures.items(), strict=False):
        with column:
            option = _growing_curve(history, name, measure, epochs)
            st.echarts_chart(option, height=220, key=f"{page}.growing_{measure}", alt=f"The {name} so far, by epoch")


def _growing_curve(history: pd.DataFrame, name: str, measure: str, epochs: int) -> dict:
    axis = {"type": "value", "nameLocation": "middle"}
    return {
        "dataset": {"source": history},
        "color": [TRAINING, VALIDATION],
        "legend": {"top": 0},
        "grid": {"top": 32, "left": 24, "right": 16, "bottom": 24},
        "tooltip": {"trigger": "axis"},
        "xAxis": {**axis, "min": 0, "max": epochs, "name": "epoch"},
        "yAxis": {**axis, "scale": True, "name": name},
        "series": [
            {"type": "line", "name": label, "encode": {"x": "epoch", "y": column}, "symbolSize": 4}
            for column, label in ((measure, "training"), (f"val_{measure}", "validation"))
            if history[column].notna().any()
        ],
        "animation": False,
    }
