"""Experiment -> Run: the compiled program driven from the host, a stretch at a time."""

import time
from collections.abc import Iterator
from functools import cached_property, lru_cache
from math import isfinite

import numpy as np
import tensorflow as tf

from nnkit.datasets import Dataset, load
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Data, Experiment
from nnkit.experiment.callbacks import ShouldStop
from nnkit.results.inference import evaluate
from nnkit.results.run import HISTORY_KEYS, MAX_SNAPSHOTS, OnProgress, Progress, Run, Snapshot
from nnkit.training.batches import Words, epoch_orders, max_capacity, words_of
from nnkit.training.model import initial_weights
from nnkit.training.program import Chunk, Examples, Outcome, Plan, Program, program_for
from nnkit.training.schedule import ChunkSizer, record_epochs, snapshot_epochs
from nnkit.training.signature import EVALUATION_BATCH, runtime_inputs_of, signature_of, split, unpad

PROGRESS_SECONDS = 0.25  # between two reports


def train(experiment: Experiment, on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None) -> Run:
    """Train from the seed's weights for all epochs, or until asked to stop, or until a loss is not finite.

    on_progress is called with a `Progress` at most four times a second, should_stop about every 0.15 s: not while a
    program compiles, nor within a step, which on a full batch of MNIST can take a second or two. The same experiment
    gives the same run, bit for bit, on the same machine.
    """
    data = load(experiment.data)
    program = program_for(signature_of(experiment, data))
    with program.lock:
        training = _Training(experiment, program, data)
        training.report(on_progress)
        while training.outcome is None:
            if should_stop is not None and should_stop():
                training.stop()
            else:
                training.advance()
                training.report(on_progress)
    return training.finish()


@lru_cache(maxsize=1)
def examples_of(data: Data) -> Examples:
    """The data as tensors, those of the last choice kept: 50 MB for MNIST."""
    arrays = load(data)
    y_train, y_val = tf.constant(arrays.y_train), tf.constant(arrays.y_val)
    if isinstance(arrays.x_val, Reviews):
        size = min(EVALUATION_BATCH, max(1, len(arrays.x_val)))
        capacity = max_capacity(arrays.x_val, size)
        words = words_of(arrays.x_val, np.arange(len(arrays.x_val)), size, capacity)
        return Examples(None, y_train, Words(*map(tf.constant, words)), y_val)
    x_train, x_val = (tf.constant(x.reshape(len(x), np.prod(x.shape[1:]))) for x in (arrays.x_train, arrays.x_val))
    return Examples(x_train, y_train, x_val, y_val)


class _Training:
    """One training under way: where it stands, what it has recorded, and what comes next."""

    def __init__(self, experiment: Experiment, program: Program, data: Dataset):
        self.experiment, self.program, self.shape, self.data = experiment, program, program.shape, data
        self.epochs = experiment.training.epochs
        self.examples, self.runtime_inputs = examples_of(experiment.data), runtime_inputs_of(experiment)
        self.recorded, self.kept = np.zeros(self.epochs + 1, bool), np.zeros(self.epochs + 1, bool)  # by epoch
        self.recorded[list(record_epochs(self.epochs))] = True
        # Where training may stop early, its last epoch and its best one may have to be kept besides.
        most = MAX_SNAPSHOTS - 2 if self.shape.early else MAX_SNAPSHOTS
        self.kept[list(snapshot_epochs(self.epochs, most))] = True
        self.orders = epoch_orders(experiment.training, self.shape.samples)
        self.order = np.zeros(0, "int32")  # of the epoch under way, where a stretch ended inside it
        self.epoch, self.step = 0, 0  # whole epochs done, and steps into the next one
        self.history = {key: [] for key in HISTORY_KEYS}
        self.outcome: str | None = None
        self.began = self.reported = time.perf_counter()
        self.timed_from: tuple[float, float] | None = None  # second and epoch at which compiling was over
        weights = initial_weights(experiment)
        self.chunk_sizer = ChunkSizer(self.shape.work)
        program.start(weights, experiment.training.learning_rate)
        self.snapshots = [Snapshot(0, tuple(weights))]

    @property
    def position(self) -> float:
        """Epochs done, with the part of the one under way."""
        return self.epoch + self.step / self.shape.steps if self.step else self.epoch

    def advance(self) -> None:
        """Run one stretch and take down what came of it."""
        chunk = self._next_chunk()
        plan = self._plan(chunk)
        fresh, start = not self.program.compiled, time.perf_counter()
        outcome = self.program.run(chunk, plan, self.runtime_inputs, self.examples)
        if not fresh:  # compiling says nothing about the pace
            self.chunk_sizer.learn(chunk.epochs * (chunk.last - chunk.first), time.perf_counter() - start)
        self._take_down(chunk, outcome)
        self.timed_from = self.timed_from or (time.perf_counter(), self.position)

    def _next_chunk(self) -> Chunk:
        steps = self.shape.steps
        if self.step or self.chunk_sizer.steps < steps:
            return Chunk(1, self.step, min(steps, self.step + self.chunk_sizer.steps))
        ahead = 1 + np.flatnonzero(self.kept[self.epoch + 1 :])
        until_full = int(ahead[: self.shape.snapshots_per_call][-1])
        return Chunk(min(until_full, self.chunk_sizer.steps // steps, self.shape.epochs_per_call), 0, steps)

    def _plan(self, chunk: Chunk) -> Plan:
        rows, shape = self.shape.epochs_per_call, self.shape
        recorded, kept = np.zeros(rows, bool), np.zeros(rows, bool)
        epochs = slice(self.epoch + 1, self.epoch + 1 + chunk.epochs)
        # Early stopping looks at every epoch, also at those that the history leaves out.
        recorded[: chunk.epochs] = True if shape.early else self.recorded[epochs]
        kept[: chunk.epochs] = self.kept[epochs]
        if shape.full_batch:
            return Plan(np.zeros((rows, 1), "int32"), recorded, kept, self._all_words)
        orders = np.zeros((rows, shape.steps * shape.batch), "int32")
        for row in range(chunk.epochs):
            self.order = self.order if chunk.first else next(self.orders)
            orders[row, : shape.samples] = self.order
        return Plan(orders, recorded, kept, self._words(orders[: chunk.epochs, : shape.samples]))

    def _words(self, orders: np.ndarray) -> Words | None:
        """For reviews, the batches of epochs in these orders, in as many rows as a call takes."""
        shape = self.shape
        if not shape.capacity:
            return None
        rows = 1 if shape.full_batch else shape.epochs_per_call
        parts = [np.zeros((rows, shape.steps, shape.capacity), "uint16") for _ in Words._fields]
        for row, order in enumerate(orders):
            for part, words in zip(parts, words_of(self.data.x_train, order, shape.batch, shape.capacity), strict=True):
                part[row] = words
        return Words(*parts)

    @cached_property
    def _all_words(self) -> Words | None:
        """The one batch of every epoch, where a batch is all there is."""
        return self._words(np.arange(self.shape.samples)[None])

    def _take_down(self, chunk: Chunk, outcome: Outcome) -> None:
        table = outcome.table
        if not outcome.finite:
            table = table[:-1]
            self.outcome = "diverged"
        if outcome.early:
            self.recorded[self.epoch + len(table)] = True  # the history ends with the last epoch, whichever it is
        if not outcome.finite or chunk.last == self.shape.steps:
            self._take_down_epochs(table, iter(outcome.snapshots))
        else:
            self.step = chunk.last
        if self.outcome is None and (outcome.early or self.epoch == self.epochs):
            self.outcome = "finished"
            if self.epoch > self.snapshots[-1].epoch:
                self._keep_snapshot(self._padded_weights())

    def _take_down_epochs(self, table: np.ndarray, snapshots: Iterator[np.ndarray]) -> None:
        before, self.step = self.epoch, 0
        told = self.recorded | self.kept
        for row in np.flatnonzero(told[before + 1 : before + 1 + len(table)]).tolist():
            self.epoch = before + 1 + row
            if self.recorded[self.epoch]:
                self._record(self.epoch, table[row].tolist())
            if self.kept[self.epoch]:
                self._keep_snapshot(split(next(snapshots), self.shape))
        self.epoch = before + len(table)

    def _record(self, epoch: int, values: list[float]) -> None:
        if not self.shape.validation:
            values[2:] = None, None
        if self.experiment.data.classes is None:
            values[1::2] = None, None
        for key, value in zip(HISTORY_KEYS, (epoch, *values), strict=True):
            self.history[key].append(value if value is not None and isfinite(value) else None)

    def _keep_snapshot(self, padded: list[np.ndarray]) -> None:
        weights = unpad(padded, self.experiment)
        if all(np.isfinite(array).all() for array in weights):
            self.snapshots.append(Snapshot(self.position, weights))
        else:
            self.outcome = "diverged"

    def _padded_weights(self) -> list[np.ndarray]:
        return [weight.numpy() for weight in self.program.weights]

    def stop(self) -> None:
        self.outcome = "stopped"
        if self.position > self.snapshots[-1].epoch:
            self._keep_snapshot(self._padded_weights())

    def report(self, on_progress: OnProgress | None) -> None:
        now = time.perf_counter()
        if on_progress is None or (self.position and now - self.reported < PROGRESS_SECONDS):
            return
        self.reported, left = now, None
        if self.timed_from is not None and self.position > self.timed_from[1]:
            since, start = self.timed_from
            left = (now - since) / (self.position - start) * (self.epochs - self.position)
        history = {key: list(values) for key, values in self.history.items()}
        on_progress(Progress(self.experiment, self.position, now - self.began, left, history))

    def finish(self) -> Run:
        """The run, ending with the last snapshot that still gives a finite loss on the test data, or the best one."""
        restored = self._restore_best() if self.experiment.training.restore_best else None
        with np.errstate(over="ignore", invalid="ignore"):
            while not isfinite((test := self._test(restored))["loss"]):
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
            seconds=time.perf_counter() - self.began,
            restored_epoch=None if restored is None else restored.epoch,
        )

    def _restore_best(self) -> Snapshot | None:
        """The snapshot of the lowest validation loss, among the others; None where there has been no finite one."""
        patience = self.program.patience
        epoch = 0 if patience is None else int(patience.best_epoch)
        if not epoch:
            return None
        best = Snapshot(epoch, unpad(split(patience.best_weights.numpy(), self.shape), self.experiment))
        others = [snapshot for snapshot in self.snapshots if snapshot.epoch != epoch]
        self.snapshots = sorted([*others, best], key=lambda snapshot: snapshot.epoch)
        return best

    def _test(self, restored: Snapshot | None) -> dict[str, float | None]:
        weights = (restored or self.snapshots[-1]).weights
        return evaluate(self.experiment, weights, self.data.x_test, self.data.y_test)
