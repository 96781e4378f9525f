"""The table of any section that computes its numbers, from the settings of a lesson's step and of a reader."""

from collections.abc import Callable
from functools import lru_cache

from nnkit.lessons import Step, Table
from ui.lessons.computed import activations, backpropagation, descent, formal, hebb, initial, perceptron
from ui.lessons.computed.texts import Texts

SECTIONS: dict[str, Callable[[Texts], Table]] = {
    "fundamentals/activations": activations.compute,
    "fundamentals/backpropagation": backpropagation.compute,
    "fundamentals/descent": descent.compute,
    "fundamentals/initial": initial.compute,
    "history/formal": formal.compute,
    "history/hebb": hebb.compute,
    "perceptron/rule": perceptron.compute,
}
Key = tuple[tuple[str, str], ...]  # settings that a reader has chosen: pairs of a control's key and its text


def is_computed(step: Step) -> bool:
    """Whether the section of the step trains nothing, and its numbers follow from its settings."""
    return f"{step.page}/{step.section}" in SECTIONS


@lru_cache(maxsize=1_024)
def compute(step: Step, settings: Key = ()) -> Table:
    """Return what the section of a step computes. settings: of its open controls, where they differ from the step's.

    Raises ValueError for a text that is none of its control.
    """
    return SECTIONS[f"{step.page}/{step.section}"](Texts({**dict(step.settings), **dict(settings)}))
