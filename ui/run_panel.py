"""A page's runs: sent to the queue, followed while they train, and kept for the session when they are done."""

from uuid import uuid4

import pandas as pd
import streamlit as st

from nnkit import Experiment, Run
from nnkit.figures.style import TRAINING, VALIDATION
from nnkit.jobs import Job, JobFailed, JobQueue, QueueFull, default_queue
from nnkit.run import HISTORY_KEYS

POLL_SECONDS = 0.3
RUNAWAY_LOSS = 1e3  # nats: guessing among ten classes costs 2.3


def offer_training(page: str, experiment: Experiment, preset: Experiment) -> None:
    """The Train button, and whether what is below belongs to the settings above."""
    untouched = f"{page}.job" not in st.session_state
    running = not untouched and not _job(page).done
    pressed = st.button(
        "Train",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{page}.train",
        disabled=running and _job(page).experiment == experiment,
        help="Train a network with these settings.",
    )
    if pressed and _start(page, experiment):
        st.rerun(scope="app")
    elif untouched and experiment != preset:
        st.info("These settings came with the address of the page. Press Train to see what they lead to.")
    elif not untouched and not running and _job(page).experiment != experiment:
        st.caption("The settings have changed: press Train to see what they lead to.")


def train_unasked(page: str, preset: Experiment) -> None:
    """Train the preset if nothing was trained on the page before, so that it never greets its reader empty."""
    if f"{page}.job" not in st.session_state:
        _start(page, preset)


def show_run(page: str) -> Run | None:
    """What is going on, and the last run that is done: results stay on screen while the next run trains."""
    if (job := st.session_state.get(f"{page}.job")) is None:
        return None
    if not job.done:
        _follow(page)
    elif job.run is not None:
        st.session_state[f"{page}.run"] = job.run
    if job.done:
        _tell_outcome(job)
    return st.session_state.get(f"{page}.run")


def _job(page: str) -> Job:
    return st.session_state[f"{page}.job"]


def _session() -> str:
    return st.session_state.setdefault("session", uuid4().hex)


def _start(page: str, experiment: Experiment) -> bool:
    """Send the experiment to the queue and have the page follow it. Where the queue refuses, say why; False then."""
    queue, before = default_queue(), st.session_state.get(f"{page}.job")
    try:
        job = st.session_state[f"{page}.job"] = queue.submit(experiment, _session())
    except (QueueFull, JobFailed) as error:
        st.warning(str(error), icon=":material/hourglass_top:")
        return False
    if before is not None and before is not job:
        queue.stop(before, _session())  # nobody looks at it any more, and the new one would wait for it
    return True


@st.fragment(run_every=POLL_SECONDS)
def _follow(page: str) -> None:
    """Progress of the page's job, drawn again by itself until the job is done."""
    job, queue = _job(page), default_queue()
    if job.done:
        st.rerun(scope="app")
    queue.touch(job, _session())
    with st.container(border=True):
        bar, button = st.columns([5, 1], vertical_alignment="center")
        bar.progress(_fraction(job), text=_status(job))
        if button.button("Stop", icon=":material/stop:", key=f"{page}.stop", disabled=job.stopping, width="stretch"):
            _stop(queue, job)
        if job.progress is not None and job.progress.history.get("epoch"):
            _show_growing_curves(page, job)


def _stop(queue: JobQueue, job: Job) -> None:
    if not queue.stop(job, _session()) and not job.done:
        st.toast("Others in the class are waiting for this run too: it goes on for them.")


def _fraction(job: Job) -> float:
    return min(1.0, job.progress.fraction) if job.progress else 0.0


def _status(job: Job) -> str:
    if job.stopping:
        return "Stopping: what was learned so far is kept"
    if job.state == "waiting":
        return f"In line, place {job.position}{_duration(job, ', starts in about')}"
    if job.progress is None or not job.progress.epoch:
        return "Getting ready: the first run of a new kind of network takes some seconds to compile"
    epochs = job.experiment.training.epochs
    return f"Epoch {min(int(job.progress.epoch) + 1, epochs)} of {epochs}{_duration(job, ', about', ' left')}"


def _duration(job: Job, before: str, after: str = "") -> str:
    left = job.seconds_left
    if left is None:
        return ""
    return f"{before} {left:.0f} s{after}" if left < 90 else f"{before} {left / 60:.0f} min{after}"


def _show_growing_curves(page: str, job: Job) -> None:
    """Loss and accuracy so far, in charts that take new points in place (a Plotly figure would be drawn anew)."""
    history = pd.DataFrame(job.progress.history, columns=HISTORY_KEYS).astype(float)
    history[["accuracy", "val_accuracy"]] *= 100
    epochs = job.experiment.training.epochs
    for column, name, measure in zip(st.columns(2), ("loss (nats)", "accuracy (%)"), ("loss", "accuracy"), strict=True):
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


def _tell_outcome(job: Job) -> None:
    """What a run came to, where it was not simply finished."""
    if job.error is not None:
        st.error(job.error)
    elif job.run is None:
        st.warning("Stopped before training began: nothing was learned. Press Train to start again.")
    elif job.run.outcome == "stopped":
        epochs = job.run.experiment.training.epochs
        st.warning(f"Stopped after {job.run.epochs_done:.4g} of {epochs} epochs. What was learned until then is below.")
    elif job.run.outcome == "diverged":
        st.warning(
            f"Training diverged in epoch {int(job.run.epochs_done) + 1}: the loss grew past every number. "
            f"{_why_it_grew(job.run.experiment)} What is below is the network after epoch "
            f"{job.run.snapshots[-1].epoch:g}, the last with finite numbers."
        )
    elif (loss := job.run.history["loss"][-1]) > RUNAWAY_LOSS:
        st.warning(f"The loss grew to {loss:.3g} instead of falling. {_why_it_grew(job.run.experiment)}")


def _why_it_grew(experiment: Experiment) -> str:
    network, training = experiment.network, experiment.training
    # Gradient descent on λw² alone is stable up to ηλ = 1, with momentum β up to 1 + β: beyond, each step throws
    # a weight further past 0 than it was. The loss of the data brings the bound down further.
    rate, bound = training.learning_rate, {"sgd": 1.0, "momentum": 1.9}.get(training.optimizer)
    if bound is not None and rate * network.l2 >= bound:
        return (
            f"Learning rate × L2 penalty is {rate * network.l2:g}: from {bound:g} on, each step throws the weights "
            "further past 0 instead of shrinking them. Lower one of the two."
        )
    return f"Most likely, steps of learning rate {rate:g} overshoot further each time. Try a third of it."
