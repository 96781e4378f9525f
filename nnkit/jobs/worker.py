"""The functions that run inside a worker process, the only place where TensorFlow is loaded."""

import ctypes
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from nnkit.experiment import PRESETS, Experiment
from nnkit.experiment.callbacks import ShouldStop
from nnkit.jobs import programs as compiled_programs
from nnkit.jobs.errors import JobFailed
from nnkit.jobs.timings import Measurement, Stopwatch
from nnkit.results.run import Checkpoint, Progress, Run

OUT_OF_MEMORY = "This needs more memory than one training may use here. Try a smaller network or fewer samples."
DATA_DAMAGED = "A bundled data file is missing or damaged. The server's log says which one and how to repair it."
FAILED = "This failed because of an error in the program, not because of your settings. The server's log says more."

_NICENESS = 19  # lowest priority: the server must answer thirty pages while workers train
_SERVER_POLL_SECONDS = 1.0  # between two checks whether the server still runs

logger = logging.getLogger(__name__)

_channel: Connection | None = None  # sends reports, receives the numbers of jobs to stop
_programs: Path | None = None  # the folder of compiled programs


@dataclass(frozen=True)
class CallResult:
    """The value of a call or its failure, as plain values: to unpickle an exception of TensorFlow would import it."""

    value: Any = None
    failure: str | None = None  # a sentence for the visitor
    details: str = ""  # the traceback, for the log
    tensorflow_failed: bool = False  # whether TensorFlow raised the error, as it does for a damaged compiled program
    resident_bytes: int = 0  # memory of this process after the call

    def value_or_raise(self) -> Any:
        """Return the value. If the call failed, log its traceback and raise JobFailed with the sentence."""
        if self.failure is not None:
            logger.error("a job failed\n%s", self.details)
            raise JobFailed(self.failure)
        return self.value


def train(
    experiment: Experiment,
    on_progress: Callable[[Progress], None],
    should_stop: ShouldStop,
    checkpoint: Checkpoint | None = None,
) -> Run:
    """Call `nnkit.training.loop.train`, which is imported only in the worker."""
    from nnkit.training.loop import train

    return train(experiment, on_progress, should_stop, checkpoint)


def train_and_measure(
    train: Callable[..., Run],
    experiment: Experiment,
    checkpoint: Checkpoint | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Run, Measurement]:
    """Call a function such as `train` above; return its run and what it took.

    checkpoint: from where it goes on; None for the beginning.
    """
    stopwatch = Stopwatch(on_progress)
    start = {} if checkpoint is None else {"checkpoint": checkpoint}
    run = train(experiment, on_progress=stopwatch.report, should_stop=should_stop, **start)
    return run, stopwatch.measure(os.getpid(), experiment, run.epochs_done, checkpoint)


def load_tensorflow() -> None:
    """Import the training code, and TensorFlow with it."""
    with _without("pandas", "sklearn"):
        import_module("nnkit.training.loop")


def get_ready() -> None:
    """Load TensorFlow and the digits, and compile the program of the MNIST preset."""
    load_tensorflow()
    from nnkit.training.loop import train

    preset = PRESETS["mnist"]
    train(replace(preset, training=replace(preset.training, epochs=1)))


def prepare(channel: Connection, server: int, memory_limit: int, programs: Path | None = None) -> None:
    """Set up the process, before anything else runs in it.

    channel: this end of the pipe to the server.
    server: the process id of the server.
    memory_limit: bytes that this process may allocate.
    programs: the folder in which TensorFlow keeps compiled programs, or None.
    """
    global _channel, _programs
    _channel, _programs = channel, programs
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches all processes of the terminal; the server ends its workers itself
    set_limits(memory_limit, programs)
    threading.Thread(target=_end_with, args=(server,), name="end-with-server", daemon=True).start()


def set_limits(memory_limit: int, programs: Path | None) -> None:
    """Lower the priority of this process, limit its memory (bytes), and delete compiled programs that are damaged."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    _limit_memory(memory_limit)
    if programs is not None:
        compiled_programs.keep_valid(programs)


def attempt(function: Callable[..., Any], args: tuple, **hooks: Callable[..., Any]) -> CallResult:
    """Call the function. An exception becomes a failure in the result."""
    value, failure, details, tensorflow_failed = None, None, "", False
    try:
        value = function(*args, **hooks)
    except Exception as error:
        failure, details = _sentence(error), traceback.format_exc()
        tensorflow_failed = failure == FAILED and type(error).__module__.startswith("tensorflow")
    _return_memory()
    return CallResult(value, failure, details, tensorflow_failed, psutil.Process().memory_info().rss)


def attempt_relayed(job: int, function: Callable[..., Any], args: tuple) -> CallResult:
    """Call `attempt` for a training, with hooks that talk to the server.

    job: the number of the job; a request to stop is such a number.
    """
    channel, stopped = _channel, False
    assert channel is not None, "`prepare` runs before any job"

    def on_progress(progress: Progress) -> None:
        channel.send(progress)

    def should_stop() -> bool:
        nonlocal stopped
        while channel.poll():
            stopped = channel.recv() == job or stopped  # a request may arrive after its job has ended
        return stopped

    result = attempt(function, args, on_progress=on_progress, should_stop=should_stop)
    if _programs is not None:
        compiled_programs.seal(_programs)
    return result


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Make imports of these modules fail inside the `with` block, unless they are loaded already.

    Keras and TensorFlow import pandas and scikit-learn only to recognise their types. Without them a worker needs
    130 MB less memory and a third less time to start.
    """
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's documented way to make an import fail
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _sentence(error: Exception) -> str:
    """The failure as a sentence for the visitor."""
    if "xla_compile_cache" in str(error):  # no room, or no right, to keep a compiled program
        return FAILED
    # Exceptions of TensorFlow and of the data sets are recognised by name, so that neither is imported here.
    if isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in str(error):
        return OUT_OF_MEMORY
    return {"ResourceExhaustedError": OUT_OF_MEMORY, "DataFileError": DATA_DAMAGED}.get(type(error).__name__, FAILED)


def _limit_memory(limit: int) -> None:
    """Make an allocation beyond the limit (bytes) raise MemoryError. Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):  # the system sets a stricter limit already
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _return_memory() -> None:
    """Return freed memory to the system: 100 MB or more after compiling, which glibc would keep."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _end_with(server: int) -> None:
    """End this process when the server has ended, even if the server was killed."""
    # On Windows a process whose parent has ended keeps the parent's id; elsewhere it gets a new parent.
    while os.getppid() == server and psutil.pid_exists(server):
        time.sleep(_SERVER_POLL_SECONDS)
    os._exit(1)
