"""Training in other processes, for a whole class at once: `default_queue().submit(experiment, session)`.

Importing it loads neither TensorFlow nor Streamlit. NNKIT_ENGINE says where functions run ("local", "inline"),
NNKIT_CACHE in which folder runs and compiled programs are kept, NNKIT_WORKER_MEMORY_MB from how many megabytes on
a worker is replaced.
"""

import os
import platform
import tempfile
import threading
from pathlib import Path

from nnkit.jobs.errors import JobFailed, QueueFull, WorkerDied, WorkersBusy
from nnkit.jobs.executors import RECYCLE_ABOVE, Engine, InlineEngine, LocalEngine
from nnkit.jobs.job import Job
from nnkit.jobs.queue import JobQueue
from nnkit.jobs.store import RunStore
from nnkit.jobs.version import code_version

__all__ = [
    "InlineEngine",
    "Job",
    "JobFailed",
    "JobQueue",
    "LocalEngine",
    "QueueFull",
    "RunStore",
    "WorkerDied",
    "WorkersBusy",
    "default_queue",
    "shutdown",
    "start",
]

# Here and not in a Streamlit cache, which any visitor can clear.
_queue: JobQueue | None = None
_lock = threading.Lock()


def default_queue() -> JobQueue:
    """The one queue of this process, made when it is first asked for."""
    global _queue
    with _lock:
        if _queue is None:
            folder = _cache_folder()
            _queue = JobQueue(_engine(folder), RunStore(folder / "runs"))
        return _queue


def start() -> None:
    """Make the queue and have its workers load TensorFlow in the background; for the start of a server."""
    default_queue().warm()


def shutdown() -> None:
    """End all jobs and workers; the next `default_queue()` is a new one."""
    global _queue
    with _lock:
        queue, _queue = _queue, None
    if queue is not None:
        queue.shutdown()


def _engine(folder: Path) -> Engine:
    name = os.environ.get("NNKIT_ENGINE", "local")
    if name == "inline":
        return InlineEngine()
    if name == "local":
        megabytes = os.environ.get("NNKIT_WORKER_MEMORY_MB")
        recycle_above = int(megabytes) * 2**20 if megabytes else RECYCLE_ABOVE
        # Neither another processor's programs nor another TensorFlow's: homes can be shared, libraries are updated.
        programs = folder / "programs" / f"{platform.node()}-{code_version()[:12]}"
        return LocalEngine(recycle_above=recycle_above, programs=programs)
    raise ValueError(f"NNKIT_ENGINE must be local or inline; got {name!r}")


def _cache_folder() -> Path:
    try:
        folder = Path(os.environ.get("NNKIT_CACHE") or Path.home() / ".cache" / "nnkit")
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, RuntimeError):  # a folder that cannot be written; a user without a home
        # Not a fixed name in a folder that all may write to: workers run the compiled programs kept here.
        return Path(tempfile.mkdtemp(prefix="nnkit-"))
    return folder
