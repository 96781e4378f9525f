"""When training is recorded, when its weights are kept, and how long it may run between two looks at the world."""

from functools import cache

import numpy as np

from nnkit.results.run import MAX_RECORDS, MAX_SNAPSHOTS

CHUNK_SECONDS = 0.15  # between two looks whether to stop; half a second is promised
FIRST_STEPS = 50  # at most, before anything was timed
FIRST_WORK = 200_000_000  # samples × weights: under half a second on a slow processor
MAX_GROWTH = 8  # a short stretch says little about a long one


@cache
def record_epochs(epochs: int) -> frozenset[int]:
    """The epochs that the history holds: all of them up to 500, beyond that 500, evenly spaced, first and last."""
    return frozenset(int(epoch) for epoch in np.linspace(1, epochs, min(epochs, MAX_RECORDS)).round())


@cache
def snapshot_epochs(epochs: int, most: int = MAX_SNAPSHOTS) -> tuple[int, ...]:
    """The epochs whose weights are kept: 0, the last, and others between them, denser where learning is fast."""
    if epochs < most:
        return tuple(range(epochs + 1))
    # The early powers of a geometric series round to the same epoch: take as many as leave one less than `most`.
    for count in range(most * 3, 0, -1):
        kept = sorted({int(epoch) for epoch in np.geomspace(1, epochs, count).round()})
        if len(kept) < most:
            return (0, *kept)
    raise AssertionError("a single epoch always fits")


class ChunkSizer:
    """How many gradient steps fit into one stretch, learned from the last one."""

    def __init__(self, work: int) -> None:
        """work: samples × weights of one step, to begin with as many as are quick whatever the machine."""
        self.steps = max(1, min(FIRST_STEPS, FIRST_WORK // work))

    def learn(self, steps: int, seconds: float) -> None:
        fitting = int(steps * CHUNK_SECONDS / max(seconds, 1e-6))
        self.steps = max(1, min(fitting, self.steps * MAX_GROWTH))
