"""The result of a training: plain values, and the experiment that they come from."""

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import isfinite, prod
from pathlib import Path
from typing import Any

import numpy as np

from nnkit.experiment import Experiment
from nnkit.experiment.layers import weight_shapes
from nnkit.results.archive import open_archive, read_member

HISTORY_KEYS = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")
PENALISED_KEYS = ("loss", "val_loss")  # of a history: they contain the penalties
OUTCOMES = ("finished", "stopped", "diverged")
MAX_SNAPSHOTS = 60  # in a run
MAX_RECORDS = 500  # entries of each list in a history
_MAX_JSON_BYTES = 1_000_000  # in a saved run
_MAX_HEADER_BYTES = 1_000  # of an array in it

History = dict[str, list[Any]]  # lists of equal length by the names in HISTORY_KEYS


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The weights after some epochs, float32, in the order and the shapes of Keras's `get_weights()`.

    `epoch` is a whole number, except in the last snapshot of a run that was stopped within an epoch.
    """

    epoch: float
    weights: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Progress:
    """The state of a running training; reported at most four times a second."""

    experiment: Experiment
    epoch: float  # number of epochs done, with a fraction within an epoch
    seconds: float  # since training began, compiling included
    seconds_left: float | None = None  # an estimate; None until the first chunk has been timed
    history: History = field(default_factory=dict)  # as in Run, until now
    penalties: History = field(default_factory=dict)  # as in Run, until now

    @property
    def fraction(self) -> float:
        """The share of the epochs that are done, 0 … 1."""
        return self.epoch / self.experiment.training.epochs


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Where a training was stopped between two steps, with all that it needs to go on as if it had never stopped.

    epoch: whole epochs done; step: steps done in the next one.
    history, penalties, snapshots: as in Run, until now.
    variables: those of the compiled program: weights, the optimizer's state, sums of the epoch, early stopping.
    seconds: as in Run, until now.
    """

    epoch: int
    step: int
    history: History
    penalties: History
    snapshots: tuple[Snapshot, ...]
    variables: tuple[np.ndarray, ...]
    seconds: float

    @property
    def size(self) -> int:
        """Its size in memory in bytes, nearly."""
        arrays = (*self.variables, *(array for snapshot in self.snapshots for array in snapshot.weights))
        return sum(array.nbytes for array in arrays)


@dataclass(frozen=True, eq=False)
class Run:
    """The result of a training.

    history: lists of equal length: epoch, loss, accuracy, val_loss, val_accuracy. Losses are in nats and include the
        penalties; accuracies are shares of 1. Without validation data, val_ values are None. In a regression, losses
        are mean squared errors, and accuracies None.
    snapshots: weights from epoch 0 (the initial weights) to the last epoch.
    test: loss and accuracy of `weights` on the test data.
    outcome: "finished", "stopped" (on request) or "diverged" (a loss was not finite).
    epochs_done: number of epochs with finite losses; a fraction where the run was stopped within an epoch.
    seconds: duration of the training, compiling included.
    restored_epoch: the epoch whose weights early stopping restored; None where it restored none.
    penalties: how much of `loss` and `val_loss` in the history is penalty, in nats: lists by these two names, as long
        as those of the history. {} for a network without penalties.
    checkpoint: from where a stopped training can go on; None for any other. It is never saved.
    """

    experiment: Experiment
    history: History
    snapshots: tuple[Snapshot, ...]
    test: dict[str, float | None]
    outcome: str = "finished"
    epochs_done: float = 0
    seconds: float = 0.0
    restored_epoch: float | None = None
    penalties: History = field(default_factory=dict)
    checkpoint: Checkpoint | None = field(default=None, repr=False)

    @property
    def data_history(self) -> History:
        """The history with losses of the data alone, by which networks with different penalties are compared."""
        return without_penalties(self.history, self.penalties)

    @property
    def weights(self) -> tuple[np.ndarray, ...]:
        """The final weights: those that were restored, else those of the last snapshot."""
        restored = (snapshot for snapshot in self.snapshots if snapshot.epoch == self.restored_epoch)
        return next(restored, self.snapshots[-1]).weights

    def ending(self) -> "Run":
        """Return the run with its last recorded epoch and its final weights alone, which take a hundredth of the room.

        Its last snapshot stands for the final weights, and belongs to the epoch that was restored if one was.
        """
        last = {key: values[-1:] for key, values in self.history.items()}
        penalties = {key: values[-1:] for key, values in self.penalties.items()}
        epoch = self.snapshots[-1].epoch if self.restored_epoch is None else self.restored_epoch
        return replace(self, history=last, penalties=penalties, snapshots=(Snapshot(epoch, self.weights),))

    def save(self, path: str | Path) -> None:
        """Write the run to one npz file, whose member run.json holds everything except the weights.

        Other processes never see an unfinished file. Raises OSError where it can't be written.
        """
        write_atomically(Path(path), self.to_bytes())

    def to_bytes(self, compressed: bool = False) -> bytes:
        """Return the content of the file that `save` writes; compressed, it is smaller and takes longer to make."""
        summary = {
            "experiment": self.experiment.to_json(),
            "history": self.history,
            "epochs": [snapshot.epoch for snapshot in self.snapshots],
            "test": self.test,
            "outcome": self.outcome,
            "epochs_done": self.epochs_done,
            "seconds": self.seconds,
            "restored_epoch": self.restored_epoch,
            "penalties": self.penalties,
        }
        stacks = (np.stack(stack) for stack in zip(*(snapshot.weights for snapshot in self.snapshots), strict=True))
        buffer, write = io.BytesIO(), np.savez_compressed if compressed else np.savez
        write(buffer, allow_pickle=False, **{f"weights_{index}": stack for index, stack in enumerate(stacks)})
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
            archive.writestr("run.json", json.dumps(summary, allow_nan=False))
        return buffer.getvalue()

    @classmethod
    def load(cls, path: str | Path) -> "Run":
        """Return the run that `save` wrote. Raises ValueError for any other file, OSError where it can't be read."""
        return cls.from_bytes(Path(path).read_bytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Run":
        """Return the run that `to_bytes` wrote. Raises ValueError for any other content.

        Safe for content from visitors: no member inflates to more than the experiment's shapes need, whatever its
        header says, and no pickle is read.
        """
        try:
            with open_archive(content) as archive:
                return _read(archive)
        except Exception as error:  # zip, zlib, JSON and NumPy each raise their own types
            raise ValueError(f"not a saved run: {error}") from None


def without_penalties(history: History, penalties: History) -> History:
    """Return the history with the penalties taken from its losses; both are those of a run or of its progress."""

    def take(losses: list[Any], parts: list[Any]) -> list[Any]:
        pairs = zip(losses, parts, strict=True)
        return [None if loss is None or part is None else loss - part for loss, part in pairs]

    return history | {key: take(history[key], parts) for key, parts in penalties.items()}


def write_atomically(path: Path, content: bytes) -> None:
    """Write a temporary file in the same folder and rename it, so that no reader sees an unfinished file.

    Makes the folder where it is missing. Raises OSError where it can't be written; an old file then stays.
    """
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
    summary = json.loads(read_member(archive, "run.json", _MAX_JSON_BYTES))
    experiment = Experiment.from_json(summary["experiment"])
    history, epochs = _checked_history(summary["history"]), _numbers("epochs", summary["epochs"])
    penalties = _checked_penalties(summary["penalties"], history)
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
    return Run(
        experiment, history, tuple(snapshots), test, summary["outcome"], epochs_done, seconds, restored, penalties
    )


def _checked_history(history: Any) -> History:
    lengths = {len(_numbers(key, history[key], or_none=True)) for key in HISTORY_KEYS}
    if set(history) != set(HISTORY_KEYS) or len(lengths) != 1 or lengths.pop() > MAX_RECORDS:
        raise ValueError(f"a history must hold {', '.join(HISTORY_KEYS)}, equally long, at most {MAX_RECORDS} records")
    return history


def _checked_penalties(penalties: Any, history: History) -> History:
    lengths = {len(_numbers(key, values, or_none=True)) for key, values in penalties.items()}
    if penalties and (set(penalties) != set(PENALISED_KEYS) or lengths != {len(history["epoch"])}):
        raise ValueError(f"penalties must hold {', '.join(PENALISED_KEYS)}, as long as the history, or nothing")
    return penalties


def _numbers(label: str, values: Any, or_none: bool = False) -> list[Any]:
    """Return the list. Raises ValueError unless every entry is a finite number, or None where that is allowed."""
    for value in values if isinstance(values, list) else [values]:
        number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        if not number and not (or_none and value is None):
            raise ValueError(f"{label} must hold finite numbers; got {value!r}")
    return list(values)


def _read_array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return a float32 array of this shape. Raises ValueError for any other content."""
    dtype = np.dtype("<f4")
    content = read_member(archive, name, prod(shape) * dtype.itemsize + _MAX_HEADER_BYTES)
    member = io.BytesIO(content)
    version = np.lib.format.read_magic(member)
    found, fortran, stored = np.lib.format.read_array_header_1_0(member)
    if version != (1, 0) or found != shape or fortran or stored != dtype:
        raise ValueError(f"{name} must be float32 of shape {shape}; got {stored} of shape {found}")
    return np.frombuffer(content, dtype, offset=member.tell()).reshape(shape)
