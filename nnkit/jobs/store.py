"""Finished runs, kept in memory and on disk, so that no experiment is trained twice.

A file needs no checksum beside it: each member of an npz has one inside, which is compared whenever it is read.
"""

import hashlib
import logging
import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast
from uuid import uuid4
from weakref import WeakValueDictionary, finalize

from nnkit.experiment import Experiment
from nnkit.jobs.errors import LostRun
from nnkit.jobs.memory import MemoryStore, keep_in_memory, size_of
from nnkit.jobs.stored_run import StoredRun
from nnkit.jobs.version import code_version
from nnkit.results.run import Run

MAX_DISK_BYTES = 2**30
STORED_BYTES = 2_000  # of a StoredRun with its experiment, and its places here
LOST = "the values of a run are gone from memory, and {} cannot be read"

logger = logging.getLogger(__name__)


class RunStore:
    """Runs by experiment, in memory and in a folder. Beyond the limits, those used least recently go. Thread-safe.

    What it returns is a StoredRun: sessions may hold any number of them. Without a folder it returns plain runs, which
    are kept in memory only. Several servers may share a folder.
    """

    def __init__(
        self,
        folder: Path | None,
        memory: MemoryStore | None = None,
        max_disk_bytes: int = MAX_DISK_BYTES,
        bundled: Path | None = None,
    ):
        """memory: keeps the values of runs; one of its own if None. bundled: a folder of runs that came with the app,
        which is only read.
        """
        self._folder, self._max_disk_bytes, self._bundled = folder, max_disk_bytes, bundled
        self._memory = MemoryStore() if memory is None else memory
        self._held: WeakValueDictionary[Path, StoredRun] = WeakValueDictionary()  # those that somebody holds
        self._has_warned = False
        self._lock = threading.Lock()  # guards what is held. Files need no lock: each is written and deleted as a whole

    def of_endings(self) -> "RunStore":
        """Return the store of what jobs in the background leave: see `JobQueue.submit_all`."""
        return RunStore(self._folder and self._folder / "endings", self._memory, self._max_disk_bytes // 4)

    def get(self, experiment: Experiment) -> Run | None:
        """Return the run of exactly this experiment by this version of the code, or None."""
        key = key_of(experiment)
        if self._folder is None and (run := self._memory.get((self, key))) is not None:
            return cast(Run, run)
        paths = [_path(folder, key) for folder in (self._folder, self._bundled) if folder is not None]
        return next(filter(None, (self._find(path, experiment) for path in paths)), None)

    def came_with_app(self, run: Run) -> bool:
        """Whether the run was not trained here, but read from the folder of bundled runs."""
        return isinstance(run, StoredRun) and run.path.parent == self._bundled

    def has_lost(self, run: Run) -> bool:
        """Whether the run's values are gone: another server, or its administrator, has deleted the file."""
        return isinstance(run, StoredRun) and not self._is_there(run)

    def _is_there(self, run: StoredRun) -> bool:
        return run.held is not None or self._memory.get(run.path) is not None or run.path.exists()

    def remember(self, run: Run) -> Run:
        """Keep the run in memory, and return what takes its place; `save` writes it to the folder.

        A stopped run is not found by others: who asks for the experiment wants all of its epochs.
        """
        key, is_stopped = key_of(run.experiment), run.outcome == "stopped"
        run = run if run.checkpoint is None else replace(run, checkpoint=None)
        if self._folder is None:
            if not is_stopped:
                self._memory.put((self, key), run, size_of(run))
            return run
        if is_stopped:
            return self._hold_apart(self._folder, run)
        return self._hold(_path(self._folder, key), run.experiment, run)

    def keep_apart(self, run: Run) -> Run:
        """Keep a run that a visitor has brought along, and return what takes its place; `save` writes it.

        Nobody finds it, since its values may be anything. It goes with the last one who holds it.
        """
        return run if self._folder is None else self._hold_apart(self._folder, run)

    def _hold_apart(self, folder: Path, run: Run) -> StoredRun:
        """Return what stands for a run in a file of its own, which is deleted once nobody holds it."""
        path = _path(folder, f"{key_of(run.experiment)}-{uuid4().hex[:8]}")
        stored = self._hold(path, run.experiment, run)
        finalize(stored, _delete, path)
        return stored

    def save(self, run: Run) -> None:
        """Write a run, or what `remember` has returned for it, for the next start of the server. It can take 0.2 s."""
        if self._folder is None or (run.outcome == "stopped" and not isinstance(run, StoredRun)):
            return
        try:
            if isinstance(run, StoredRun):
                run.values.save(run.path)
                run.release()
            else:
                run.save(_path(self._folder, key_of(run.experiment)))
            self._trim(self._folder)
        except (OSError, ValueError) as error:  # a full or read-only disk; a value that JSON cannot hold
            self._warn_once(error)

    def _warn_once(self, error: Exception) -> None:
        """Tell whoever runs the server why runs are kept in memory only."""
        if not self._has_warned:
            logger.warning("runs are kept in memory only from now on, and are gone with the server: %s", error)
        self._has_warned = True

    def _find(self, path: Path, experiment: Experiment) -> Run | None:
        """Return the run in the file, None where there is none."""
        with self._lock:
            stored = self._held.get(path)
        if stored is not None and self._is_there(stored):
            return stored
        run = self._read(path, experiment)
        return None if run is None else self._hold(path, experiment)

    def _hold(self, path: Path, experiment: Experiment, run: Run | None = None) -> StoredRun:
        """Return what stands for the run in the file. run: its values, where the file is still to be written."""
        with self._lock:
            stored = self._held.get(path)
            if stored is None or run is not None:
                stored = self._held[path] = StoredRun(experiment, path, self._values, run)
        # The memory holds it too: figures that are drawn for it are found as long as it is the same object.
        self._memory.put((path, "run"), stored, STORED_BYTES + size_of(experiment.data))
        if run is not None:
            self._memory.put(path, run, size_of(run))
        return stored

    def _values(self, run: StoredRun) -> Run:
        """Return the values of a run, from memory or from its file."""
        values = self._memory.get(run.path) or self._read(run.path, run.experiment)
        if values is None:
            raise LostRun(LOST.format(run.path))
        return cast(Run, values)

    def _read(self, path: Path, experiment: Experiment) -> Run | None:
        """Read the run of the experiment from a file, and keep it in memory. A damaged file of ours is deleted."""
        is_ours = path.parent == self._folder
        try:
            run = _run_in(path, experiment)
        except ValueError as error:
            logger.warning("a stored run is %s: %s (%s)", "dropped" if is_ours else "not used", path, error)
            if is_ours:
                _delete(path)
            return None
        if run is not None:
            self._memory.put(path, run, size_of(run))
            if is_ours:
                with suppress(OSError):  # a read-only folder, or a file that another server has just deleted
                    os.utime(path)  # the most recently used one now
        return run

    def _trim(self, folder: Path) -> None:
        """Delete the folder's least recently used files beyond the limit, but none of a run that somebody holds."""
        # All files count: a killed server may leave an unfinished file, which goes when it is the oldest.
        files = sorted(((status.st_mtime, status.st_size, path) for path, status in _files(folder)), reverse=True)
        with self._lock:
            held = set(self._held)
        total = 0
        for _, size, path in files:
            total += size
            if total > self._max_disk_bytes and path not in held:
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


def key_of(experiment: Experiment) -> str:
    """The name under which the run of an experiment is stored. It changes with the code that makes runs."""
    return _key_of((code_version(), experiment))


@keep_in_memory  # a page looks up to 40 runs up at each drawing, and writing an experiment takes 0.5 ms
def _key_of(parts: tuple[str, Experiment]) -> str:
    version, experiment = parts
    return hashlib.sha256(f"{version}\n{experiment.to_json()}".encode()).hexdigest()


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.npz"


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """All files of a folder with their status."""
    found = []
    for entry in os.scandir(folder):
        try:
            if entry.is_file():
                found.append((Path(entry.path), entry.stat()))
        except FileNotFoundError:  # another thread or server has just deleted it
            continue
    return found


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("a stored run could not be deleted: %s", error)
