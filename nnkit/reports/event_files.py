"""Event files for TensorBoard: the curves of runs, and histograms of their weights.

It needs the package tensorboard (requirements-tensorboard.txt) and loads no TensorFlow: the records are written here,
since the package's own writer of files asks TensorFlow for them.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from nnkit.experiment.layers import dense_layers
from nnkit.results.run import Run

FIRST_RECORD = "brain.Event:2"  # how each event file begins
PARTS = {"train": "", "validation": "val_"}  # a folder for each, as Keras's own callback has it
MEASURES = ("loss", "accuracy")


def event_files(runs: Mapping[str, Run], now: float) -> bytes:
    """Return a zip with a folder for each run and in it one for training and one for validation.

    runs: by their names. now: seconds since 1970, for the times of the events, which nobody has recorded.
    The tags are epoch_loss and epoch_accuracy as in Keras, and for weights layer/kernel and layer/bias. Steps are
    epochs. Raises ImportError where the package tensorboard is missing.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, run) in enumerate(runs.items(), 1):
            folder = _folder(name) if len(runs) == 1 else f"{place:02d} {_folder(name)}"
            for part, prefix in PARTS.items():
                if events := list(_scalars(run, prefix)) + (list(_histograms(run)) if not prefix else []):
                    archive.writestr(f"{folder}/{part}/events.out.tfevents.{now:.0f}.nnkit", _records(events, now))
    return buffer.getvalue()


def _folder(name: str) -> str:
    """Return the name with nothing in it that a folder's name can't have on any system."""
    return "".join(letter if letter.isalnum() or letter in " -_+,()" else "_" for letter in name).strip()[:60] or "run"


def _scalars(run: Run, prefix: str) -> Iterator[tuple[int, Any]]:
    """Yield the epoch and the summary of each value of the curves."""
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb  # here, because the package is optional

    for measure in MEASURES:
        for epoch, value in zip(run.history["epoch"], run.history[prefix + measure], strict=True):
            if value is not None:
                yield int(epoch), scalar_pb(f"epoch_{measure}", value)


def _histograms(run: Run) -> Iterator[tuple[int, Any]]:
    """Yield the epoch and the summary of each layer's weights, from the initial ones on."""
    from tensorboard.plugins.histogram.summary_v2 import histogram_pb

    tags = [f"{layer.name}/{kind}" for layer in dense_layers(run.experiment) for kind in ("kernel", "bias")]
    for snapshot in run.snapshots:
        for tag, weights in zip(tags, snapshot.weights, strict=True):
            yield int(snapshot.epoch), histogram_pb(tag, weights)


def _records(events: list[tuple[int, Any]], now: float) -> bytes:
    """Return the content of an event file."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.summary.writer.record_writer import RecordWriter

    buffer = io.BytesIO()
    writer = RecordWriter(buffer)
    writer.write(Event(wall_time=now, file_version=FIRST_RECORD).SerializeToString())
    for epoch, summary in sorted(events, key=lambda event: event[0]):
        writer.write(Event(wall_time=now, step=epoch, summary=summary).SerializeToString())
    return buffer.getvalue()
