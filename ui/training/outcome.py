"""Sentences about runs that did not simply finish: stopped, diverged, or with a loss that grew."""

import streamlit as st

from nnkit import Experiment, Run
from nnkit.jobs import Job
from ui.numbers import epoch_text, plain, scientific
from ui.training.jobs import try_again

RUNAWAY_LOSS = 10.0  # nats; guessing among ten classes has a loss of 2.3
RUNAWAY_GROWTH = 2.0  # times the first epoch's loss, since a penalty alone can be many nats at first
HUGE_LOSS = 1e3  # nats; counts as grown whatever the first epoch's loss was


def show_outcome(part: str, job: Job, names: tuple[str, ...] = ("",)) -> None:
    """Warn of what went wrong in a job of the part that is over.

    names: what to call its experiments where there are several.
    """
    if job.error is not None:
        st.error(job.error)
        st.button("Try again", icon=":material/replay:", key=f"{part}.again", on_click=try_again, args=(part,))
    elif job.run is None:
        st.warning("The training was stopped before it began, so nothing was learned.")
    for name, run in zip(names, job.runs, strict=True):
        if run is not None and (sentence := _outcome_sentence(run)):
            st.warning(f"{name}: {sentence}" if name else sentence)


def _outcome_sentence(run: Run) -> str:
    """Say how a run ended if it did not simply finish; "" if it did."""
    experiment = run.experiment
    if run.outcome == "stopped":
        return (
            f"The training was stopped in epoch {epoch_text(run.epochs_done)} of {experiment.training.epochs:,}. You "
            "see what the network had learned by then."
        )
    if run.outcome == "diverged":
        return (
            f"Training diverged in epoch {int(run.epochs_done) + 1:,}: the loss became too large for a number. "
            f"{_why_it_grew(experiment)} You see the network after epoch {epoch_text(run.snapshots[-1].epoch)}, the "
            "last one with finite numbers."
        )
    first, last = run.history["loss"][0], run.history["loss"][-1]
    if last > HUGE_LOSS or last > max(RUNAWAY_LOSS, RUNAWAY_GROWTH * first):
        return f"The loss grew to {scientific(last)} instead of falling. {_why_it_grew(experiment)}"
    return ""


def _why_it_grew(experiment: Experiment) -> str:
    network, training = experiment.network, experiment.training
    # Gradient descent on λw² alone is stable up to ηλ = 1, with momentum β up to 1 + β: beyond, each step throws
    # a weight further past 0 than it was. The loss of the data brings the bound down further.
    rate, bound = training.learning_rate, {"sgd": 1.0, "momentum": 1.9}.get(training.optimizer)
    if bound is not None and rate * network.l2 >= bound:
        return (
            f"Learning rate × L2 penalty is {plain(rate * network.l2)}. If it is {plain(bound)} or more, each step "
            "moves the weights past 0 and further away from it instead of shrinking them. Lower one of the two."
        )
    return (
        f"Most likely the learning rate of {plain(rate)} is too large, and each step overshoots further than the one "
        "before. Try a third of it."
    )
