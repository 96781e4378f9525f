"""What a queue has done since its start, in numbers for whoever runs the server."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import monotonic

from nnkit.jobs.errors import JobFailed, QueueFull
from nnkit.jobs.job import Job

MAX_ANSWERS = 200  # whose seconds are kept: the last ones
MAX_ERRORS = 10


@dataclass(frozen=True)
class Status:
    """A queue at one moment.

    running, waiting: jobs. finished, failed, stopped, refused: jobs since the start. median, slowest: seconds from the
    press to the result, of the last MAX_ANSWERS jobs that were trained; None before the first one. workers: the
    resident bytes of each process, by its id. errors: the last ones, with their time in seconds since 1970, the latest
    first.
    """

    running: int
    waiting: int
    finished: int
    failed: int
    stopped: int
    refused: int
    median: float | None
    slowest: float | None
    workers: dict[int, int]
    errors: tuple[tuple[float, str], ...]


class Statistics:
    """Counts jobs. Not thread-safe: the queue holds its lock around every call."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._seconds: deque[float] = deque(maxlen=MAX_ANSWERS)
        self._errors: deque[tuple[float, str]] = deque(maxlen=MAX_ERRORS)

    def learn(self, job: Job) -> None:
        """A job that had something to train has ended."""
        self._counts[job.state] += 1
        if job.state == "finished" and not job.background:  # a background job waits for all others
            self._seconds.append(monotonic() - job.submitted)
        if job.error is not None:
            self._errors.append((time.time(), job.error))

    @contextmanager
    def counting_refusals(self) -> Iterator[None]:
        """Count a job that is refused within the block."""
        try:
            yield
        except (QueueFull, JobFailed):
            self._counts["refused"] += 1
            raise

    def status(self, running: int, waiting: int, workers: dict[int, int]) -> Status:
        """Return all numbers, with those that the queue knows."""
        counts = {name: self._counts[name] for name in ("finished", "failed", "stopped", "refused")}
        seconds, errors = self._seconds, tuple(reversed(self._errors))
        middle, slowest = (median(seconds), max(seconds)) if seconds else (None, None)
        return Status(running, waiting, **counts, median=middle, slowest=slowest, workers=workers, errors=errors)
