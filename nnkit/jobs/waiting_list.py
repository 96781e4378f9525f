"""Which training runs next, and how long others still take: rules without threads, processes or files."""

from collections.abc import Callable, Sequence
from time import monotonic

from nnkit.experiment import Experiment
from nnkit.jobs.errors import QueueFull
from nnkit.jobs.job import Job
from nnkit.jobs.turns import Turns, address_of, addresses_of, visitor_of, visitors_of
from nnkit.results.run import Run

GONE_SECONDS = 3.0  # a browser that has lost its connection connects again within a second
MAX_WAITING_EACH = 4  # jobs for each visitor
MAX_WAITING_ADDRESS = 48  # jobs of visitors with one address: a school has one, and leaves places for others
TURN_SECONDS = 2.0  # a training that takes longer pauses while others wait; most are done before
MAX_PAUSED_BYTES = 100 * 2**20  # of all paused trainings; beyond, no other one pauses


class WaitingList:
    """The running and the waiting jobs. Not thread-safe: the queue holds its lock around every call."""

    def __init__(self, max_waiting: int, abandon_after: float | None):
        """abandon_after: seconds without a touch after which a session counts as gone; None for never."""
        self._max_waiting, self._abandon_after = max_waiting, abandon_after
        self._running: list[Job] = []
        self._waiting: list[Job] = []  # in order of arrival
        self._turns = Turns()
        self.is_here: Callable[[str], bool] = lambda session: True  # whether a session's visitor is connected
        self._away: dict[str, float] = {}  # since when the visitors of sessions are not
        # Returns the seconds that trainings take one after the other; None while that is not known.
        self.estimate: Callable[[Sequence[Experiment]], float | None] = lambda experiments: None

    def find_duplicate(self, experiments: tuple[Experiment, ...], background: bool = False) -> Job | None:
        """The running or waiting job for exactly these experiments. A job that is being stopped does not count.

        background: whether to look among the jobs in the background, or among the others.
        """
        jobs = (job for job in (*self._running, *self._waiting) if job.background == background)
        return next((job for job in jobs if job.experiments == experiments and not job.stopping), None)

    def enqueue(self, job: Job, session: str) -> None:
        """Add a new job of the session. Raise QueueFull with a sentence for the visitor."""
        self.cancel_abandoned()
        if (reason := self.why_full(session, job.background)) is not None:
            raise QueueFull(reason)
        self._waiting.append(job)

    def why_full(self, session: str, background: bool = False) -> str | None:
        """Say why another job of the session finds no place, in a sentence for the visitor; None where it finds one."""
        jobs = self._waiting if background else self._foreground
        if len(jobs) >= self._max_waiting:
            return f"{len(jobs)} trainings are waiting already."
        if sum(visitors_of(job) == {visitor_of(session)} for job in self._foreground) >= MAX_WAITING_EACH:
            return f"{MAX_WAITING_EACH} trainings of yours are waiting already."
        address = address_of(session)
        if address and sum(addresses_of(job) == {address} for job in self._foreground) >= MAX_WAITING_ADDRESS:
            return f"{MAX_WAITING_ADDRESS} trainings from your network are waiting already."
        return None

    def take(self) -> Job | None:
        """Start the next training of the first waiting job that may run, and return the job; None if none may.

        Visitors take turns: whoever submits much holds up nobody else.
        A job may run if at least one of its sessions has no running job, except for jobs in the background, and if no
        other job is training the same experiment: the run of that one will serve both.
        """
        self.cancel_abandoned()
        job = self._next()
        if job is not None:
            self._waiting.remove(job)
            self._running.append(job)
            if job.turn_since is None:
                job.turn_since = monotonic()
                self._turns.take(job)
            job.begin()
        return job

    def must_yield(self, job: Job, others: bool = False) -> bool:
        """Whether a running job has to make room: for another one that may run and is not in the background, or others.

        others: whether short calls or those of other servers wait. A job in the background yields at once, another one
        after it has learned for a while.
        """
        if not job.background:
            if job.learning_since is None or monotonic() - job.learning_since < TURN_SECONDS:
                return False
            if sum(each.paused_bytes for each in self._waiting) > MAX_PAUSED_BYTES:
                return False
        following = self._next()
        return others or (following is not None and not following.background)

    def _next(self) -> Job | None:
        """Return the first waiting job that may run."""
        busy = {session for job in self._running if not job.background for session in job.followers}
        in_training = [(job.experiment, job.background) for job in self._running if not job.stopping]
        ready = (
            job
            for job in self._turns.order(self._waiting)
            if job.followers.keys() - busy and (job.experiment, job.background) not in in_training
        )
        return next(ready, None)

    def finish(self, job: Job) -> None:
        """Remove a job whose training has ended."""
        self._running.remove(job)

    def requeue(self, job: Job, paused: Run | None = None) -> None:
        """Have a job with trainings left wait again, so that a job of many or long trainings holds up nobody else.

        Within its turn it comes first. paused: the run so far of a training that is to go on; its turn is over.
        """
        if paused is not None or (job.turn_since is not None and monotonic() - job.turn_since >= TURN_SECONDS):
            job.turn_since = None
        job.pause(paused)
        self._waiting.append(job)

    @property
    def _foreground(self) -> list[Job]:
        return [job for job in self._waiting if not job.background]

    def leave(self, job: Job, session: str) -> None:
        """Remove the session from the job's followers, and cancel the job if nobody else follows it."""
        job.followers.pop(session, None)
        self.cancel_if_abandoned(job)

    def leave_waiting(self, session: str, except_for: Job | None) -> None:
        """Remove the session from all waiting jobs but one."""
        for job in list(self._waiting):
            if job is not except_for and session in job.followers:
                self.leave(job, session)

    def cancel_abandoned(self) -> None:
        """Cancel every job that nobody follows any more."""
        for job in (*self._running, *self._waiting):
            self.cancel_if_abandoned(job)

    def cancel_if_abandoned(self, job: Job) -> None:
        """Remove the sessions that are gone from the job's followers, and cancel it if none is left."""
        job.followers = {
            session: touched for session, touched in job.followers.items() if not self._is_gone(session, touched)
        }
        if not job.followers and not job.done:
            self.cancel(job)

    def _is_gone(self, session: str, touched: float) -> bool:
        """Whether the session counts as gone. touched: when it last showed the job."""
        now = monotonic()
        if self._abandon_after is not None and touched < now - self._abandon_after:
            return True
        if self.is_here(session):
            self._away.pop(session, None)
            return False
        if now - self._away.setdefault(session, now) <= GONE_SECONDS:
            return False
        del self._away[session]
        return True

    def cancel(self, job: Job) -> None:
        """Stop the job: a waiting one at once, a running one as soon as its engine asks whether to stop."""
        job.stopping = True
        if job in self._waiting:
            self._waiting.remove(job)
            job.end("stopped")

    def cancel_all(self) -> None:
        for job in (*self._running, *self._waiting):
            self.cancel(job)

    @property
    def counts(self) -> tuple[int, int]:
        """How many jobs run, and how many wait."""
        return len(self._running), len(self._waiting)

    @property
    def has_any(self) -> bool:
        """Whether any job waits, also one in the background."""
        return bool(self._waiting)

    @property
    def has_waiting(self) -> bool:
        """Whether a job waits for its turn. Those in the background hold up nobody."""
        return bool(self._foreground)

    def others_train(self, session: str) -> bool:
        """Whether a job of visitors other than the session's runs or waits. Those in the background do not count."""
        jobs = (job for job in (*self._running, *self._waiting) if not job.background)
        return any(visitors_of(job) - {visitor_of(session)} for job in jobs)

    def position(self, job: Job) -> int:
        """1 for the first waiting job, 0 for a job that runs or is done."""
        return self._turns.order(self._waiting).index(job) + 1 if job in self._waiting else 0

    def seconds_left(self, job: Job, slots: int) -> float | None:
        """Seconds until a running job is done, or until a waiting one starts; None while nothing is known.

        A waiting job starts when the jobs before it are done or pause: their time is shared by the slots.
        """
        if job not in self._waiting:
            return 0.0 if job.done else self._duration_left(job)
        order = self._turns.order(self._waiting)
        ahead = [*self._running, *order[: order.index(job)]]
        if not job.background:
            ahead = [other for other in ahead if not other.background]  # they make room for this one
        durations = [self._turn_left(other) for other in ahead]
        known = [duration for duration in durations if duration is not None]
        return sum(known) / slots if len(known) == len(durations) else None

    def _turn_left(self, job: Job) -> float | None:
        """Seconds until the job is done or makes room for another one."""
        left = self._duration_left(job)
        return None if left is None else min(left, TURN_SECONDS)

    def _duration_left(self, job: Job) -> float | None:
        """Seconds that the job will still run: by its own report as far as there is one, else by the estimate."""
        missing = job.missing
        reported = job.progress.seconds_left if job.progress is not None else None
        if reported is None:
            whole = self.estimate(missing)
            elapsed = monotonic() - job.started if job.started is not None else 0.0
            return None if whole is None else max(0.0, whole - elapsed)
        others = self.estimate(missing[1:]) if missing[1:] else 0.0
        return None if others is None else reported + others
