"""Parts of pages and their jobs. A part is a name that keeps what belongs to it apart in the session."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment
from nnkit.jobs import Job, JobFailed, QueueFull, default_queue
from ui.training.state import PartTraining, Refusal
from ui.training.visitor import session_of

MAX_UNASKED_SECONDS = 5.0  # for what the settings of an address train on arrival


def training_of(part: str) -> PartTraining:
    """The training of the part in this session; a new one where there was none, or where its runs are gone."""
    key = f"{part}.training"
    training: PartTraining = st.session_state.setdefault(key, PartTraining())
    if training.job is not None and training.job.done and default_queue().has_lost(training.runs):
        training = st.session_state[key] = PartTraining()
    return training


def submit(
    part: str,
    experiments: Sequence[Experiment],
    names: Sequence[str] = ("",),
    anew: bool = False,
    background: bool = False,
) -> bool:
    """Have the part train the experiments. Return False where the queue refuses them: `show_refusal` says why.

    anew: train even those whose runs are stored. background: let all others come first, and keep no histories.
    """
    queue, training = default_queue(), training_of(part)
    before = training.job
    try:
        job = queue.submit_all(experiments, session_of(part), anew, background)
    except (QueueFull, JobFailed) as error:
        for_now = isinstance(error, QueueFull)
        training.refused = Refusal(str(error), for_now, tuple(experiments), tuple(names), anew, background)
        return False
    training.submitted(job, tuple(experiments), names)
    if before is not None and before is not job:
        queue.stop(before, session_of(part))  # nobody looks at it any more, and the new one would wait for it
    return True


def may_start(experiments: Sequence[Experiment]) -> bool:
    """Whether experiments that came with an address train on arrival: they are known to be quick, and nobody waits.

    They are one job: what counts is how long they take together.
    """
    seconds = default_queue().estimate(experiments)
    if seconds is None or seconds > MAX_UNASKED_SECONDS:
        return False
    return not (seconds and default_queue().somebody_waits())


def train_anew(part: str) -> None:
    """Train the experiments of the part again, although their runs are stored."""
    training = training_of(part)
    submit(part, training.experiments, training.names, anew=True)


def try_again(part: str) -> None:
    """Train the experiments of the part again, after a failure. What has been trained of them is kept."""
    training = training_of(part)
    submit(part, training.experiments, training.names)


def forget(part: str) -> None:
    """Follow nothing and show nothing, until there is something to train again. Stop what nobody else waits for."""
    training: PartTraining | None = st.session_state.pop(f"{part}.training", None)
    if training is not None and training.job is not None:
        default_queue().stop(training.job, session_of(part))


def stop(part: str, job: Job) -> None:
    """The visitor no longer wants the job; it goes on where others wait for it, and the visitor is told so."""
    if not default_queue().stop(job, session_of(part)) and not job.done:
        st.toast("Other people are waiting for this training too, so it continues for them.")
