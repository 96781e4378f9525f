"""A run that its store keeps: whoever holds it holds its experiment only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnkit.experiment import Experiment
from nnkit.results.run import Run


class StoredRun(Run):
    """A run whose values are in the store's memory while there is room, and in a file.

    It is used like any other run. Pages and sessions hold many of these; one of the largest runs takes 20 MB.
    """

    def __init__(self, experiment: Experiment, path: Path, read: Callable[["StoredRun"], Run], held: Run | None = None):
        """path: of the file. read: returns the values. held: the values, until the file is written."""
        for name, value in {"experiment": experiment, "path": path, "_read": read, "held": held}.items():
            object.__setattr__(self, name, value)

    path: Path
    held: Run | None
    _read: Callable[["StoredRun"], Run]

    @property
    def values(self) -> Run:
        """The run as plain values. Raises LostRun where they are gone."""
        return self.held or self._read(self)

    def release(self) -> None:
        """Leave the values to the store: the file is written."""
        object.__setattr__(self, "held", None)

    def ending(self) -> Run:
        return self.values.ending()

    def __reduce__(self) -> tuple[Any, ...]:
        return _as_it_is, (self.values,)  # another process gets the values


def _as_it_is(run: Run) -> Run:
    return run


def _stored(name: str) -> Any:
    return property(lambda run: getattr(run.values, name))


for _name in ("history", "snapshots", "test", "outcome", "epochs_done", "seconds", "restored_epoch", "penalties"):
    setattr(StoredRun, _name, _stored(_name))
