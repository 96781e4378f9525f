"""Finished runs, kept in memory and on disk, so that nothing is trained twice."""

import hashlib
import logging
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from nnkit.experiment import Experiment
from nnkit.jobs.version import code_version
from nnkit.results.run import Run

MEMORY_BYTES = 200 * 2**20
DISK_BYTES = 2**30

logger = logging.getLogger(__name__)


class RunStore:
    """Runs by experiment; where one of the bounds is passed, those unused for longest go. Safe from any thread.

    A folder that cannot be written, or none, leaves the memory. Several servers may share a folder.
    """

    def __init__(self, folder: Path | None, memory_bytes: int = MEMORY_BYTES, disk_bytes: int = DISK_BYTES):
        self._folder, self._memory_bytes, self._disk_bytes = folder, memory_bytes, disk_bytes
        self._runs: OrderedDict[str, Run] = OrderedDict()  # last used last
        self._bytes = 0  # of these
        self._lock = threading.Lock()  # of these two; the disk needs none: files appear and vanish whole

    def get(self, experiment: Experiment) -> Run | None:
        """The run of just this experiment by this version of the code, or None."""
        key = key_of(experiment)
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key]
        run = self._read(self._path(key), experiment) if self._folder else None
        if run is not None:
            self.remember(run)
        return run

    def remember(self, run: Run) -> None:
        """Keep the run in memory, unless it was stopped: another reader would take it for the whole."""
        if run.outcome == "stopped":
            return
        key = key_of(run.experiment)
        with self._lock:
            self._bytes -= size_of(self._runs.pop(key)) if key in self._runs else 0
            self._runs[key] = run
            self._bytes += size_of(run)
            while self._bytes > self._memory_bytes:
                self._bytes -= size_of(self._runs.popitem(last=False)[1])

    def save(self, run: Run) -> None:
        """Keep the run on disk, for the next start of the server. Apart, for it can take a fifth of a second."""
        if run.outcome == "stopped" or not self._folder:
            return
        try:
            run.save(self._path(key_of(run.experiment)))
            self._trim()
        except (OSError, ValueError) as error:  # a full or read-only disk; a value that JSON cannot hold
            logger.warning("a run is kept in memory only: %s", error)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.npz"

    def _read(self, path: Path, experiment: Experiment) -> Run | None:
        try:
            content = path.read_bytes()
        except OSError:
            return None
        try:
            run = Run.from_bytes(content)
            if run.experiment != experiment:
                raise ValueError("it holds another experiment")
        except Exception as error:  # whatever a damaged file makes the readers raise
            logger.warning("a stored run is dropped: %s (%s)", path, error)
            _delete(path)
            return None
        with suppress(OSError):  # a folder that may only be read, or another server has just dropped the file
            os.utime(path)  # used now
        return run

    def _trim(self) -> None:
        # Every file counts, for the unfinished one of a server that was killed is oldest some day.
        files = sorted(((status.st_mtime, status.st_size, path) for path, status in _files(self._folder)), reverse=True)
        total = 0
        for _, size, path in files:
            total += size
            if total > self._disk_bytes:
                _delete(path)


def size_of(run: Run) -> int:
    """Bytes of the run in memory, near enough: its weights, and 32 for each value of the history."""
    weights = sum(array.nbytes for snapshot in run.snapshots for array in snapshot.weights)
    return weights + 32 * sum(map(len, run.history.values()))


def key_of(experiment: Experiment) -> str:
    """Equal experiments have equal keys, until the code changes that runs come from."""
    return hashlib.sha256(f"{code_version()}\n{experiment.to_json()}".encode()).hexdigest()


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    found = []
    for entry in os.scandir(folder):
        try:
            found.append((Path(entry.path), entry.stat()))
        except FileNotFoundError:  # another thread or server has just dropped it
            continue
    return found


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("a stored run could not be deleted: %s", error)
