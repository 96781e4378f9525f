"""Where a function runs: here, or in worker processes. One shape, whatever is behind it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import loky

from nnkit.experiment.callbacks import ShouldStop
from nnkit.jobs import worker
from nnkit.jobs.process import WorkerProcess
from nnkit.results.run import OnProgress

MEMORY_LIMIT = 3 * 2**30  # bytes a worker may allocate
RECYCLE_ABOVE = 2**30  # bytes resident after a job, TensorFlow's own 0.65 · 2**30 included


class Engine(Protocol):
    """Runs functions. `slots` calls of `run` may be under way at once, each with another slot number from 0."""

    slots: int
    background: bool  # whether threads of the queue wait on `run`, or the one who submits does

    def run(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        """The function's result; with hooks, it is called with both. Raises JobFailed with a sentence."""

    def warm(self) -> None:
        """Get ready in the background."""

    def shutdown(self) -> None:
        """End everything that runs."""


class InlineEngine:
    """Runs functions in the caller's own thread: for tests, notebooks and scripts."""

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
        hooks = {} if on_progress is None else {"on_progress": on_progress, "should_stop": should_stop}
        with self._one_at_a_time:
            return worker.attempt(function, args, **hooks).result()

    def warm(self) -> None:
        """Nothing to do: TensorFlow loads when it is first used."""

    def shutdown(self) -> None:
        """Nothing to do: what runs is the caller's own."""


class LocalEngine:
    """Runs functions in worker processes of this machine, one a slot."""

    background = True

    def __init__(
        self,
        workers: int | None = None,
        memory_limit: int = MEMORY_LIMIT,
        recycle_above: int = RECYCLE_ABOVE,
        programs: Path | None = None,
        warm_up: Sequence[Callable[[], None]] = (worker.load_tensorflow, worker.get_ready),
    ):
        """workers: one for two processors if None. memory_limit and recycle_above in bytes.

        programs: a folder where compiled ones are kept for the next start, emptied where one may be damaged; or None.
        warm_up: what a started worker calls, one after the other, until there is a job for it.
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
        """Process ids of the workers that have been started."""
        return [pid for process in self._workers if (pid := process.pid()) is not None]

    def shutdown(self) -> None:
        """End the worker processes, also in the middle of a job. Called by itself when the interpreter exits."""
        for process in self._workers:
            process.close()
