"""Truth tables to build with one formal neuron, and why some cannot be."""

from collections.abc import Callable
from dataclasses import dataclass

from nnkit.concepts.formal_neuron import Answers, input_rows, try_every_neuron

NOT_SEPARABLE = (
    "It would have to fire for each of two inputs alone: both weights reach the threshold. It must be silent without "
    "input: the threshold is above 0. Then both weights together reach it too, and it fires where it should not."
)
NOT_SEPARABLE_EITHER = (
    "It has to fire without input: the threshold is at most 0. It must be silent for each input alone: both weights "
    "lie below the threshold. Then both together lie below it too, and it is silent where it should fire."
)
PARITY = "Hold all inputs but two at 0, and what is left to compute is XOR, which no single neuron can."
UNEQUAL = (
    "Here x1 has to count twice as much as the others: with weights 2, 1, 1 and threshold 3 it would work. Weights of "
    "different sizes are what later models added."
)
VETO = (
    "It has to fire where some inputs are active and be silent where more are, so that some input must inhibit. But an "
    "absolute veto silences it as soon as that input is active, also where it should fire. With relative inhibition it "
    "can be built."
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
