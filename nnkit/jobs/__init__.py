"""Training in other processes, for a whole class at once: `default_queue().submit(experiment, session)`.

Importing it loads neither TensorFlow nor Streamlit. These environment variables configure the default queue:

NNKIT_ENGINE: where functions run, "local" (worker processes, the default) or "inline" (the caller's thread).
NNKIT_CACHE: the folder that keeps runs and compiled programs; ~/.cache/nnkit by default.
NNKIT_WORKER_MEMORY_MB: a worker that uses more megabytes after a job is replaced.
NNKIT_DASK_SCHEDULER: the address of a Dask scheduler whose cluster trains; needs requirements-dask.txt.
NNKIT_DASK_WORKERS: how many workers this cluster has; those that it has at the start by default.
NNKIT_BUDGET_SECONDS: a visitor is asked before a training that takes longer; 600 by default.
NNKIT_SHARED_BUDGET_SECONDS: the same while others train or wait; 60 by default.
"""

import atexit
import os
import shutil
import tempfile
import threading
from pathlib import Path

from nnkit.datasets.cache import cache_folder
from nnkit.datasets.files import DataFileError
from nnkit.jobs.errors import JobFailed, QueueFull, WorkerDied, WorkersBusy
from nnkit.jobs.executors import Engine, InlineEngine, LocalEngine
from nnkit.jobs.job import Job
from nnkit.jobs.memory import SHARED
from nnkit.jobs.programs import remove_old_versions
from nnkit.jobs.queue import JobQueue
from nnkit.jobs.settings import programs_folder, recycle_above
from nnkit.jobs.store import RunStore
from nnkit.jobs.version import ROOT

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
    """Make the engine that NNKIT_ENGINE and NNKIT_DASK_SCHEDULER name. Raise ValueError for what they can't be."""
    name = os.environ.get("NNKIT_ENGINE", "local")
    if name == "inline":
        return InlineEngine()
    if name == "local":
        programs = programs_folder(folder)
        remove_old_versions(programs)
        local = LocalEngine(recycle_above=recycle_above(), programs=programs)
        scheduler = os.environ.get("NNKIT_DASK_SCHEDULER")
        return _dask_engine(scheduler, local) if scheduler else local
    raise ValueError(f"NNKIT_ENGINE must be local or inline; got {name!r}")


def _dask_engine(scheduler: str, local: LocalEngine) -> Engine:
    """Make the engine for a cluster. Raise ValueError with a sentence where Dask is not installed."""
    try:
        from nnkit.jobs.cluster.engine import DaskEngine
    except ImportError as error:
        raise ValueError("NNKIT_DASK_SCHEDULER needs Dask: pip install -r requirements-dask.txt") from error
    workers = os.environ.get("NNKIT_DASK_WORKERS")
    return DaskEngine(scheduler, local, int(workers) if workers else None)


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
