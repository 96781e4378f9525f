"""Parts of pages and their jobs. A part is a name that keeps what belongs to it apart in the session."""

from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from nnkit import Experiment
from nnkit.jobs import Job, JobFailed, QueueFull, default_queue

POLL_SECONDS = 0.3


def job_of(part: str) -> Job | None:
    """What the part follows, or followed last."""
    return st.session_state.get(f"{part}.job")


def submit(part: str, experiments: Sequence[Experiment]) -> bool:
    """Send experiments to the queue and have the part follow them. Where the queue refuses, say why; False then."""
    queue, before = default_queue(), job_of(part)
    try:
        job = queue.submit_all(experiments, _session(part))
    except (QueueFull, JobFailed) as error:
        st.warning(str(error), icon=":material/hourglass_top:")
        return False
    st.session_state[f"{part}.job"] = job
    if before is not None and before is not job:
        queue.stop(before, _session(part))  # nobody looks at it any more, and the new one would wait for it
    return True


def leave(part: str) -> None:
    """Follow nothing any more; what nobody else wants is not trained on."""
    if (job := st.session_state.pop(f"{part}.job", None)) is not None:
        default_queue().stop(job, _session(part))


def show_progress(part: str, job: Job) -> None:
    """How far the job is, and a button that stops it. To be drawn again until it is done, and as large then."""
    default_queue().touch(job, _session(part))
    bar, button = st.columns([5, 1], vertical_alignment="center")
    bar.progress(_fraction(job), text=_status(job))
    stoppable = not (job.stopping or job.done)
    if button.button("Stop", icon=":material/stop:", key=f"{part}.stop", disabled=not stoppable, width="stretch"):
        _stop(part, job)


def _session(part: str) -> str:
    """To the queue, each part is a session: parts of one page train side by side."""
    return f"{st.session_state.setdefault('session', uuid4().hex)}.{part}"


def _stop(part: str, job: Job) -> None:
    if not default_queue().stop(job, _session(part)) and not job.done:
        st.toast("Others in the class are waiting for this run too: it goes on for them.")


def _fraction(job: Job) -> float:
    done = len(job.runs) - job.left + (job.progress.fraction if job.progress else 0.0)
    return min(1.0, done / len(job.runs))


def _status(job: Job) -> str:
    if job.done:
        return _result(job)
    several = f"Network {len(job.runs) - job.left + 1} of {len(job.runs)}: " if len(job.runs) > 1 else ""
    if job.stopping:
        return "Stopping: what was learned so far is kept"
    if job.state == "waiting":
        return f"{several}In line, place {job.position}{_duration(job, ', starts in about')}"
    if job.progress is None or not job.progress.epoch:
        return f"{several}Getting ready: the first run of a new kind of network takes some seconds to compile"
    epochs = job.experiment.training.epochs
    epoch = min(int(job.progress.epoch) + 1, epochs)
    return f"{several}Epoch {epoch:,} of {epochs:,}{_duration(job, ', about', ' left')}"


def _result(job: Job) -> str:
    runs = [run for run in job.runs if run is not None]
    networks = f"{len(runs)} networks" if len(job.runs) > 1 else "Network"
    return f"{networks} trained in {sum(run.seconds for run in runs):.2f} s"


def _duration(job: Job, before: str, after: str = "") -> str:
    left = job.seconds_left
    if left is None:
        return ""
    return f"{before} {left:.0f} s{after}" if left < 90 else f"{before} {left / 60:.0f} min{after}"
