"""Training in other processes, for a whole class at once: `default_queue().submit(experiment, session)`.

Importing it loads neither TensorFlow nor Streamlit. These environment variables configure the default queue:

NNKIT_ENGINE: where functions run, "local" (worker processes, the default) or "inline" (the caller's thread).
NNKIT_CACHE: the folder that keeps runs and compiled programs; ~/.cache/nnkit by default.
NNKIT_WORKER_MEMORY_MB: a worker that uses more megabytes after a job is replaced.
NNKIT_BUDGET_SECONDS: a visitor is asked before a training that takes longer; 600 by default.
NNKIT_SHARED_BUDGET_SECONDS: the same while others train or wait; 60 by default.
"""

import atexit
import os
import platform
import shutil
import tempfile
import threading
from pathlib import Path

from nnkit.datasets.cache import cache_folder
from nnkit.datasets.files import DataFileError
from nnkit.jobs.errors import JobFailed, QueueFull, WorkerDied, WorkersBusy
from nnkit.jobs.executors import MAX_RESIDENT_BYTES, Engine, InlineEngine, LocalEngine
from nnkit.jobs.job import Job
from nnkit.jobs.memory import SHARED
from nnkit.jobs.programs import remove_old_versions
from nnkit.jobs.queue import JobQueue
from nnkit.jobs.store import RunStore
from nnkit.jobs.version import ROOT, code_version

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

BUNDLED_RUNS = ROOT / "data" / "runs"

# Here and not in a Streamlit cache, which any visitor can clear.
_queue: JobQueue | None = None
_temporary: Path | None = None  # a cache folder that ends with the queue
_lock = threading.Lock()


def default_queue() -> JobQueue:
    """Return the one queue of this process. The first call makes it."""
    global _queue
    with _lock:
        if _queue is None:
            folder = _cache_folder()
            _queue = JobQueue(_engine(folder), RunStore(folder / "runs", SHARED, bundled=BUNDLED_RUNS))
        return _queue


def start() -> None:
    """Make the queue and let its workers load TensorFlow in the background; for the start of a server."""
    default_queue().warm()


def shutdown() -> None:
    """End all jobs and workers. The next call of `default_queue` makes a new queue."""
    global _queue, _temporary
    with _lock:
        (queue, _queue), (temporary, _temporary) = (_queue, None), (_temporary, None)
    if queue is not None:
        queue.shutdown()
    if temporary is not None:
        shutil.rmtree(temporary, ignore_errors=True)


def _engine(folder: Path) -> Engine:
    """Make the engine that NNKIT_ENGINE names. Raise ValueError for an unknown name."""
    name = os.environ.get("NNKIT_ENGINE", "local")
    if name == "inline":
        return InlineEngine()
    if name == "local":
        megabytes = os.environ.get("NNKIT_WORKER_MEMORY_MB")
        recycle_above = int(megabytes) * 2**20 if megabytes else MAX_RESIDENT_BYTES
        # One folder for each machine and version: home folders can be shared, and libraries are updated.
        programs = folder / "programs" / f"{platform.node()}-{code_version()[:12]}"
        remove_old_versions(programs)
        return LocalEngine(recycle_above=recycle_above, programs=programs)
    raise ValueError(f"NNKIT_ENGINE must be local or inline; got {name!r}")


def _cache_folder() -> Path:
    """Make a folder that can be written, NNKIT_CACHE if possible, and return it."""
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, DataFileError):  # a folder without write access, or a user without a home
        # A random name: workers run the compiled programs in this folder, and everybody may write to /tmp.
        global _temporary
        _temporary = folder = Path(tempfile.mkdtemp(prefix="nnkit-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # a script may end without `shutdown`
    return folder
