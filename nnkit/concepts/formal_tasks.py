"""Truth tables to build with one formal neuron, and why some cannot be."""

from collections.abc import Callable
from dataclasses import dataclass

from nnkit.concepts.formal_neuron import Answers, input_rows, try_every_neuron

NOT_SEPARABLE = (
    "The neuron has to fire if one input alone is active, so each weight reaches the threshold. It has to be silent if "
    "no input is active, so the threshold is above 0. Then both weights together reach the threshold too, and the "
    "neuron fires where it should be silent."
)
NOT_SEPARABLE_EITHER = (
    "The neuron has to fire if no input is active, so the threshold is 0 or less. It has to be silent if one input "
    "alone is active, so each weight is below the threshold. Then both weights together are below it too, and the "
    "neuron is silent where it should fire."
)
PARITY = (
    "Keep all inputs but two at 0. Then the neuron has to compute XOR of these two, and no single neuron can do this."
)
UNEQUAL = (
    "x1 has to count twice as much as the others: weights of 2, 1 and 1 with a threshold of 3 would work. In the paper "
    "of 1943, x1 could have two synapses on the neuron. Here each input has one."
)
VETO = (
    "In some rows one more active input has to silence the neuron, so this input has to inhibit. With absolute "
    "inhibition it silences the neuron whenever it is active, even if the neuron should fire. With relative inhibition "
    "you can build this table."
)


@dataclass(frozen=True)
class Task:
    wanted: Answers
    obstacle: str = ""  # why no neuron can compute it, whether its inhibition is absolute or relative


def _task(inputs: int, rule: Callable[..., bool], obstacle: str = "") -> Task:
    return Task(tuple(int(rule(*row)) for row in input_rows(inputs)), obstacle)


# By the number of inputs. For two inputs these are all tasks.
TASKS: dict[int, dict[str, Task]] = {
    1: {
        "NOT x1": _task(1, lambda x: not x),
        "x1": _task(1, lambda x: x),
        "always": _task(1, lambda x: True),
        "never": _task(1, lambda x: False),
    },
    2: {
        "AND": _task(2, lambda x, y: x and y),
        "OR": _task(2, lambda x, y: x or y),
        "NAND": _task(2, lambda x, y: not (x and y)),
        "NOR": _task(2, lambda x, y: not (x or y)),
        "x1 AND NOT x2": _task(2, lambda x, y: x and not y),
        "x2 AND NOT x1": _task(2, lambda x, y: y and not x),
        "x1 implies x2": _task(2, lambda x, y: not x or y),
        "x2 implies x1": _task(2, lambda x, y: not y or x),
        "x1": _task(2, lambda x, y: x),
        "x2": _task(2, lambda x, y: y),
        "NOT x1": _task(2, lambda x, y: not x),
        "NOT x2": _task(2, lambda x, y: not y),
        "always": _task(2, lambda x, y: True),
        "never": _task(2, lambda x, y: False),
        "XOR": _task(2, lambda x, y: x != y, NOT_SEPARABLE),
        "XNOR": _task(2, lambda x, y: x == y, NOT_SEPARABLE_EITHER),
    },
    3: {
        "AND": _task(3, lambda *x: all(x)),
        "OR": _task(3, lambda *x: any(x)),
        "majority": _task(3, lambda *x: sum(x) >= 2),
        "NAND": _task(3, lambda *x: not all(x)),
        "x1 AND NOT (x2 OR x3)": _task(3, lambda x, y, z: x and not (y or z)),
        "x1 AND (x2 OR x3)": _task(3, lambda x, y, z: x and (y or z), UNEQUAL),
        "odd number (parity)": _task(3, lambda *x: sum(x) % 2, PARITY),
    },
    4: {
        "AND": _task(4, lambda *x: all(x)),
        "OR": _task(4, lambda *x: any(x)),
        "at least two": _task(4, lambda *x: sum(x) >= 2),
        "majority": _task(4, lambda *x: sum(x) >= 3),
        "NAND": _task(4, lambda *x: not all(x)),
        "odd number (parity)": _task(4, lambda *x: sum(x) % 2, PARITY),
    },
}


def can_be_built(task: Task, inputs: int, absolute: bool) -> bool:
    """Try all settings; return whether one of them computes the task."""
    return task.wanted in try_every_neuron(inputs, absolute).found


def why_not(task: Task) -> str:
    """Return the reason why a task cannot be built; only for a task that cannot."""
    return task.obstacle or VETO
