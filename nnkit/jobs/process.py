"""One worker process, which is replaced when it dies or uses too much memory."""

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

import psutil
from loky.backend.context import LokyContext
from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor, ShutdownExecutorError

from nnkit.experiment.callbacks import Request, ShouldStop
from nnkit.jobs import worker
from nnkit.jobs.errors import SHUTTING_DOWN, WORKER_DIED, WORKER_HUNG, JobFailed, WorkerDied
from nnkit.jobs.watchdog import REPORT_SECONDS, Watchdog
from nnkit.results.run import OnProgress

# joblib brings a copy of loky, and whichever was imported last would answer a question for loky's context by its name.
CONTEXT = LokyContext()
POLL_SECONDS = 0.05  # between two checks for reports and for a request to stop
WARM_UP_DELAY_SECONDS = 5.0  # before each warm-up call but the first: the first visitors' jobs come first

logger = logging.getLogger(__name__)


class WorkerProcess:
    """A process with the training code loaded. Only one thread at a time may call `run`; the rest is thread-safe.

    It is a loky pool with one process. loky starts it without running app.py again, which multiprocessing would do,
    and reports the death of a process differently from an exception. Each process has its own pool, so that
    replacing one leaves the others alone. Reports and requests to stop go through a pipe: unlike a queue or an event,
    a pipe has no lock that a killed process could keep.
    """

    def __init__(
        self, warm_up: Sequence[Callable[[], None]], memory_limit: int, recycle_above: int, programs: Path | None
    ):
        """Store the options; `warm` or the first `run` starts the process.

        warm_up: at least one function. The first is called before any job, the others only until there is a job.
        memory_limit: bytes that the process may allocate.
        recycle_above: bytes; the process is replaced if it has more of them resident after a job.
        programs: a folder for compiled programs, or None.
        """
        self._warm_up, self._memory_limit, self._recycle_above = warm_up, memory_limit, recycle_above
        self._programs = programs
        self._executor: ProcessPoolExecutor | None = None
        self._jobs = count(1)
        self._lock = threading.RLock()  # held while a process starts or ends, never while a job runs
        self._closed = False

    def warm(self) -> None:
        """Start the process and let it load the training code, in the background."""
        with self._lock:
            if self._executor is None:
                self._start()
                # Hooks run in reverse order. loky's own hook, registered in `_start`, waits for the job to end, so this
                # one must run before it; functions of the atexit module run after both.
                threading._register_atexit(self.close)  # type: ignore[attr-defined]  # private, so not in the stubs

    def run(
        self,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        """Call the function in the process, with both hooks if they are given, and return its result.

        Raises JobFailed if the function fails, and WorkerDied if the process ends or no longer answers.
        """
        result = self._attempt(function, args, on_progress, should_stop)
        if result.tensorflow_failed and self._forget_programs():
            logger.warning(
                "a compiled program may be damaged; all are deleted, and the call runs again\n%s", result.details
            )
            self._replace()  # TensorFlow reads each program only once per process
            result = self._attempt(function, args, on_progress, should_stop)
        if result.tensorflow_failed and self._programs is not None:
            logger.warning("compiled programs are no longer kept; is the disk full?\n%s", result.details)
            self._programs = None
            self._replace()
            result = self._attempt(function, args, on_progress, should_stop)
        # After a failure for lack of memory, what TensorFlow has allocated until then may be held for ever.
        if result.resident_bytes > self._recycle_above or result.failure == worker.OUT_OF_MEMORY:
            logger.info("a worker process is replaced: it has %d MB resident", result.resident_bytes // 2**20)
            self._replace()
        return result.value_or_raise()

    def pid(self) -> int | None:
        """The process id, None before the process has started."""
        with self._lock:
            return next(iter(self._executor._processes), None) if self._executor else None

    def close(self) -> None:
        """End the process, also in the middle of a job. It cannot be started again."""
        with self._lock:
            self._closed = True
            self._end()

    def _attempt(
        self, function: Callable[..., Any], args: tuple, on_progress: OnProgress | None, should_stop: ShouldStop | None
    ) -> worker.CallResult:
        """Call the function in the process. Raise WorkerDied if it ends or hangs, and JobFailed after `close`."""
        try:
            if on_progress is None:
                return self._submit(worker.attempt, function, args).result(REPORT_SECONDS)
            job = next(self._jobs)
            future = self._submit(worker.attempt_relayed, job, function, args)
            return self._relay(job, future, on_progress, should_stop)
        except BrokenProcessPool:
            logger.exception("a worker process died")
            self._forget_programs()  # one compiled for another processor would end the next process too
            self._replace()
            raise WorkerDied(WORKER_DIED) from None
        except TimeoutError:
            logger.error("a worker process hangs and is replaced")
            self._replace()
            raise WorkerDied(WORKER_HUNG) from None
        except ShutdownExecutorError:
            raise JobFailed(SHUTTING_DOWN) from None

    def _forget_programs(self) -> bool:
        """Delete the folder of compiled programs. Return whether there was one."""
        if self._programs is None or not self._programs.exists():
            return False
        shutil.rmtree(self._programs, ignore_errors=True)
        return True

    def _start(self) -> None:
        """Start a process, with the first call of the warm-up. Raise JobFailed after `close`."""
        if self._closed:
            raise JobFailed(SHUTTING_DOWN)
        self._channel, far_end = CONTEXT.Pipe()
        self._executor = ProcessPoolExecutor(
            max_workers=1,
            context=CONTEXT,
            timeout=None,  # loky would end an idle process, and the next visitor would wait until TensorFlow is loaded
            initializer=worker.prepare,
            initargs=(far_end, os.getpid(), self._memory_limit, self._programs),
            env=environment_of_worker(self._programs),
        )
        self._called = False
        self._warm_up_by(self._executor, self._warm_up)
        far_end.close()  # only the process holds it now, so that its death closes the pipe

    def _warm_up_by(self, executor: ProcessPoolExecutor, calls: Sequence[Callable[[], None]]) -> None:
        """Submit the first of the calls, and the others one after another with a delay, until there is a job."""

        def schedule_next(future: futures.Future) -> None:
            # The executor's own thread calls this, and a thread that holds the lock may wait for the executor: so the
            # lock must not be taken here.
            if calls[1:] and not (future.cancelled() or future.exception()):
                timer = threading.Timer(WARM_UP_DELAY_SECONDS, submit_next)
                timer.daemon = True
                timer.start()

        def submit_next() -> None:
            if not (self._called or self._closed):
                with suppress(BrokenProcessPool, ShutdownExecutorError):
                    self._warm_up_by(executor, calls[1:])

        executor.submit(worker.attempt, calls[0], ()).add_done_callback(schedule_next)

    def _end(self) -> None:
        """Kill the process, if there is one."""
        if self._executor is not None:
            self._executor.shutdown(kill_workers=True)
            self._channel.close()
            self._executor = None

    def _replace(self) -> None:
        """End the process and start a new one."""
        with self._lock:
            self._end()
            self._start()

    def _live_executor(self) -> ProcessPoolExecutor:
        """The executor, which is started if needed."""
        self.warm()
        assert self._executor is not None
        return self._executor

    def _submit(self, *call: Any) -> futures.Future:
        """Send a function and its arguments to the process, which is started if needed."""
        with self._lock:
            executor = self._live_executor()
            self._called = True
            try:
                return executor.submit(*call)
            except BrokenProcessPool:  # it died while it was idle: no visitor's job is lost
                self._replace()
                self._called = True  # the new process shall not warm up while it works
                return self._live_executor().submit(*call)

    def _relay(
        self, job: int, future: futures.Future, on_progress: OnProgress, should_stop: ShouldStop | None
    ) -> worker.CallResult:
        """Receive reports, and send the request to stop or pause, until the job has ended.

        Raise TimeoutError if it hangs.
        """
        sent, done, watchdog = Request.GO_ON, False, Watchdog(self._cpu_seconds)
        while not done:
            done = bool(futures.wait([future], POLL_SECONDS).done)
            with suppress(EOFError, OSError):  # the process died, which the future reports too
                while self._channel.poll():
                    progress = self._channel.recv()
                    watchdog.heard(progress)
                    on_progress(progress)
                request = request_of(should_stop)
                if request and not sent:
                    self._channel.send(job)
                if request is Request.STOP and sent is not Request.STOP:
                    watchdog.asked_to_stop()
                sent = request or sent
            if not done and watchdog.is_hanging():
                raise TimeoutError
        return future.result()

    def _cpu_seconds(self) -> float:
        """The processor time that the process has used so far."""
        try:
            times = psutil.Process(self.pid()).cpu_times()
        except psutil.NoSuchProcess:
            return 0.0
        return times.user + times.system


def request_of(should_stop: ShouldStop | None) -> Request:
    """Ask what a call shall do now."""
    answer = Request.GO_ON if should_stop is None else should_stop()
    return answer if isinstance(answer, Request) else Request.STOP if answer else Request.GO_ON


def environment_of_worker(programs: Path | None) -> dict[str, str]:
    """The environment variables that a worker needs before its first import."""
    environment = {
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        # loky ends a worker that has grown by 300 MB since its first call, which importing TensorFlow does already.
        # Here only `recycle_above` counts.
        "LOKY_MAX_MEMORY_LEAK_SIZE": str(2**60),
    }
    if programs is not None:
        flag = f"--tf_xla_persistent_cache_directory='{programs}'"  # quoted: the path may contain spaces
        environment["TF_XLA_FLAGS"] = f"{os.environ.get('TF_XLA_FLAGS', '')} {flag}".strip()
    return environment
