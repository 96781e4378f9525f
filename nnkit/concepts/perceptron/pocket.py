"""The best weights that a perceptron had during training, for data that no line separates."""

from dataclasses import dataclass

import numpy as np

from nnkit.concepts.perceptron.rule import MAX_EXACT, Trace

_ROWS = 250  # states in one product: small enough for a processor's cache and for a single thread


@dataclass(frozen=True, eq=False)
class Pocket:
    """The errors of each state of a trace, and the best state."""

    errors: np.ndarray  # (updates + 1,) misclassified samples
    best: int  # index of the first state with the fewest errors


def pocket(trace: Trace) -> Pocket:
    """The pocket algorithm with ratchet, which keeps the first weights that classify more samples correctly.

    Gallant (1990), IEEE Transactions on Neural Networks 1(2), 179-191.
    """
    signed = np.array(trace.samples.signed_inputs)
    largest = int(np.abs(trace.states).max()) * int(np.abs(signed).max()) * signed.shape[1]
    dtype = np.float64 if largest < MAX_EXACT else object  # Python's integers have no limit, but are slow
    signed, zero = signed.astype(dtype), trace.rule.highest_zero
    smallest_correct = np.array([zero + 1 if label else -zero for label in trace.samples.labels], dtype)
    parts = [
        np.count_nonzero(states.astype(dtype) @ signed.T < smallest_correct, axis=1)
        for states in (trace.states[start : start + _ROWS] for start in range(0, len(trace.states), _ROWS))
    ]
    errors = np.concatenate(parts)
    return Pocket(errors, int(errors.argmin()))
