"""Engines run functions: in the caller's thread, or in worker processes. All have one interface."""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import loky

from nnkit.experiment.callbacks import ShouldStop
from nnkit.jobs import worker
from nnkit.jobs.memory import resident_bytes
from nnkit.jobs.process import WorkerProcess
from nnkit.results.run import OnProgress

MAX_ALLOCATED_BYTES = 3 * 2**30  # for each worker
MAX_RESIDENT_BYTES = 2**30  # of a worker after a job; TensorFlow alone takes 0.65 · 2**30


class Engine(Protocol):
    """The interface of all engines."""

    slots: int  # how many calls of `run` may run at the same time, with slot numbers from 0
    background: bool  # True: threads of the queue call `run`; False: the caller who submits a job does

    def run(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        """Call the function with the arguments, and with both hooks if they are given; return its result.

        Raises JobFailed with a sentence for the visitor.
        """

    def warm(self) -> None:
        """Prepare for the first call, in the background."""

    def pids(self) -> list[int]:
        """Return the ids of the processes that `run` uses, as far as they have started."""

    def memory(self) -> dict[int, int]:
        """Return the resident bytes of those of these processes that are of this machine, by their ids."""

    def others_wait(self) -> bool:
        """Whether calls of other servers wait for what `run` uses."""

    def shutdown(self) -> None:
        """End all running calls."""


class InlineEngine:
    """Runs functions in the caller's thread: for tests, notebooks and scripts."""

    slots = 1
    background = False

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()

    def run(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        hooks: dict[str, Any] = {} if on_progress is None else {"on_progress": on_progress, "should_stop": should_stop}
        with self._one_at_a_time:
            return worker.attempt(function, args, **hooks).value_or_raise()

    def warm(self) -> None:
        """Do nothing: TensorFlow loads when it is first used."""

    def pids(self) -> list[int]:
        return [os.getpid()]

    def memory(self) -> dict[int, int]:
        return resident_bytes(self.pids())

    def others_wait(self) -> bool:
        return False

    def shutdown(self) -> None:
        """Do nothing: a running call is in the caller's own thread."""


class LocalEngine:
    """Runs functions in worker processes of this machine, one process per slot."""

    background = True

    def __init__(
        self,
        workers: int | None = None,
        memory_limit: int = MAX_ALLOCATED_BYTES,
        recycle_above: int = MAX_RESIDENT_BYTES,
        programs: Path | None = None,
        warm_up: Sequence[Callable[[], None]] = (worker.load_tensorflow, worker.get_ready),
    ):
        """Make the workers; their processes start with `warm` or with the first call.

        workers: how many processes; one for every two processors if None.
        memory_limit: bytes that a process may allocate.
        recycle_above: bytes; a process that has more of them resident after a job is replaced.
        programs: a folder that keeps compiled programs for the next start, or None. It is deleted when one of them
            may be damaged.
        warm_up: functions that a started process calls, one after the other, until it gets a job.
        """
        self.slots = workers or max(1, loky.cpu_count() // 2)
        self._workers = [WorkerProcess(warm_up, memory_limit, recycle_above, programs) for _ in range(self.slots)]

    def run(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        return self._workers[slot].run(function, args, on_progress, should_stop)

    def warm(self) -> None:
        """Start every worker and have it load TensorFlow; returns at once."""
        for process in self._workers:
            process.warm()

    def pids(self) -> list[int]:
        return [pid for process in self._workers if (pid := process.pid()) is not None]

    def memory(self) -> dict[int, int]:
        return resident_bytes(self.pids())

    def others_wait(self) -> bool:
        return False

    def shutdown(self) -> None:
        """End the worker processes, also in the middle of a job. This happens by itself when the interpreter exits."""
        for process in self._workers:
            process.close()
