"""The formal neuron of 1943: how often it fires, and how far it is from a truth table."""

from nnkit.concepts.formal_neuron import (
    EXCITATORY,
    INHIBITORY,
    MAX_INPUTS,
    UNCONNECTED,
    FormalNeuron,
    thresholds,
    try_every_neuron,
)
from nnkit.concepts.formal_tasks import TASKS, Task
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

PART = "history_formal"
CONNECTIONS = {"excites": EXCITATORY, "inhibits": INHIBITORY, "none": UNCONNECTED}
ABSOLUTE, RELATIVE = "absolute", "relative"
NO_TASK = "none: just try"
HIGHEST = thresholds(MAX_INPUTS, False)[-1]


def table_of(neuron: FormalNeuron, task: Task | None) -> Table:
    """Return a row for each threshold, with the neuron's other settings, and what the neuron itself reaches."""
    lowest = thresholds(MAX_INPUTS, neuron.absolute)[0]
    rows = tuple(
        {"threshold": float(height), "firing rows": float(sum(_at(neuron, height).answers))}
        for height in range(lowest, HIGHEST + 1)
    )
    search = try_every_neuron(len(neuron.connections), neuron.absolute)
    final = {"threshold": float(neuron.threshold), "firing rows": float(sum(neuron.answers))}
    final |= {"truth tables": float(len(search.found))}
    if task is not None:
        wrong = sum(one != other for one, other in zip(neuron.answers, task.wanted, strict=True))
        best = len(task.wanted) - search.max_correct(task.wanted)
        final |= {"wrong rows": float(wrong), "wrong at best": float(best)}
    return Table(rows, (final,))


def compute(texts: Texts) -> Table:
    inputs = texts.one_of(f"{PART}_inputs", {str(count): count for count in range(1, MAX_INPUTS + 1)}, "2")
    tasks: dict[str, Task | None] = {**TASKS[inputs], NO_TASK: None}
    task = texts.one_of(f"{PART}_task_{inputs}", tasks, next(iter(tasks)))
    connections = [texts.one_of(f"{PART}_x{number}", CONNECTIONS, "excites") for number in range(1, inputs + 1)]
    threshold = texts.whole(f"{PART}_threshold", thresholds(MAX_INPUTS, False)[0], HIGHEST, 1)
    absolute = texts.one_of(f"{PART}_inhibition", {ABSOLUTE: True, RELATIVE: False}, ABSOLUTE)
    return table_of(FormalNeuron(tuple(connections), threshold, absolute), task)


def _at(neuron: FormalNeuron, threshold: int) -> FormalNeuron:
    return FormalNeuron(neuron.connections, threshold, neuron.absolute)
