"""How one server trains for a whole class: jobs in, runs out."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from time import monotonic
from typing import Any

from nnkit.experiment import Experiment
from nnkit.jobs import worker
from nnkit.jobs.errors import SHUTTING_DOWN, JobFailed, WorkersBusy
from nnkit.jobs.executors import Engine
from nnkit.jobs.job import Job
from nnkit.jobs.store import RunStore
from nnkit.jobs.waiting_list import WaitingList
from nnkit.results.run import Run

Task = Callable[[int], None]  # takes the number of the slot that it may use

logger = logging.getLogger(__name__)


class JobQueue:
    """Trains experiments in order of arrival, once however many ask. Safe from any thread.

    A session has one job running and one waiting at most: a newer wish replaces the waiting one. A job that
    none of its sessions has touched for a while is abandoned, so that a closed laptop does not hold up the class.
    """

    def __init__(
        self,
        engine: Engine,
        store: RunStore,
        train: Callable[..., Run] = worker.train,
        max_waiting: int = 64,
        abandon_after: float | None = 180.0,
    ):
        """train: like `nnkit.train`, and at the top level of its module; abandon_after: seconds, or never."""
        self._engine, self._store, self._train = engine, store, train
        # Without threads, whoever submits is held until the job is over, and cannot touch it.
        self._waiting_list = WaitingList(max_waiting, abandon_after if engine.background else None)
        self._calls: deque[tuple[Future, Callable[..., Any], tuple]] = deque()
        self._closed = False
        self._changed = threading.Condition()  # its lock is around all of the above
        for slot in range(engine.slots if engine.background else 0):
            threading.Thread(target=self._serve, args=(slot,), name=f"slot-{slot}", daemon=True).start()

    def submit(self, experiment: Experiment, session: str) -> Job:
        """The job that trains the experiment: done if its run is stored, else waiting or under way.

        Raises QueueFull with a sentence for the visitor.
        """
        return self.submit_all((experiment,), session)

    def submit_all(self, experiments: Sequence[Experiment], session: str) -> Job:
        """One job for experiments that belong together: trained in this order, other jobs in between.

        Those whose runs are stored are not trained again. Raises QueueFull with a sentence for the visitor.
        """
        experiments = tuple(experiments)
        runs = [self._store.get(experiment) for experiment in experiments]  # may read files, so not under the lock
        with self._changed:
            self._check_open()
            job = self._waiting_list.find_duplicate(experiments)
            self._waiting_list.leave_waiting(session, but=job)
            if job is None:
                # Again: the flight of one may have landed in between.
                runs = [run or self._store.get(experiment) for run, experiment in zip(runs, experiments, strict=True)]
                job = Job(experiments, runs, self)
                if job.left:
                    self._waiting_list.enqueue(job)
                else:
                    job.end("finished")
            job.followers[session] = monotonic()
            self._changed.notify_all()
        self._serve_here()
        return job

    def stop(self, job: Job, session: str) -> bool:
        """Have the session no longer want the job. False where it goes on, for others do, or is over already."""
        with self._changed:
            if job.done:
                return False
            self._waiting_list.leave(job, session)
            self._changed.notify_all()  # the session's waiting job may start now
            return job.stopping

    def touch(self, job: Job, session: str) -> None:
        """Tell that the session still looks at the job."""
        with self._changed:
            if session in job.followers:
                job.followers[session] = monotonic()

    def call(self, function: Callable[..., Any], *args: Any, timeout: float = 60.0) -> Any:
        """The result of a short call, run in a worker before any waiting training.

        Raises WorkersBusy after `timeout` seconds, and JobFailed, both with a sentence for the visitor.
        """
        future: Future = Future()
        with self._changed:
            self._check_open()
            self._calls.append((future, function, args))
            self._changed.notify_all()
        self._serve_here()
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise WorkersBusy("All training processes are busy: please try again in a moment.") from None

    def position(self, job: Job) -> int:
        with self._changed:
            return self._waiting_list.position(job)

    def seconds_left(self, job: Job) -> float | None:
        with self._changed:
            return self._waiting_list.seconds_left(job, self._engine.slots)

    def warm(self) -> None:
        """Get the workers ready in the background."""
        self._engine.warm()

    def shutdown(self) -> None:
        """End all jobs and workers, at once and for good."""
        with self._changed:
            self._closed = True
            self._waiting_list.cancel_all()
            for future, _, _ in self._calls:
                if future.set_running_or_notify_cancel():  # nobody may wait for it any more
                    future.set_exception(JobFailed(SHUTTING_DOWN))
            self._calls.clear()
            self._changed.notify_all()
        self._engine.shutdown()

    def _check_open(self) -> None:
        if self._closed:
            raise JobFailed(SHUTTING_DOWN)

    def _serve(self, slot: int) -> None:
        """A slot's thread: one task after the other until the queue is shut down."""
        while True:
            with self._changed:
                while (task := self._take()) is None and not self._closed:
                    self._changed.wait()
            if task is None:
                return
            task(slot)

    def _serve_here(self) -> None:
        """Without threads, whoever brings a task sees it done."""
        while not self._engine.background:
            with self._changed:
                task = self._take()
            if task is None:
                return
            task(0)

    def _take(self) -> Task | None:
        if self._calls:
            return partial(self._answer, *self._calls.popleft())
        job = self._waiting_list.take()
        return None if job is None else partial(self._train_job, job)

    def _answer(self, future: Future, function: Callable[..., Any], args: tuple, slot: int) -> None:
        if not future.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        try:
            future.set_result(self._engine.run(slot, function, args))
        except BaseException as error:
            future.set_exception(_told(error))

    def _train_job(self, job: Job, slot: int) -> None:
        """The next training of the job, unless another job has done it meanwhile."""
        run, error = self._store.get(job.experiment), None
        stored, state = run is not None, "finished"
        try:
            if run is None:
                run = self._engine.run(
                    slot, self._train, (job.experiment,), job.report, partial(self._should_stop, job)
                )
                self._store.remember(run)
                state = "stopped" if run.outcome == "stopped" else "finished"
        except BaseException as raised:
            state, error = "failed", str(_told(raised))
            if isinstance(raised, KeyboardInterrupt):  # in a notebook
                raise
        finally:
            self._finish_training(job, run, state, error, trained=not stored)
        if run is not None and not stored:
            self._store.save(run)

    def _finish_training(self, job: Job, run: Run | None, state: str, error: str | None, trained: bool) -> None:
        """A training of the job is over: the job too, or it waits for its next one."""
        with self._changed:
            self._waiting_list.finish(job, finished=trained and state == "finished")
            if run is not None:
                job.keep(run)
            if state != "finished" or not job.left:
                job.end(state, error)
            elif job.stopping:
                job.end("stopped")
            else:
                self._waiting_list.requeue(job)
            self._changed.notify_all()

    def _should_stop(self, job: Job) -> bool:
        with self._changed:
            self._waiting_list.cancel_if_abandoned(job)
            return job.stopping


def _told(error: BaseException) -> JobFailed:
    """The failure as the visitor reads it; the log has the traceback of what nobody foresaw."""
    if isinstance(error, JobFailed):
        return error
    logger.error("a job failed", exc_info=error)
    return JobFailed(worker.FAILED)
