"""The best weights that a perceptron has passed through, for data that no line separates."""

from dataclasses import dataclass

import numpy as np

from nnkit.concepts.perceptron.rule import EXACT, Trace

_ROWS = 250  # at a time: products that fit a processor's cache, and that one thread works out


@dataclass(frozen=True, eq=False)
class Pocket:
    """How many samples each state of a trace gets wrong, and the first of those with the fewest."""

    errors: np.ndarray  # (updates + 1,)
    best: int  # index of the state


def pocket(trace: Trace) -> Pocket:
    """The pocket algorithm with ratchet, which keeps weights once they get more samples right than all before.

    Gallant (1990), IEEE Transactions on Neural Networks 1(2), 179-191.
    """
    signed = np.array(trace.samples.signed_inputs)
    largest = int(np.abs(trace.states).max()) * int(np.abs(signed).max()) * signed.shape[1]
    kind = np.float64 if largest < EXACT else object  # Python's whole numbers know no end, but are slow
    signed, zero = signed.astype(kind), trace.rule.highest_zero
    right = np.array([zero + 1 if label else -zero for label in trace.samples.labels], kind)  # the least that is
    parts = [
        np.count_nonzero(states.astype(kind) @ signed.T < right, axis=1)
        for states in (trace.states[start : start + _ROWS] for start in range(0, len(trace.states), _ROWS))
    ]
    errors = np.concatenate(parts)
    return Pocket(errors, int(errors.argmin()))
