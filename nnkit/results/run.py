"""What training leaves behind: plain values and the choices that made them."""

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from nnkit.experiment import Experiment
from nnkit.experiment.layers import weight_shapes

HISTORY_KEYS = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")
OUTCOMES = ("finished", "stopped", "diverged")
MAX_SNAPSHOTS = 60
MAX_RECORDS = 500
_MAX_JSON_BYTES = 1_000_000

History = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The weights after so many epochs, in the order and the shapes of Keras's `get_weights()`, float32.

    `epoch` is a whole number but for the last snapshot of a run that was stopped inside an epoch.
    """

    epoch: float
    weights: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Progress:
    """How far a training is; told at most four times a second."""

    experiment: Experiment
    epoch: float  # epochs done, a fraction within an epoch
    seconds: float  # since training began, compiling included
    seconds_left: float | None = None  # None until a first stretch has been timed
    history: History = field(default_factory=dict)  # as in Run, so far

    @property
    def fraction(self) -> float:
        return self.epoch / self.experiment.training.epochs


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Run:
    """A training that ended.

    history: equal-length lists: epoch, loss, accuracy, val_loss, val_accuracy. Losses are in nats with the
        penalties in them; accuracies are shares. Where no data is kept for validation, val_ values are None.
        Where numbers are predicted, losses are mean squared errors, and accuracies None.
    snapshots: from epoch 0 (the initial weights) to the last.
    test: loss and accuracy of the last snapshot on the test data.
    outcome: "finished", "stopped" (on request) or "diverged" (a loss stopped being finite).
    epochs_done: whole ones with finite losses, with the part of the one in which a run was stopped.
    seconds: how long training took, compiling included.
    restored_epoch: the epoch whose weights it went back to, where it was to keep the best ones.
    """

    experiment: Experiment
    history: History
    snapshots: tuple[Snapshot, ...]
    test: dict[str, float | None]
    outcome: str = "finished"
    epochs_done: float = 0
    seconds: float = 0.0
    restored_epoch: float | None = None

    @property
    def weights(self) -> tuple[np.ndarray, ...]:
        """The weights that the run ended with: the last ones, or those it went back to."""
        restored = (snapshot for snapshot in self.snapshots if snapshot.epoch == self.restored_epoch)
        return next(restored, self.snapshots[-1]).weights

    def save(self, path: str | Path) -> None:
        """Write the run to one file: an npz whose member run.json holds all but the weights.

        The file appears whole or not at all.
        """
        write_atomically(Path(path), self.to_bytes())

    def to_bytes(self) -> bytes:
        summary = {
            "experiment": self.experiment.to_json(),
            "history": self.history,
            "epochs": [snapshot.epoch for snapshot in self.snapshots],
            "test": self.test,
            "outcome": self.outcome,
            "epochs_done": self.epochs_done,
            "seconds": self.seconds,
            "restored_epoch": self.restored_epoch,
        }
        stacks = (np.stack(stack) for stack in zip(*(snapshot.weights for snapshot in self.snapshots), strict=True))
        buffer = io.BytesIO()
        np.savez(buffer, **{f"weights_{index}": stack for index, stack in enumerate(stacks)})
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("run.json", json.dumps(summary, allow_nan=False))
        return buffer.getvalue()

    @classmethod
    def load(cls, path: str | Path) -> "Run":
        """The run that `save` wrote. Raises ValueError where the file is anything else."""
        return cls.from_bytes(Path(path).read_bytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Run":
        """The run that `to_bytes` wrote. Sizes are checked before anything is inflated, and nothing is unpickled."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return _read(archive)
        except Exception as error:  # zip, zlib, JSON and NumPy each have their own for hostile bytes
            raise ValueError(f"not a saved run: {error}") from None


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that no reader ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read(archive: zipfile.ZipFile) -> Run:
    if archive.getinfo("run.json").file_size > _MAX_JSON_BYTES:
        raise ValueError(f"not a saved run: run.json is over {_MAX_JSON_BYTES:,} bytes")
    summary = json.loads(archive.read("run.json"))
    experiment = Experiment.from_json(summary["experiment"])
    history, epochs = _checked_history(summary["history"]), _numbers("epochs", summary["epochs"])
    if not 1 <= len(epochs) <= MAX_SNAPSHOTS:
        raise ValueError(f"a saved run has 1 to {MAX_SNAPSHOTS} snapshots; got {len(epochs)}")
    if summary["outcome"] not in OUTCOMES:
        raise ValueError(f"the outcome of a run is {', '.join(OUTCOMES)}; got {summary['outcome']!r}")
    stacks = [
        _read_array(archive, f"weights_{index}.npy", (len(epochs), *shape))
        for index, shape in enumerate(weight_shapes(experiment))
    ]
    snapshots = (
        Snapshot(epoch, tuple(weights)) for epoch, weights in zip(epochs, zip(*stacks, strict=True), strict=True)
    )
    (loss,) = _numbers("test", [summary["test"]["loss"]])
    (accuracy,) = _numbers("test", [summary["test"]["accuracy"]], or_none=experiment.data.classes is None)
    epochs_done, seconds = _numbers("run", [summary[name] for name in ("epochs_done", "seconds")])
    (restored,) = _numbers("restored_epoch", [summary["restored_epoch"]], or_none=True)
    test = {"loss": loss, "accuracy": accuracy}
    return Run(experiment, history, tuple(snapshots), test, summary["outcome"], epochs_done, seconds, restored)


def _checked_history(history: Any) -> History:
    lengths = {len(_numbers(key, history[key], or_none=True)) for key in HISTORY_KEYS}
    if set(history) != set(HISTORY_KEYS) or len(lengths) != 1 or lengths.pop() > MAX_RECORDS:
        raise ValueError(f"a history must hold {', '.join(HISTORY_KEYS)}, equally long, at most {MAX_RECORDS} records")
    return history


def _numbers(label: str, values: Any, or_none: bool = False) -> list[Any]:
    """The list, once every entry is known to be a finite number (or None, where that is allowed)."""
    for value in values if isinstance(values, list) else [values]:
        number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        if not number and not (or_none and value is None):
            raise ValueError(f"{label} must hold finite numbers; got {value!r}")
    return list(values)


def _read_array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """A float32 array of just this shape: its header is compared before its values are read."""
    with archive.open(name) as member:
        version = np.lib.format.read_magic(member)
        found, fortran, dtype = np.lib.format.read_array_header_1_0(member)
        if version != (1, 0) or found != shape or fortran or dtype != np.dtype("<f4"):
            raise ValueError(f"{name} must be float32 of shape {shape}; got {dtype} of shape {found}")
        size = int(np.prod(shape)) * dtype.itemsize
        return np.frombuffer(member.read(size), dtype=dtype).reshape(shape)
