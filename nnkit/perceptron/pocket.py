"""The best weights that a perceptron has passed through, for data that no line separates."""

from dataclasses import dataclass

import numpy as np

from nnkit.perceptron.rule import Trace

_EXACT = 2**53  # up to which float64 holds every whole number
_ROWS = 4_000


@dataclass(frozen=True, eq=False)
class Pocket:
    """How many samples each state of a trace gets wrong, and the first of those with the fewest."""

    errors: np.ndarray  # (updates + 1,)
    best: int  # index of the state


def pocket(trace: Trace) -> Pocket:
    """The pocket algorithm with ratchet, which keeps weights once they get more samples right than all before.

    Gallant (1990), IEEE Transactions on Neural Networks 1(2), 179-191.
    """
    inputs, labels = np.array(trace.samples.inputs), np.array(trace.samples.labels)
    largest = int(np.abs(trace.states).max()) * int(np.abs(inputs).max()) * inputs.shape[1]
    kind = np.float64 if largest < _EXACT else object  # Python's whole numbers know no end, but are slow
    inputs = inputs.astype(kind)
    parts = [
        ((states.astype(kind) @ inputs.T > trace.rule.highest_zero) != labels).sum(axis=1)
        for states in (trace.states[start : start + _ROWS] for start in range(0, len(trace.states), _ROWS))
    ]
    errors = np.concatenate(parts)
    return Pocket(errors, int(errors.argmin()))
