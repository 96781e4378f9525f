"""What the server keeps in memory for all visitors, within one bound: finished runs, and what is computed from them."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np
import psutil

from nnkit.results.run import Run

MAX_MEMORY_BYTES = 40 * 2**20  # a wide network on reviews takes 20 MB, one on points in the plane 100 kB
ARRAY_BYTES = 128  # of an array besides its values
SNAPSHOT_BYTES = 200  # of a snapshot besides its arrays
NUMBER_BYTES = 32  # of a number in a list, with its place there

Argument = TypeVar("Argument", bound=Hashable)
Result = TypeVar("Result")


class MemoryStore:
    """Values by key. Beyond the limit, those used least recently are dropped. Thread-safe."""

    def __init__(self, max_bytes: int = MAX_MEMORY_BYTES):
        self.max_bytes = max_bytes
        self.bytes = 0  # of all values
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()  # the most recently used one last
        self._lock = threading.RLock()  # dropping a value may end a run that looks here

    def get(self, key: Hashable) -> Any:
        """Return the value, None where there is none."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep the value. size: its bytes."""
        dropped = []  # what ends with a value ends outside the lock
        with self._lock:
            dropped.append(self._values.pop(key, (None, 0)))
            self._values[key] = value, size
            self.bytes += size - dropped[0][1]
            while self.bytes > self.max_bytes:
                dropped.append(self._values.popitem(last=False)[1])
                self.bytes -= dropped[-1][1]

    def __len__(self) -> int:
        return len(self._values)


SHARED = MemoryStore()  # of the server


def keep_in_memory(function: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """Compute `function(argument)` once while there is room. The argument, which is hashable, may be large."""

    @wraps(function)
    def look_up(argument: Argument) -> Result:
        found = SHARED.get((function, argument))
        if found is None:
            found = function(argument)
            SHARED.put((function, argument), found, size_of(argument) + size_of(found))
        return cast(Result, found)

    return look_up


def resident_bytes(pids: Iterable[int]) -> dict[int, int]:
    """Return the memory of processes by their ids, without those that have ended."""
    found = {}
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            found[pid] = int(psutil.Process(pid).memory_info().rss)
    return found


def size_of(value: Any) -> int:
    """Return the bytes that a value takes in memory, with all that it consists of."""
    if isinstance(value, Run):
        return _size_of_run(value)
    if isinstance(value, np.ndarray):
        owner = value.base if isinstance(value.base, np.ndarray) else value
        return ARRAY_BYTES + (0 if isinstance(owner, np.memmap) else int(owner.nbytes))  # bundled data are mapped
    size = sys.getsizeof(value)
    if isinstance(value, Mapping):
        return size + sum(size_of(key) + size_of(each) for key, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return size + sum(map(size_of, value))
    if is_dataclass(value) and not isinstance(value, type):
        return size + sum(size_of(getattr(value, field.name)) for field in fields(value))
    return size


def _size_of_run(run: Run) -> int:
    """Do the same for a run. Of its experiment only points of a reader's own take room."""
    weights = sum(
        SNAPSHOT_BYTES + sum(array.nbytes + ARRAY_BYTES for array in snapshot.weights) for snapshot in run.snapshots
    )
    numbers = sum(map(len, (*run.history.values(), *run.penalties.values())))
    return weights + NUMBER_BYTES * numbers + size_of(run.experiment.data)
