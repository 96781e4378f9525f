"""Experiment -> Run: call the compiled program one chunk at a time, and record what it returns."""

import time
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

import numpy as np
import tensorflow as tf

from nnkit.datasets import Dataset, load
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Data, Experiment
from nnkit.experiment.callbacks import ShouldStop
from nnkit.results.inference import evaluate
from nnkit.results.run import (
    HISTORY_KEYS,
    PENALISED_KEYS,
    Checkpoint,
    History,
    OnProgress,
    Progress,
    Run,
    Snapshot,
)
from nnkit.training.batches import batch_reviews, capacity_in_order
from nnkit.training.chunks import METRICS, Chunk, ChunkPlanner, ChunkResult
from nnkit.training.model import initial_weights
from nnkit.training.padding import split, unpad
from nnkit.training.program import Examples, Program, program_for
from nnkit.training.schedule import max_snapshots_of, record_epochs, snapshot_epochs
from nnkit.training.signature import evaluation_batch_size, runtime_inputs_of, signature_of

REPORT_SECONDS = 0.25  # between two reports, at least


def train(
    experiment: Experiment,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    checkpoint: Checkpoint | None = None,
) -> Run:
    """Train from the seed's weights for all epochs, or until asked to stop, or until a loss is not finite.

    on_progress is called with a `Progress` at most four times a second.
    should_stop is called about every 0.15 s: not while a program compiles, nor within a step, which can take a second
    or two on a full batch of MNIST.
    checkpoint: that of a stopped run of the same experiment, to go on from there instead.

    The same experiment gives the same run, bit for bit, on the same machine, however often it was stopped in between.
    """
    data = load(experiment.data)
    program = program_for(signature_of(experiment, data))
    with program.lock:
        training = _Training(experiment, program, data)
        if checkpoint is not None:
            training.go_on_from(checkpoint)
        training.report(on_progress)
        while not training.outcome:
            if should_stop is not None and should_stop():
                training.stop()
            else:
                training.advance()
                training.report(on_progress)
        return training.finish()


@lru_cache(maxsize=1)
def examples_of(data: Data) -> Examples:
    """The data as tensors. Only the last data are kept: 50 MB for MNIST."""
    arrays = load(data)
    y_train, y_val = tf.constant(arrays.y_train), tf.constant(arrays.y_val)
    if isinstance(arrays.x_val, Reviews):
        order = np.arange(len(arrays.x_val))
        size = evaluation_batch_size(len(order))
        batches = batch_reviews(arrays.x_val, order, size, capacity_in_order(arrays.x_val, size))
        return Examples(None, y_train, tuple(map(tf.constant, batches)), y_val)
    matrices = (np.asarray(x) for x in (arrays.x_train, arrays.x_val))
    x_train, x_val = (tf.constant(x.reshape(len(x), np.prod(x.shape[1:]))) for x in matrices)
    return Examples(x_train, y_train, x_val, y_val)


class _Training:
    """One training: how far it is, and what it has recorded so far."""

    def __init__(self, experiment: Experiment, program: Program, data: Dataset):
        self.experiment, self.program, self.signature, self.data = experiment, program, program.signature, data
        self.epochs = experiment.training.epochs
        self.examples, self.runtime_inputs = examples_of(experiment.data), runtime_inputs_of(experiment)
        # Whether an epoch belongs to the history, and to the snapshots: (epochs + 1,) each.
        self.recorded, self.kept = np.zeros(self.epochs + 1, bool), np.zeros(self.epochs + 1, bool)
        self.recorded[list(record_epochs(self.epochs))] = True
        weights = initial_weights(experiment)
        # Early stopping may add two snapshots: of the last epoch and of the best one.
        max_snapshots = max_snapshots_of(weights) - (2 if self.signature.early_stopping else 0)
        self.kept[list(snapshot_epochs(self.epochs, max_snapshots))] = True
        self.planner = ChunkPlanner(self.signature, experiment.training, data.x_train, self.recorded, self.kept)
        self.epoch, self.step = 0, 0  # whole epochs done, and steps done in the next one
        self.history: History = {key: [] for key in HISTORY_KEYS}
        penalised = experiment.network.l1 or experiment.network.l2
        self.penalties: History = {key: [] for key in PENALISED_KEYS} if penalised else {}
        self.outcome = ""  # until training ends; then as in `Run`
        self.checkpoint: Checkpoint | None = None  # once it is stopped
        self.started = self.reported = time.perf_counter()
        self.compiled_at: tuple[float, float] | None = None  # time and position at the end of the first chunk
        program.start(weights, experiment.training.learning_rate)
        self.snapshots = [Snapshot(0, tuple(weights))]

    @property
    def position(self) -> float:
        """Epochs done, including the fraction of the current one."""
        return self.epoch + self.step / self.signature.steps_per_epoch if self.step else self.epoch

    def advance(self) -> None:
        """Run one chunk and record its result."""
        chunk = self.planner.next_chunk(self.epoch, self.step)
        plan = self.planner.plan(chunk, self.epoch)
        compiled, start = self.program.compiled, time.perf_counter()
        result = self.program.run(chunk, plan, self.runtime_inputs, self.examples)
        if compiled:  # a call that compiles does not show how fast a chunk is
            self.planner.sizer.learn(chunk.steps, time.perf_counter() - start)
        self._record_chunk(chunk, result)
        self.compiled_at = self.compiled_at or (time.perf_counter(), self.position)

    def _record_chunk(self, chunk: Chunk, result: ChunkResult) -> None:
        metrics = result.metrics
        if not result.finite:
            metrics = metrics[:-1]
            self.outcome = "diverged"
        if result.stopped_early:
            self.recorded[self.epoch + len(metrics)] = True  # the history always contains the last epoch
        if not result.finite or chunk.stop == self.signature.steps_per_epoch:
            self._record_epochs(metrics, iter(result.snapshots))
        else:
            self.step = chunk.stop
        if not self.outcome and (result.stopped_early or self.epoch == self.epochs):
            self.outcome = "finished"
            if self.epoch > self.snapshots[-1].epoch:
                self._keep_snapshot(self._padded_weights())

    def _record_epochs(self, metrics: np.ndarray, snapshots: Iterator[np.ndarray]) -> None:
        """Record whole epochs. metrics: (epochs, 6); snapshots: vectors of padded weights, one per epoch to keep."""
        before, self.step = self.epoch, 0
        used = self.recorded | self.kept
        for row in np.flatnonzero(used[before + 1 : before + 1 + len(metrics)]).tolist():
            self.epoch = before + 1 + row
            if self.recorded[self.epoch]:
                self._record_metrics(self.epoch, metrics[row].tolist())
            if self.kept[self.epoch]:
                self._keep_snapshot(split(next(snapshots), self.signature.weight_shapes))
        self.epoch = before + len(metrics)

    def _record_metrics(self, epoch: int, values: list[float]) -> None:
        """Add an epoch to the history. values: as in METRICS."""
        known = {name: value if isfinite(value) else None for name, value in zip(METRICS, values, strict=True)}
        if not self.signature.validation_samples:
            known |= dict.fromkeys(("val_loss", "val_accuracy", "val_penalty"))
        if self.experiment.data.classes is None:
            known |= dict.fromkeys(("accuracy", "val_accuracy"))
        for key in HISTORY_KEYS:
            self.history[key].append(epoch if key == "epoch" else known[key])
        for key, penalties in self.penalties.items():
            penalties.append(known[key.replace("loss", "penalty")])

    def _keep_snapshot(self, padded: list[np.ndarray]) -> None:
        """Add a snapshot of the current position; weights that are not finite end the training."""
        weights = unpad(padded, self.experiment)
        if all(np.isfinite(array).all() for array in weights):
            self.snapshots.append(Snapshot(self.position, weights))
        else:
            self.outcome = "diverged"

    def _padded_weights(self) -> list[np.ndarray]:
        return [weight.numpy() for weight in self.program.network.weights]

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        """Take the place of the training that was stopped there."""
        self.epoch, self.step, self.snapshots = checkpoint.epoch, checkpoint.step, list(checkpoint.snapshots)
        self.history = {key: list(values) for key, values in checkpoint.history.items()}
        self.penalties = {key: list(values) for key, values in checkpoint.penalties.items()}
        self.started -= checkpoint.seconds
        self.planner.skip(self.epoch, self.step)
        self.program.restore(checkpoint.variables)

    def stop(self) -> None:
        """End the training at the current position."""
        self.outcome = "stopped"
        self.checkpoint = Checkpoint(
            self.epoch,
            self.step,
            {key: list(values) for key, values in self.history.items()},
            {key: list(values) for key, values in self.penalties.items()},
            tuple(self.snapshots),
            self.program.state(),
            time.perf_counter() - self.started,
        )
        if self.position > self.snapshots[-1].epoch:
            self._keep_snapshot(self._padded_weights())

    def report(self, on_progress: OnProgress | None) -> None:
        """Call on_progress, unless the last report is too recent."""
        now = time.perf_counter()
        if on_progress is None or (self.position and now - self.reported < REPORT_SECONDS):
            return
        self.reported, seconds_left = now, None
        if self.compiled_at is not None and self.position > self.compiled_at[1]:
            since, first = self.compiled_at
            seconds_left = (now - since) / (self.position - first) * (self.epochs - self.position)
        history, penalties = (
            {key: list(values) for key, values in recorded.items()} for recorded in (self.history, self.penalties)
        )
        on_progress(Progress(self.experiment, self.position, now - self.started, seconds_left, history, penalties))

    def finish(self) -> Run:
        """The run. Its last snapshots are dropped until one gives a finite loss on the test data."""
        restored = self._restore_best() if self.experiment.training.restore_best else None
        with np.errstate(over="ignore", invalid="ignore"):
            while not isfinite((test := self._test(restored))["loss"]):  # type: ignore[arg-type]
                self.snapshots.pop()
                if self.outcome == "finished":
                    self.outcome = "diverged"
        return Run(
            self.experiment,
            self.history,
            tuple(self.snapshots),
            test,
            self.outcome,
            epochs_done=self.position,
            seconds=time.perf_counter() - self.started,
            restored_epoch=None if restored is None else restored.epoch,
            penalties=self.penalties,
            checkpoint=self.checkpoint,
        )

    def _restore_best(self) -> Snapshot | None:
        """Insert and return the snapshot of the lowest validation loss; None if no validation loss was finite."""
        early_stopping = self.program.early_stopping
        if early_stopping is None or not (epoch := int(early_stopping.best_epoch)):
            return None
        padded = split(early_stopping.best_weights.numpy(), self.signature.weight_shapes)
        best = Snapshot(epoch, unpad(padded, self.experiment))
        others = [snapshot for snapshot in self.snapshots if snapshot.epoch != epoch]
        self.snapshots = sorted([*others, best], key=lambda snapshot: snapshot.epoch)
        return best

    def _test(self, restored: Snapshot | None) -> dict[str, float | None]:
        """Loss and accuracy on the test data, of the restored weights or else the last ones."""
        weights = (restored or self.snapshots[-1]).weights
        return evaluate(self.experiment, weights, self.data.x_test, self.data.y_test)
