"""The queue of a server: sessions submit experiments, and its slots train them."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from time import monotonic
from typing import Any

from nnkit.datasets.files import DataFileError
from nnkit.experiment import Experiment
from nnkit.experiment.callbacks import Request
from nnkit.jobs import worker
from nnkit.jobs.budget import Budget
from nnkit.jobs.deaths import Deaths
from nnkit.jobs.errors import REFUSED, SHUTTING_DOWN, JobFailed, TrainingLeft, WorkerDied, WorkersBusy
from nnkit.jobs.executors import Engine
from nnkit.jobs.job import Job
from nnkit.jobs.statistics import Statistics, Status
from nnkit.jobs.store import RunStore
from nnkit.jobs.timings import Measurement, Timings, find_signatures
from nnkit.jobs.waiting_list import WaitingList
from nnkit.results.run import Run

Task = Callable[[int], None]  # takes the number of the slot that it may use

POLL_SECONDS = 0.25  # between two checks for jobs that nobody follows any more

logger = logging.getLogger(__name__)


class JobQueue:
    """Trains experiments in order of arrival; equal experiments share one training. Thread-safe.

    A session has at most one running and one waiting job: a newer request replaces the waiting one. A job that
    none of its sessions has touched for a while is stopped, so that a closed laptop does not hold up the class.
    A long training pauses while others train, and goes on where it was. Every other job overtakes those in the
    background, even while they train.
    """

    def __init__(
        self,
        engine: Engine,
        store: RunStore,
        train: Callable[..., Run] = worker.train,
        max_waiting: int = 64,
        abandon_after: float | None = 180.0,
        budget: Budget | None = None,
    ):
        """Start a thread for each slot of an engine that works in the background.

        train: a function like `nnkit.train`. Worker processes import it by name, so it must be at the top level of
        its module.
        max_waiting: how many jobs may wait.
        abandon_after: seconds without a touch after which a session counts as gone; None for never.
        budget: how long a visitor may train without being asked; that of the environment if None.
        """
        self._budget = budget or Budget.from_environment()
        self._engine, self._store, self._train = engine, store, train
        self._endings = store.of_endings()
        # An engine without background work blocks the caller until the job is done: the caller cannot touch it.
        self._waiting_list = WaitingList(max_waiting, abandon_after if engine.background else None)
        self._timings, self._deaths = Timings(), Deaths()
        self._statistics = Statistics()
        self._waiting_list.estimate = self._estimate
        self._calls: deque[tuple[Future, Callable[..., Any], tuple]] = deque()
        self._closed = threading.Event()
        self._changed = threading.Condition()  # its lock guards all of the above
        if engine.background:
            for slot in range(engine.slots):
                threading.Thread(target=self._serve, args=(slot,), name=f"slot-{slot}", daemon=True).start()
            threading.Thread(target=self._cancel_abandoned, name="abandoned-jobs", daemon=True).start()

    def submit(self, experiment: Experiment, session: str) -> Job:
        """Return the job that trains the experiment: done if its run is stored, otherwise waiting or running.

        session: who asks. Names that begin alike up to a point are parts of one visitor's pages.

        Raises QueueFull, or JobFailed after `shutdown`, with a sentence for the visitor.
        """
        return self.submit_all((experiment,), session)

    def submit_all(
        self, experiments: Sequence[Experiment], session: str, anew: bool = False, background: bool = False
    ) -> Job:
        """Return one job that trains all of the experiments in this order. Other jobs may run between them.

        anew: train even an experiment whose run is stored; its new run replaces the stored one.
        background: let every other job come first. Of the runs only what `Run.ending` returns is kept:
        comparisons over many seeds need no more.
        Raises QueueFull, and JobFailed after `shutdown` or for an experiment that ends its processes, with a sentence
        for the visitor.
        """
        experiments = tuple(experiments)
        # Both may read files, so not under the lock.
        runs = self._stored(experiments, anew, background)
        find_signatures(each for each, run in zip(experiments, runs, strict=True) if run is None)
        with self._changed, self._statistics.counting_refusals():
            self._check_open()
            job = self._waiting_list.find_duplicate(experiments, background)
            self._waiting_list.leave_waiting(session, except_for=job)
            if job is None:
                # Look again: another job may have stored one of the runs in the meantime.
                again = self._stored(experiments, anew, background)
                runs = [run or new for run, new in zip(runs, again, strict=True)]
                job = Job(experiments, runs, anew, background)
                if job.left:
                    self._check_survives(job)
                    self._waiting_list.enqueue(job, session)
                    job.on_end = self._statistics.learn
                else:
                    job.end("finished")
            job.followers[session] = monotonic()
            self._changed.notify_all()
        self._serve_here()
        return job

    def came_with_app(self, job: Job) -> bool:
        """Whether none of the job's runs was trained here: all of them came with the app."""
        return all(run is not None and self._store.came_with_app(run) for run in job.runs)

    def has_lost(self, runs: Sequence[Run]) -> bool:
        """Whether the values of one of the runs are gone, so that it has to be trained again."""
        return any(map(self._store.has_lost, runs))

    def find(self, experiment: Experiment) -> Run | None:
        """Return the stored run of the experiment, or None. It may read a file."""
        return self._store.get(experiment)

    def keep_apart(self, run: Run) -> Run:
        """Store a run that a visitor has brought along, and return what takes its place: see `RunStore.keep_apart`."""
        stored = self._store.keep_apart(run)
        self._store.save(stored)
        return stored

    def stop(self, job: Job, session: str) -> bool:
        """Remove the session from the job's followers, and stop the job if nobody else follows it.

        Return whether the job stops: False if it goes on for other sessions, or is done already.
        """
        with self._changed:
            if job.done:
                return False
            self._waiting_list.leave(job, session)
            self._changed.notify_all()  # the session's waiting job may start now
            return job.stopping

    def touch(self, job: Job, session: str) -> None:
        """Note that the session still shows the job. Sessions that stop doing so count as gone after a while."""
        with self._changed:
            if session in job.followers:
                job.followers[session] = monotonic()

    def call(self, function: Callable[..., Any], *args: Any, timeout: float = 60.0) -> Any:
        """Call a short function in a worker, before any waiting training, and return its result.

        Raises WorkersBusy if it has not ended after `timeout` seconds, and JobFailed if it fails, both with a
        sentence for the visitor.
        """
        future = self.start_call(function, *args)
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise WorkersBusy("All training processes are busy. Please try again in a moment.") from None

    def start_call(self, function: Callable[..., Any], *args: Any) -> Future:
        """Do the same without waiting: the result, or the error, is in the Future once there is one."""
        future: Future = Future()
        with self._changed:
            self._check_open()
            self._calls.append((future, function, args))
            self._changed.notify_all()
        self._serve_here()
        return future

    def position(self, job: Job) -> int:
        """1 for the first waiting job, 0 for a job that runs or is done."""
        with self._changed:
            return self._waiting_list.position(job)

    def seconds_left(self, job: Job) -> float | None:
        """Seconds until a running job is done, or until a waiting one starts; None while nothing is known."""
        with self._changed:
            return self._waiting_list.seconds_left(job, self._engine.slots)

    def estimate(self, experiments: Sequence[Experiment]) -> float | None:
        """Return how many seconds it takes to train what is not stored, once it starts; None while that is not known.

        Waiting for others is not part of it. It is 0 where all runs are stored, and where somebody trains the same.
        """
        missing = self._missing(experiments)
        with self._changed:
            return 0.0 if self._is_known(experiments, missing) else self._estimate(missing)

    def over_budget(self, experiments: Sequence[Experiment], session: str) -> float | None:
        """Return how many seconds the trainings take, at least, if it is more than the session's visitor may take
        without being asked; else None.
        """
        missing = self._missing(experiments)
        with self._changed:
            if self._is_known(experiments, missing):
                return None
            seconds = self._estimate(missing) or self._least(missing)
            budget = self._budget.shared if self._waiting_list.others_train(session) else self._budget.alone
        return seconds if seconds > budget else None

    def at_least(self, experiments: Sequence[Experiment]) -> float:
        """Return how many seconds it takes at least to train what is not stored; 0 while nothing is known."""
        missing = self._missing(experiments)
        with self._changed:
            return self._least(missing)

    def has_room(self, session: str) -> bool:
        """Whether a submission of the session would find a place to wait."""
        with self._changed:
            return self._waiting_list.why_full(session) is None

    def somebody_waits(self) -> bool:
        """Whether a job waits for its turn."""
        with self._changed:
            return self._waiting_list.has_waiting

    def status(self) -> Status:
        """Return what the queue does and has done, in numbers. It reads neither files nor logs."""
        memory = self._engine.memory()
        with self._changed:
            return self._statistics.status(*self._waiting_list.counts, memory)

    def watch(self, is_here: Callable[[str], bool]) -> None:
        """Stop what nobody waits for any more soon after its visitors have gone.

        is_here: whether the visitor who submitted under a name is connected.
        """
        with self._changed:
            self._waiting_list.is_here = is_here

    def warm(self) -> None:
        """Start the workers in the background."""
        self._engine.warm()

    def shutdown(self) -> None:
        """Stop all jobs and end all workers. The queue takes no more jobs."""
        with self._changed:
            self._closed.set()
            self._waiting_list.cancel_all()
            for future, _, _ in self._calls:
                if future.set_running_or_notify_cancel():  # False if its caller has given up waiting
                    future.set_exception(JobFailed(SHUTTING_DOWN))
            self._calls.clear()
            self._changed.notify_all()
        self._engine.shutdown()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise JobFailed(SHUTTING_DOWN)

    def _check_survives(self, job: Job) -> None:
        """Raise JobFailed for an experiment that ends the process that trains it."""
        if (refused := self._deaths.refused(job.missing)) is not None:
            units = " + ".join(f"{width:,}" for width in refused.network.hidden) or "no"
            raise JobFailed(REFUSED.format(f"{units} hidden units"))

    def _serve(self, slot: int) -> None:
        """Run one task after the other in the thread of a slot, until the queue is shut down."""
        while True:
            with self._changed:
                while (task := self._take()) is None and not self._closed.is_set():
                    self._changed.wait()
            if task is None:
                return
            task(slot)

    def _serve_here(self) -> None:
        """Without background work, run all tasks in the caller's thread."""
        while not self._engine.background:
            with self._changed:
                task = self._take()
            if task is None:
                return
            task(0)

    def _cancel_abandoned(self) -> None:
        """Cancel jobs that nobody follows any more, in a thread of its own, until the queue is shut down."""
        while not self._closed.wait(POLL_SECONDS):
            with self._changed:
                self._waiting_list.cancel_abandoned()

    def _take(self) -> Task | None:
        """Take the next call or, if there is none, the next training. None if nothing may run now."""
        if self._calls:
            return partial(self._answer, *self._calls.popleft())
        job = self._waiting_list.take()
        return None if job is None else partial(self._train_job, job)

    def _answer(self, future: Future, function: Callable[..., Any], args: tuple, slot: int) -> None:
        """Run a short call; its future gets the result or the error."""
        if not future.set_running_or_notify_cancel():
            return  # its caller has given up waiting
        try:
            future.set_result(self._engine.run(slot, function, args))
        except BaseException as error:
            future.set_exception(_as_job_failed(error))

    def _train_job(self, job: Job, slot: int) -> None:
        """Run the next training of the job, unless another job has stored its run in the meantime."""
        (run,), error = self._stored((job.experiment,), job.anew, job.background), None
        stored, state = run is not None, "finished"
        store = self._endings if job.background else self._store
        try:
            if run is None:
                run = self._train_one(job, slot)
                state = "stopped" if run.outcome == "stopped" else "finished"
                if not (job.yielding and state == "stopped"):  # a paused training needs its checkpoint
                    run = store.remember(run)
        except TrainingLeft:
            state = "stopped"
        except BaseException as raised:
            state, error = "failed", str(_as_job_failed(raised))
            if isinstance(raised, KeyboardInterrupt):  # a user interrupts a notebook
                raise
        finally:
            self._finish_training(job, run, state, error)
        if run is not None and not stored:
            store.save(run)

    def _train_one(self, job: Job, slot: int) -> Run:
        """Have the engine run the job's next training, and learn from how long it takes.

        A training whose process ended before it had learned anything is tried once more.
        """
        before = job.progress
        try:
            run, measurement = self._run(job, slot)
        except WorkerDied:
            if job.stopping or (job.progress is not before and job.progress is not None and job.progress.epoch > 0):
                raise
            with self._changed:
                job.begin()
            run, measurement = self._run(job, slot)
        with self._changed:
            self._timings.learn(measurement)
        return run.ending() if job.background and run.outcome != "stopped" else run

    def _run(self, job: Job, slot: int) -> tuple[Run, Measurement]:
        """Have the engine run the job's next training, or go on with it."""
        call, before = (worker.train_and_measure, (self._train, job.experiment, job.checkpoint)), job.progress
        try:
            return self._engine.run(slot, *call, job.report, lambda: self._should_stop(job))
        except WorkerDied:
            if job.progress is not before:  # or else the process ended before it came to this training
                with self._changed:
                    self._deaths.learn(job.experiment)
            raise

    def _missing(self, experiments: Sequence[Experiment]) -> list[Experiment]:
        """Return those experiments that have no stored run. It may read files, so it needs no lock."""
        runs = self._stored(tuple(experiments), anew=False)
        missing = [experiment for experiment, run in zip(experiments, runs, strict=True) if run is None]
        find_signatures(missing)
        return missing

    def _is_known(self, experiments: Sequence[Experiment], missing: Sequence[Experiment]) -> bool:
        """Whether all runs are stored, or somebody trains exactly these experiments."""
        return not missing or self._waiting_list.find_duplicate(tuple(experiments)) is not None

    def _least(self, experiments: Sequence[Experiment]) -> float:
        """Return how many seconds the trainings take at least."""
        try:
            return self._timings.least(experiments)
        except DataFileError:
            return 0.0

    def _estimate(self, experiments: Sequence[Experiment]) -> float | None:
        """Return how many seconds the trainings take one after the other; None while that is not known."""
        try:
            return self._timings.estimate(experiments, self._engine.pids())
        except DataFileError:
            return None

    def _should_stop(self, job: Job) -> Request:
        """Whether the running training of the job shall stop for good, or pause because others come first."""
        if job.stopping:
            return Request.STOP
        others = bool(self._calls) or self._engine.others_wait()
        if not (others or self._waiting_list.has_any):
            return Request.GO_ON
        with self._changed:
            job.yielding = job.yielding or self._waiting_list.must_yield(job, others)
            return Request.PAUSE if job.yielding else Request.GO_ON

    def _stored(self, experiments: tuple[Experiment, ...], anew: bool, background: bool = False) -> list[Run | None]:
        """Return the stored run of each experiment, None where there is none or where it is to be trained anew."""
        if anew:
            return [None] * len(experiments)
        endings = [self._endings.get(experiment) if background else None for experiment in experiments]
        return [ending or self._store.get(each) for ending, each in zip(endings, experiments, strict=True)]

    def _finish_training(self, job: Job, run: Run | None, state: str, error: str | None) -> None:
        """Add the run to the job. The job is done now, or waits for its next training or to go on with this one."""
        with self._changed:
            self._waiting_list.finish(job)
            if state == "stopped" and job.yielding and not job.stopping:
                self._waiting_list.requeue(job, run or job.paused)  # no run where it has left its training
            else:
                if run is not None:
                    job.keep(run)
                if state != "finished" or not job.left:
                    job.end(state, error)
                elif job.stopping:
                    job.end("stopped")
                else:
                    self._waiting_list.requeue(job)
            self._changed.notify_all()


def _as_job_failed(error: BaseException) -> JobFailed:
    """Turn any error into one that a visitor can read. The log gets the traceback of an unexpected one."""
    if isinstance(error, JobFailed):
        return error
    logger.error("a job failed", exc_info=error)
    return JobFailed(worker.FAILED)
