"""What runs inside a worker process, where TensorFlow lives."""

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
from typing import Any

import psutil

from nnkit.experiment import PRESETS, Experiment
from nnkit.jobs.errors import JobFailed
from nnkit.results.run import Progress, Run

OUT_OF_MEMORY = "This needs more memory than one training may use here: try a smaller network, or fewer samples."
DATA_DAMAGED = "A bundled data file is missing or damaged; the server's log says which one and how to mend it."
FAILED = "This failed because of an error in the program, not in what you chose; the server's log says more."

_NICENESS = 19  # the server answers thirty pages while TensorFlow imports and trains
_SECONDS_BETWEEN_LOOKS = 1.0  # at whether the server is still there

logger = logging.getLogger(__name__)

_channel: Connection | None = None  # reports go out, the numbers of jobs to stop come in


@dataclass(frozen=True)
class Outcome:
    """What became of a call: plain values, so that the server need not import TensorFlow to unpickle an exception."""

    value: Any = None
    failure: str | None = None  # a sentence for the visitor
    details: str = ""  # the traceback, for the log
    tensorflow_failed: bool = False  # as it does on a damaged compiled program
    resident_bytes: int = 0  # of this process, once the call was over

    def result(self) -> Any:
        """On the server's side: the value, or JobFailed with the sentence, and the traceback in the log."""
        if self.failure is not None:
            logger.error("a job failed\n%s", self.details)
            raise JobFailed(self.failure)
        return self.value


def train(experiment: Experiment, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]) -> Run:
    """`nnkit.training.loop.train`, imported where it runs."""
    from nnkit.training.loop import train

    return train(experiment, on_progress, should_stop)


def load_tensorflow() -> None:
    """With all that trains."""
    with _without("pandas", "sklearn"):
        import_module("nnkit.training.loop")


def get_ready() -> None:
    """Load the digits and compile the program of the preset that their page trains, and TensorFlow before."""
    load_tensorflow()
    from nnkit.training.loop import train

    preset = PRESETS["mnist"]
    train(replace(preset, training=replace(preset.training, epochs=1)))


def prepare(channel: Connection, server: int, memory_limit: int) -> None:
    """Set the process up, before anything else runs in it. server: its process id; memory_limit: bytes of data."""
    global _channel
    _channel = channel
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server ends its workers itself
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    _limit_memory(memory_limit)
    threading.Thread(target=_end_with, args=(server,), name="end-with-server", daemon=True).start()


def attempt(function: Callable[..., Any], args: tuple, **hooks: Callable[..., Any]) -> Outcome:
    """Call the function; an exception becomes part of the outcome."""
    value, failure, details, tensorflow_failed = None, None, "", False
    try:
        value = function(*args, **hooks)
    except Exception as error:
        failure, details = _sentence(error), traceback.format_exc()
        tensorflow_failed = failure == FAILED and type(error).__module__.startswith("tensorflow")
    _return_memory()
    return Outcome(value, failure, details, tensorflow_failed, psutil.Process().memory_info().rss)


def attempt_relayed(job: int, function: Callable[..., Any], args: tuple) -> Outcome:
    """`attempt` a training, its hooks connected to the server. job: the number that a request to stop names."""
    stopped = False

    def on_progress(progress: Progress) -> None:
        _channel.send(progress)

    def should_stop() -> bool:
        nonlocal stopped
        while _channel.poll():
            stopped = _channel.recv() == job or stopped  # a request may come after its job was over
        return stopped

    return attempt(function, args, on_progress=on_progress, should_stop=should_stop)


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Imports find no module of these names meanwhile, where none is loaded yet.

    Keras and TensorFlow import both only to know their types should they ever see one: 130 MB, and a third of the time.
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _sentence(error: Exception) -> str:
    # TensorFlow's and the data sets' own exceptions are told by name, to import neither here.
    if isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in str(error):
        return OUT_OF_MEMORY
    return {"ResourceExhaustedError": OUT_OF_MEMORY, "DataFileError": DATA_DAMAGED}.get(type(error).__name__, FAILED)


def _limit_memory(limit: int) -> None:
    """Let an allocation beyond the limit raise instead of starving the machine. Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):  # a stricter limit is set already
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _return_memory() -> None:
    """Give the system back what compiling has freed, 100 MB and more; only glibc would otherwise keep it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _end_with(server: int) -> None:
    """End this process once the server is gone, even when it was killed and could not say so."""
    # Elsewhere than on Windows an orphan gets a new parent; there it keeps the number of the old one.
    while os.getppid() == server and psutil.pid_exists(server):
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
