"""What a screen reader announces of a training: its start, its quarters, and how it ended."""

from nnkit import Run
from nnkit.jobs import Job
from ui.components.live_region import announce
from ui.numbers import counted, percent, scientific

QUARTERS = 4
# By the outcome of a run. Why it ended early is in a message on the page, which screen readers announce by themselves.
ENDS = {
    "finished": "Training has finished.",
    "stopped": "The training was stopped.",
    "diverged": "The training has diverged.",
}


def announce_job(part: str, job: Job, key: str = "") -> None:
    """Announce how far the part's job is. Call it as often as the part is drawn: the same sentence is read once.

    key: of the component, where it is drawn in two places.
    """
    announce(part, describe_job(job), job.done, key or part)


def describe_job(job: Job) -> str:
    """Say that the job begins, which quarter of it is done, or how it ended."""
    if job.done:
        return _describe_end(job)
    quarter = min(int(QUARTERS * job.fraction), QUARTERS - 1)  # the end has a sentence of its own
    if not quarter:
        if len(job.runs) > 1:
            return f"Training begins: {len(job.runs)} networks."
        return f"Training begins: {counted(job.experiment.training.epochs, 'epoch')}."
    return f"Training: {percent(quarter / QUARTERS, 0)} done."


def _describe_end(job: Job) -> str:
    runs = [run for run in job.runs if run is not None]
    if job.error is not None:
        return "The training has failed. The message on the page says why."
    if not runs:
        return "The training was stopped before it began."
    if len(runs) > 1:
        return f"Training has finished: {len(runs)} networks. {_describe_best(runs)}"
    return f"{ENDS[runs[0].outcome]} {_describe_score(runs[0])}"


def _describe_score(run: Run) -> str:
    accuracy = run.test["accuracy"]
    if accuracy is None:
        return f"Mean squared error on the test samples: {scientific(run.test['loss'] or 0.0)}."
    return f"Test accuracy: {percent(accuracy)}."


def _describe_best(runs: list[Run]) -> str:
    accuracies = [run.test["accuracy"] for run in runs]
    known = [accuracy for accuracy in accuracies if accuracy is not None]
    if not known:
        return (
            "Smallest mean squared error on the test samples: "
            f"{scientific(min(run.test['loss'] or 0.0 for run in runs))}."
        )
    return f"Best test accuracy: {percent(max(known))}."
