"""The order in which trainings run, and for how long still: rules without threads, processes or files."""

from collections import defaultdict, deque
from functools import partial
from statistics import fmean
from time import monotonic

from nnkit.experiment import Experiment
from nnkit.jobs.errors import QueueFull
from nnkit.jobs.job import Job

DURATIONS_KEPT = 20  # of each kind of data: what was measured lately says more than the first run of the day


class WaitingList:
    """The jobs that run and wait. Not safe from several threads: its queue holds a lock around every call."""

    def __init__(self, max_waiting: int, abandon_after: float | None):
        """abandon_after: seconds until a session that no longer looks counts as gone, None for never."""
        self._max_waiting, self._abandon_after = max_waiting, abandon_after
        self._running: list[Job] = []
        self._waiting: list[Job] = []  # in order of arrival
        self._durations: dict[str, deque[float]] = defaultdict(partial(deque, maxlen=DURATIONS_KEPT))

    def find_duplicate(self, experiments: tuple[Experiment, ...]) -> Job | None:
        """The job that already trains just these, or is about to. One that is being stopped does not count."""
        jobs = (*self._running, *self._waiting)
        return next((job for job in jobs if job.experiments == experiments and not job.stopping), None)

    def enqueue(self, job: Job) -> None:
        self._drop_abandoned()
        if len(self._waiting) >= self._max_waiting:
            raise QueueFull(f"{len(self._waiting)} trainings are waiting already: please try again in a minute.")
        self._waiting.append(job)

    def take(self) -> Job | None:
        """The first waiting job of which some session has none running: its next training runs from now on.

        Not one whose next training another job has under way: that run will serve both.
        """
        self._drop_abandoned()
        busy = {session for job in self._running for session in job.followers}
        under_way = [job.experiment for job in self._running if not job.stopping]
        free = (job for job in self._waiting if job.followers.keys() - busy and job.experiment not in under_way)
        job = next(free, None)
        if job is not None:
            self._waiting.remove(job)
            self._running.append(job)
            job.begin()
        return job

    def finish(self, job: Job, finished: bool) -> None:
        """A training is over; how long it took counts for estimates if it came to its end."""
        self._running.remove(job)
        if finished:
            self._durations[job.experiment.data.name].append(monotonic() - job.started)

    def requeue(self, job: Job) -> None:
        """A job with trainings left waits behind who came meanwhile, so that many trainings hold up nobody's one."""
        job.pause()
        self._waiting.append(job)

    def leave(self, job: Job, session: str) -> None:
        """The session no longer wants the job; without any that does, it is cancelled."""
        job.followers.pop(session, None)
        self.cancel_if_abandoned(job)

    def leave_waiting(self, session: str, but: Job | None) -> None:
        for job in list(self._waiting):
            if job is not but and session in job.followers:
                self.leave(job, session)

    def cancel_if_abandoned(self, job: Job) -> None:
        if self._abandon_after is not None:
            oldest = monotonic() - self._abandon_after
            job.followers = {session: looked for session, looked in job.followers.items() if looked >= oldest}
        if not job.followers and not job.done:
            self.cancel(job)

    def cancel(self, job: Job) -> None:
        """A waiting job is over at once; a running one when its engine has looked."""
        job.stopping = True
        if job in self._waiting:
            self._waiting.remove(job)
            job.end("stopped")

    def cancel_all(self) -> None:
        for job in (*self._running, *self._waiting):
            self.cancel(job)

    def position(self, job: Job) -> int:
        return self._waiting.index(job) + 1 if job in self._waiting else 0

    def seconds_left(self, job: Job, slots: int) -> float | None:
        """Until a running job is over, or a waiting one starts: the time of those ahead of it, shared by the slots."""
        if job not in self._waiting:
            return 0.0 if job.done else self._left(job)
        ahead = [self._left(other) for other in (*self._running, *self._waiting[: self.position(job) - 1])]
        return None if None in ahead else sum(ahead) / slots

    def _left(self, job: Job) -> float | None:
        """Seconds that the job will still run: by its own report, or else by what its like have taken."""
        durations = self._durations[job.experiment.data.name]
        mean = fmean(durations) if durations else None
        later = 0.0 if job.left <= 1 else mean and (job.left - 1) * mean
        if job.progress is not None and job.progress.seconds_left is not None:
            now = job.progress.seconds_left
        else:
            now = mean and max(0.0, mean - (monotonic() - job.started if job.started else 0.0))
        return None if now is None or later is None else now + later

    def _drop_abandoned(self) -> None:
        for job in list(self._waiting):
            self.cancel_if_abandoned(job)
