"""One wish on its way, as pages see it: a training, or several one after another."""

import threading
from time import monotonic
from typing import TYPE_CHECKING

from nnkit.experiment import Experiment
from nnkit.results.run import Progress, Run

if TYPE_CHECKING:
    from nnkit.jobs.queue import JobQueue

DONE = ("finished", "failed", "stopped")


class Job:
    """One or several trainings that belong together, shared by all sessions that want them. Only its queue changes it.

    experiments: what to train, in this order.
    runs: what came of each, None where nothing has yet; of a stopped training what was learned so far.
    state: "waiting", "running", then "finished", "failed" or "stopped". Between two trainings a job waits again.
    progress: the latest report of the training under way, None before the first.
    error: why it failed, a sentence for the visitor.
    stopping: a stop was asked for, which a running job follows within a moment.
    """

    def __init__(self, experiments: tuple[Experiment, ...], runs: list[Run | None], queue: "JobQueue"):
        self.experiments, self.runs = experiments, runs
        self.state = "waiting"
        self.progress: Progress | None = None
        self.error: str | None = None
        self.stopping = False
        self.followers: dict[str, float] = {}  # session -> when it last looked, by the monotonic clock
        self.started: float | None = None  # likewise, the training under way
        self._queue = queue
        self._over = threading.Event()

    @property
    def done(self) -> bool:
        return self.state in DONE

    @property
    def left(self) -> int:
        """How many of its trainings have no run yet, the one under way included."""
        return self.runs.count(None)

    @property
    def experiment(self) -> Experiment:
        """The one under way, or next; the last once there is none left."""
        return self.experiments[self.runs.index(None) if self.left else -1]

    @property
    def run(self) -> Run | None:
        """What came of the first: all there is of a job for one experiment."""
        return self.runs[0]

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
        """Its next training starts."""
        self.started, self.progress, self.state = monotonic(), None, "running"

    def report(self, progress: Progress) -> None:
        self.progress = progress

    def pause(self) -> None:
        """Back in line, for its next training."""
        self.started, self.progress, self.state = None, None, "waiting"

    def keep(self, run: Run) -> None:
        """What came of the training under way."""
        self.runs[self.runs.index(None)] = run

    def end(self, state: str, error: str | None = None) -> None:
        self.error = error
        self.state = state  # last: pages read without the queue's lock
        self._over.set()
