"""One worker process: called, watched, and replaced when it dies or grows fat."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent import futures
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from loky.backend import get_context
from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor, ShutdownExecutorError

from nnkit.experiment.callbacks import ShouldStop
from nnkit.jobs import worker
from nnkit.jobs.errors import SHUTTING_DOWN, WORKER_DIED, JobFailed, WorkerDied
from nnkit.results.run import OnProgress

POLL_SECONDS = 0.05  # between two looks at reports and at requests to stop
PAUSE_SECONDS = 5.0  # before a call that warms up and could wait: who opens a page as the server starts comes first

logger = logging.getLogger(__name__)


class WorkerProcess:
    """A process with the training code loaded. One thread at a time may `run`; the rest is safe from any thread.

    It is a loky pool of one: loky starts it without running app.py again (multiprocessing would), and tells a death
    from an exception. A pool each, so that replacing one process leaves the others alone. Reports and requests to
    stop travel by pipe, which unlike a queue or an event has no lock that a killed process could keep.
    """

    def __init__(
        self, warm_up: Sequence[Callable[[], None]], memory_limit: int, recycle_above: int, programs: Path | None
    ):
        """warm_up: one call or more; the first always comes before a job, the others while there is none yet.

        memory_limit: bytes a process may allocate; recycle_above: bytes resident after a job that are too many.
        programs: a folder for compiled ones, or None.
        """
        self._warm_up, self._memory_limit, self._recycle_above = warm_up, memory_limit, recycle_above
        self._programs = programs
        self._executor: ProcessPoolExecutor | None = None
        self._jobs = count(1)
        self._lock = threading.RLock()  # held while a process starts or ends, never while one works
        self._closed = False

    def warm(self) -> None:
        """Start the process and have it load the training code, in the background."""
        with self._lock:
            if self._executor is None:
                self._start()
                # Registered once loky's own hook is, thus called before it: loky's waits for the job to end, and
                # plain atexit comes after both.
                threading._register_atexit(self.close)

    def run(
        self,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        """The function's result; with hooks, it is called with both. Raises JobFailed or WorkerDied."""
        outcome = self._attempt(function, args, on_progress, should_stop)
        if outcome.tensorflow_failed and self._forget_programs():
            logger.warning("tried again without compiled programs, of which one may be damaged\n%s", outcome.details)
            self._replace()  # TensorFlow does not read one twice
            outcome = self._attempt(function, args, on_progress, should_stop)
        if outcome.resident_bytes > self._recycle_above:
            logger.info("a worker process is recycled: it has %d MB resident", outcome.resident_bytes // 2**20)
            self._replace()
        return outcome.result()

    def pid(self) -> int | None:
        """The process id, once started."""
        with self._lock:
            return next(iter(self._executor._processes), None) if self._executor else None

    def close(self) -> None:
        """End the process for good, whatever it is doing."""
        with self._lock:
            self._closed = True
            self._end()

    def _attempt(
        self, function: Callable[..., Any], args: tuple, on_progress: OnProgress | None, should_stop: ShouldStop | None
    ) -> worker.Outcome:
        try:
            if on_progress is None:
                return self._submit(worker.attempt, function, args).result()
            job = next(self._jobs)
            future = self._submit(worker.attempt_relayed, job, function, args)
            return self._relay(job, future, on_progress, should_stop)
        except BrokenProcessPool:
            logger.exception("a worker process died")
            self._forget_programs()  # one compiled for another processor would end the next process too
            self._replace()
            raise WorkerDied(WORKER_DIED) from None
        except ShutdownExecutorError:
            raise JobFailed(SHUTTING_DOWN) from None

    def _forget_programs(self) -> bool:
        """Whether there were any."""
        if self._programs is None or not self._programs.exists():
            return False
        shutil.rmtree(self._programs, ignore_errors=True)
        return True

    def _start(self) -> None:
        if self._closed:
            raise JobFailed(SHUTTING_DOWN)
        self._channel, far_end = get_context().Pipe()
        self._executor = ProcessPoolExecutor(
            max_workers=1,
            timeout=None,  # loky would end an idle process, and the next visitor would wait for TensorFlow
            initializer=worker.prepare,
            initargs=(far_end, os.getpid(), self._memory_limit),
            env=_environment(self._programs),
        )
        self._called = False
        self._warm_up_by(self._executor, self._warm_up)
        far_end.close()  # the process has it now; with one holder left, its death ends the stream

    def _warm_up_by(self, executor: ProcessPoolExecutor, calls: Sequence[Callable[[], None]]) -> None:
        """Submit the first of the calls, and each of the others a while after the last, for as long as nobody waits."""

        def pause(future: futures.Future) -> None:
            # Called by the executor's own thread, which must not wait for whoever holds the lock and waits for it.
            if calls[1:] and not (future.cancelled() or future.exception()):
                timer = threading.Timer(PAUSE_SECONDS, go_on)
                timer.daemon = True
                timer.start()

        def go_on() -> None:
            if not (self._called or self._closed):
                with suppress(BrokenProcessPool, ShutdownExecutorError):
                    self._warm_up_by(executor, calls[1:])

        executor.submit(worker.attempt, calls[0], ()).add_done_callback(pause)

    def _end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(kill_workers=True)
            self._channel.close()
            self._executor = None

    def _replace(self) -> None:
        with self._lock:
            self._end()
            self._start()

    def _submit(self, *call: Any) -> futures.Future:
        with self._lock:
            self.warm()
            self._called = True
            try:
                return self._executor.submit(*call)
            except BrokenProcessPool:  # it died idle: no visitor's job is lost
                self._replace()
                return self._executor.submit(*call)

    def _relay(
        self, job: int, future: futures.Future, on_progress: OnProgress, should_stop: ShouldStop
    ) -> worker.Outcome:
        """Carry reports here and the request to stop there until the job is over."""
        asked, over = False, False
        while not over:
            over = bool(futures.wait([future], POLL_SECONDS).done)
            with suppress(EOFError, OSError):  # the process died, which the future tells too
                while self._channel.poll():
                    on_progress(self._channel.recv())
                if not asked and should_stop():
                    self._channel.send(job)
                    asked = True
        return future.result()


def _environment(programs: Path | None) -> dict[str, str]:
    """What a worker needs to have set before its first import."""
    environment = {
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        # loky ends a worker that has grown 300 MB since its first call, as any does that imports TensorFlow.
        # `recycle_above` is the one rule here.
        "LOKY_MAX_MEMORY_LEAK_SIZE": str(2**60),
    }
    if programs is not None:
        flag = f"--tf_xla_persistent_cache_directory='{programs}'"  # quoted: the names of homes may have spaces
        environment["TF_XLA_FLAGS"] = f"{os.environ.get('TF_XLA_FLAGS', '')} {flag}".strip()
    return environment
