"""One training on its way, as pages see it."""

import threading
from time import monotonic
from typing import TYPE_CHECKING

from nnkit.experiment import Experiment
from nnkit.run import Progress, Run

if TYPE_CHECKING:
    from nnkit.jobs.queue import JobQueue

DONE = ("finished", "failed", "stopped")


class Job:
    """A training, shared by every session that wants it. Only its queue changes it.

    state: "waiting", "running", then "finished", "failed" or "stopped".
    progress: the latest report, None before the first.
    run: what came of it; of a stopped job what was learned so far, None if it never ran.
    error: why it failed, a sentence for the visitor.
    stopping: a stop was asked for, which a running job follows within a moment.
    """

    def __init__(self, experiment: Experiment, queue: "JobQueue"):
        self.experiment = experiment
        self.state = "waiting"
        self.progress: Progress | None = None
        self.run: Run | None = None
        self.error: str | None = None
        self.stopping = False
        self.followers: dict[str, float] = {}  # session -> when it last looked, by the monotonic clock
        self.started: float | None = None  # likewise
        self._queue = queue
        self._over = threading.Event()

    @property
    def done(self) -> bool:
        return self.state in DONE

    @property
    def position(self) -> int:
        """1 for the first in the line, 0 for a job that runs or is done."""
        return self._queue.position(self)

    @property
    def seconds_left(self) -> float | None:
        """Until a running job is over, or a waiting one starts; None while nothing is known to judge by."""
        return self._queue.seconds_left(self)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the job is done, `timeout` seconds at most. Whether it is."""
        return self._over.wait(timeout)

    def begin(self) -> None:
        self.started, self.state = monotonic(), "running"

    def report(self, progress: Progress) -> None:
        self.progress = progress

    def end(self, state: str, run: Run | None = None, error: str | None = None) -> None:
        self.run, self.error = run, error
        self.state = state  # last: pages read without the queue's lock
        self._over.set()
