"""Which epochs are recorded, which weights are kept, and how many steps a chunk takes."""

from collections.abc import Iterable
from functools import cache

import numpy as np

from nnkit.results.run import MAX_RECORDS, MAX_SNAPSHOTS

MAX_SNAPSHOT_BYTES = 14 * 2**20  # of a run; the chapter's networks on reviews keep every epoch
MIN_SNAPSHOTS = 4  # of a run, however large: the first and the last, and two that early stopping adds
CHUNK_SECONDS = 0.15  # for one chunk: training can stop after each, and stopping within 0.5 s is promised
MAX_FIRST_STEPS = 50  # of the first chunk, whose speed is unknown
MAX_FIRST_WORK = 200_000_000  # multiplications in the first chunk: less than 0.5 s on a slow processor
MAX_GROWTH = 8  # from one chunk to the next: a short chunk says little about the speed of a long one


@cache
def record_epochs(epochs: int) -> frozenset[int]:
    """The epochs in the history: all of them up to 500; else 500, evenly spaced, with the first and the last one."""
    return frozenset(int(epoch) for epoch in np.linspace(1, epochs, min(epochs, MAX_RECORDS)).round())


def max_snapshots_of(weights: Iterable[np.ndarray]) -> int:
    """How many snapshots of such weights a run may keep."""
    size = sum(array.nbytes for array in weights)
    return max(MIN_SNAPSHOTS, min(MAX_SNAPSHOTS, MAX_SNAPSHOT_BYTES // size))


@cache
def snapshot_epochs(epochs: int, max_snapshots: int = MAX_SNAPSHOTS) -> tuple[int, ...]:
    """The epochs whose weights are kept: 0, the last one, and others that are denser at the beginning."""
    if epochs < max_snapshots:
        return tuple(range(epochs + 1))
    # The first values of a geometric series round to equal epochs: take the longest series that is short enough.
    for count in range(max_snapshots * 3, 0, -1):
        kept = sorted({int(epoch) for epoch in np.geomspace(1, epochs, count).round()})
        if len(kept) < max_snapshots:
            return (0, *kept)
    raise AssertionError("a single epoch always fits")


class ChunkSizer:
    """How many gradient steps the next chunk should take, from the duration of the last one."""

    def __init__(self, work: int) -> None:
        """work: multiplications in one step, as `Signature.work` counts them."""
        self.steps = max(1, min(MAX_FIRST_STEPS, MAX_FIRST_WORK // work))

    def learn(self, steps: int, seconds: float) -> None:
        """Set the number of steps from a chunk that took `steps` steps and this many seconds."""
        fitting = int(steps * CHUNK_SECONDS / max(seconds, 1e-6))
        self.steps = max(1, min(fitting, self.steps * MAX_GROWTH))
