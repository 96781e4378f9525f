"""A job as pages see it: one training, or several that belong together."""

import threading
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from nnkit.experiment import Experiment
from nnkit.results.run import Checkpoint, Progress, Run

DONE_STATES = ("finished", "failed", "stopped")


class Job:
    """One or several trainings, shared by all sessions that submitted the same experiments.

    Pages read it; only its queue changes it.

    experiments: what to train, in this order.
    runs: one for each experiment, None until its training has ended. A stopped training leaves the run so far.
    state: "waiting", "running", then "finished", "failed" or "stopped". Between two trainings a job waits again, and
        so does a long one that lets others train in between.
    progress: the latest report of the current training, None before the first one.
    error: why it failed, as a sentence for the visitor.
    stopping: True once it shall stop; a running training ends a moment later.
    yielding: True once the current training shall pause for others.
    anew: whether it trains experiments whose runs are stored already.
    background: whether every other job comes before it, and its runs are kept without their history: see `submit_all`.
    """

    def __init__(
        self,
        experiments: tuple[Experiment, ...],
        runs: list[Run | None],
        anew: bool = False,
        background: bool = False,
    ):
        self.experiments, self.runs, self.anew, self.background = experiments, runs, anew, background
        self.state = "waiting"
        self.progress: Progress | None = None
        self.error: str | None = None
        self.stopping = self.yielding = False
        self.followers: dict[str, float] = {}  # session -> time of its last touch, on the monotonic clock
        self.started: float | None = None  # start of the current training, on the same clock
        self.learning_since: float | None = None  # its first report of an epoch since then
        self.turn_since: float | None = None  # when its turn has begun, until the turn is over
        self.paused: Run | None = None  # the current training so far, while others train in between
        self.submitted = monotonic()
        self.on_end: Callable[[Job], None] = lambda job: None  # called with the job once it has its final state
        self._done = threading.Event()

    @property
    def done(self) -> bool:
        return self.state in DONE_STATES

    @property
    def left(self) -> int:
        """How many of its trainings have no run yet, the current one included."""
        return self.runs.count(None)

    @property
    def missing(self) -> list[Experiment]:
        """The experiments that have no run yet, the current one first."""
        return [experiment for experiment, run in zip(self.experiments, self.runs, strict=True) if run is None]

    @property
    def fraction(self) -> float:
        """The share of its trainings that is done, 0 … 1."""
        if self.state == "stopped":
            done = [run.epochs_done / run.experiment.training.epochs for run in self.runs if run is not None]
            return sum(done) / len(self.runs)
        progress = self.progress  # read once: the queue may take it away at any time
        return min(1.0, (len(self.runs) - self.left + (progress.fraction if progress else 0.0)) / len(self.runs))

    @property
    def experiment(self) -> Experiment:
        """The experiment of the current or next training; the last one when all have a run."""
        return self.experiments[self.runs.index(None) if self.left else -1]

    @property
    def run(self) -> Run | None:
        """The run of the first experiment: the only one of a job for a single experiment."""
        return self.runs[0]

    @property
    def checkpoint(self) -> Checkpoint | None:
        """From where the current training goes on; None for its beginning."""
        return None if self.paused is None else self.paused.checkpoint

    @property
    def paused_bytes(self) -> int:
        """The size of what a paused training needs to go on."""
        return 0 if self.checkpoint is None else self.checkpoint.size

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the job is done, at most `timeout` seconds. Return whether it is done."""
        return self._done.wait(timeout)

    def begin(self) -> None:
        """Start its next training, or go on with a paused one."""
        self.started, self.learning_since, self.state, self.yielding = monotonic(), None, "running", False
        self.progress = None if self.paused is None else self.progress

    def report(self, progress: Progress) -> None:
        """Keep the report. Right after a pause nothing is timed yet: the training goes on as fast as before."""
        before, left = self.progress, progress.seconds_left
        if left is None and before is not None and before.seconds_left is not None and before.fraction < 1:
            left = before.seconds_left * (1 - progress.fraction) / (1 - before.fraction)
        self.progress = replace(progress, seconds_left=left)
        if progress.epoch and self.learning_since is None:
            self.learning_since = monotonic()

    def pause(self, run: Run | None = None) -> None:
        """Wait again: for its next training, or to go on with the current one, whose run so far is given."""
        self.started, self.state, self.paused = None, "waiting", run
        self.progress = None if run is None else self.progress

    def keep(self, run: Run) -> None:
        """Add the run of the current training."""
        self.runs[self.runs.index(None)] = run if run.checkpoint is None else replace(run, checkpoint=None)
        self.paused = None

    def end(self, state: str, error: str | None = None) -> None:
        """Set the final state and wake everybody who waits for the job. Of a paused training the run so far is kept."""
        if self.paused is not None:
            self.keep(self.paused)
        self.error = error
        self.state = state  # last: pages read without the queue's lock
        self.on_end(self)
        self._done.set()
