"""The run that all sections show, and the digits."""

from contextlib import nullcontext

from streamlit.delta_generator import DeltaGenerator

from nnkit import PRESETS, Run
from nnkit.datasets import Dataset
from nnkit.experiment.openings import OPENINGS
from ui.controls.binding import leave_out
from ui.data import load_or_explain
from ui.training.jobs import training_of
from ui.training.placeholder import show_placeholder
from ui.training.run_panel import follow_run, train_unasked
from ui.training.state import State

PAGE = "mnist"
CHAPTER = PRESETS["mnist"]
(OPENING,) = OPENINGS["mnist/train"]


def load_digits() -> Dataset:
    """Load all digits, none of them kept for validation."""
    return load_or_explain(CHAPTER.data)


def find_run(controls: DeltaGenerator) -> Run | None:
    """Return the last run of the page; train the opening if there was none, and show the progress of a training.

    The progress stands here, where the answer will be; under the controls if there is the answer of an earlier run.
    """
    train_unasked(PAGE, OPENING)
    training = training_of(PAGE)
    training.observe()
    with controls if training.shown and training.state is State.TRAINING else nullcontext():
        run = follow_run(PAGE)
    if run is None:
        show_placeholder(PAGE, "the answer")
    elif run.experiment != OPENING:
        leave_out("the network that you trained, whose settings are in the link of the section “Train”")
    return run
