"""Finished runs, kept in memory and on disk, so that no experiment is trained twice."""

import hashlib
import logging
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from weakref import WeakSet

from nnkit.experiment import Experiment
from nnkit.jobs.version import code_version
from nnkit.results.run import Run

MAX_MEMORY_BYTES = 200 * 2**20
MAX_DISK_BYTES = 2**30

logger = logging.getLogger(__name__)


class RunStore:
    """Runs by experiment. Beyond the limits, the least recently used runs are dropped. Thread-safe.

    Without a folder, or without write access to it, runs are kept in memory only. Several servers may share a folder.
    """

    def __init__(
        self,
        folder: Path | None,
        max_memory_bytes: int = MAX_MEMORY_BYTES,
        max_disk_bytes: int = MAX_DISK_BYTES,
        bundled: Path | None = None,
    ):
        """bundled: a folder of runs that came with the app. It is only read."""
        self._folder, self._max_memory_bytes, self._max_disk_bytes = folder, max_memory_bytes, max_disk_bytes
        self._bundled, self._from_bundle = bundled, WeakSet[Run]()
        self._runs: OrderedDict[str, Run] = OrderedDict()  # the most recently used one last
        self._bytes = 0  # size of these runs
        # Guards the two above. Files need no lock, since each is written and deleted as a whole.
        self._lock = threading.Lock()

    def get(self, experiment: Experiment) -> Run | None:
        """Return the run of exactly this experiment by this version of the code, or None."""
        key = key_of(experiment)
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key]
        run = self._read(_path(self._folder, key), experiment) if self._folder else None
        if run is None and self._bundled:
            run = self._read_bundled(_path(self._bundled, key), experiment)
        if run is not None:
            self.remember(run)
        return run

    def came_with_app(self, run: Run) -> bool:
        """Whether the run was not trained here, but read from the folder of bundled runs."""
        return run in self._from_bundle

    def remember(self, run: Run) -> None:
        """Keep the run in memory, unless it was stopped: others who ask for the experiment want all of its epochs."""
        if run.outcome == "stopped":
            return
        key = key_of(run.experiment)
        with self._lock:
            self._bytes -= size_of(self._runs.pop(key)) if key in self._runs else 0
            self._runs[key] = run
            self._bytes += size_of(run)
            while self._bytes > self._max_memory_bytes:
                self._bytes -= size_of(self._runs.popitem(last=False)[1])

    def save(self, run: Run) -> None:
        """Keep the run on disk, for the next start of the server, unless it was stopped. It can take 0.2 s."""
        if run.outcome == "stopped" or not self._folder:
            return
        try:
            run.save(_path(self._folder, key_of(run.experiment)))
            self._trim(self._folder)
        except (OSError, ValueError) as error:  # a full or read-only disk; a value that JSON cannot hold
            logger.warning("a run is kept in memory only: %s", error)

    def _read(self, path: Path, experiment: Experiment) -> Run | None:
        """Read the run of the experiment from a file of ours. A damaged file is deleted."""
        try:
            run = _run_in(path, experiment)
        except ValueError as error:
            logger.warning("a stored run is dropped: %s (%s)", path, error)
            _delete(path)
            return None
        with suppress(OSError):  # a read-only folder, or a file that another server has just deleted
            os.utime(path)  # the most recently used one now
        return run

    def _read_bundled(self, path: Path, experiment: Experiment) -> Run | None:
        """Read the run of the experiment from a file that came with the app. A damaged file is left as it is."""
        try:
            run = _run_in(path, experiment)
        except ValueError as error:
            logger.warning("a bundled run is not used: %s (%s)", path, error)
            return None
        if run is not None:
            self._from_bundle.add(run)
        return run

    def _trim(self, folder: Path) -> None:
        """Delete the folder's least recently used files beyond the limit."""
        # All files count: a killed server may leave an unfinished file, which goes when it is the oldest.
        files = sorted(((status.st_mtime, status.st_size, path) for path, status in _files(folder)), reverse=True)
        total = 0
        for _, size, path in files:
            total += size
            if total > self._max_disk_bytes:
                _delete(path)


def _run_in(path: Path, experiment: Experiment) -> Run | None:
    """Read the run of the experiment; None where the file can't be read. Raises ValueError for a damaged file."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    run = Run.from_bytes(content)
    if run.experiment != experiment:
        raise ValueError("it holds another experiment")
    return run


def size_of(run: Run) -> int:
    """The approximate size of a run in memory, in bytes: its weights, and 32 for each value of the history."""
    weights = sum(array.nbytes for snapshot in run.snapshots for array in snapshot.weights)
    return weights + 32 * sum(map(len, run.history.values()))


def key_of(experiment: Experiment) -> str:
    """The name under which the run of an experiment is stored. It changes with the code that makes runs."""
    return hashlib.sha256(f"{code_version()}\n{_text_of(experiment)}".encode()).hexdigest()


# A page looks up to 40 runs up at each drawing, and writing an experiment takes 0.5 ms.
_text_of = lru_cache(maxsize=256)(Experiment.to_json)


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.npz"


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """All files of a folder with their status."""
    found = []
    for entry in os.scandir(folder):
        try:
            found.append((Path(entry.path), entry.stat()))
        except FileNotFoundError:  # another thread or server has just deleted it
            continue
    return found


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("a stored run could not be deleted: %s", error)
