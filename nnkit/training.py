"""Experiment -> Run: the compiled program driven from the host, a stretch at a time."""

import time
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

import numpy as np
import tensorflow as tf

from nnkit.compiled import Examples, Outcome, Plan, Program, Stretch, program_for
from nnkit.datasets import Dataset, load
from nnkit.experiment import Data, Experiment
from nnkit.inference import evaluate
from nnkit.models import initial_weights
from nnkit.run import HISTORY_KEYS, OnProgress, Progress, Run, ShouldStop, Snapshot
from nnkit.schedule import Pace, record_epochs, snapshot_epochs
from nnkit.shapes import knobs_of, shape_of, split, unpad

PROGRESS_SECONDS = 0.25  # between two reports


def train(experiment: Experiment, on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None) -> Run:
    """Train from the seed's weights for all epochs, or until asked to stop, or until a loss is not finite.

    on_progress is called with a `Progress` at most four times a second, should_stop about every 0.15 s: not while a
    program compiles, nor within a step, which on a full batch of MNIST can take a second or two. The same experiment
    gives the same run, bit for bit, on the same machine.
    """
    data = load(experiment.data)
    shape = shape_of(experiment, len(data.x_train), len(data.x_val), str(data.x_train.dtype))
    program = program_for(shape)
    with program.lock:
        training = _Training(experiment, program)
        training.report(on_progress)
        while training.outcome is None:
            if should_stop is not None and should_stop():
                training.stop()
            else:
                training.advance()
                training.report(on_progress)
    return training.finish(data)


def epoch_orders(experiment: Experiment, samples: int) -> Iterator[np.ndarray]:
    """The order of the samples in epoch 1, 2, …: permutations of range(samples) drawn from the seed."""
    generator = np.random.default_rng(experiment.training.seed)
    while True:
        yield generator.permutation(samples)


@lru_cache(maxsize=1)
def examples_of(data: Data) -> Examples:
    """The data as tensors, those of the last choice kept: 50 MB for MNIST."""
    arrays = load(data)
    x_train, x_val = (tf.constant(x.reshape(len(x), np.prod(x.shape[1:]))) for x in (arrays.x_train, arrays.x_val))
    return Examples(x_train, tf.constant(arrays.y_train), x_val, tf.constant(arrays.y_val))


class _Training:
    """One training under way: where it stands, what it has recorded, and what comes next."""

    def __init__(self, experiment: Experiment, program: Program):
        self.experiment, self.program, self.shape = experiment, program, program.shape
        self.epochs = experiment.training.epochs
        self.examples, self.knobs = examples_of(experiment.data), knobs_of(experiment)
        self.recorded, self.kept = np.zeros(self.epochs + 1, bool), np.zeros(self.epochs + 1, bool)  # by epoch
        self.recorded[list(record_epochs(self.epochs))] = True
        self.kept[list(snapshot_epochs(self.epochs))] = True
        self.orders = epoch_orders(experiment, self.shape.samples)
        self.order = np.zeros(0, "int32")  # of the epoch under way, where a stretch ended inside it
        self.epoch, self.step = 0, 0  # whole epochs done, and steps into the next one
        self.history = {key: [] for key in HISTORY_KEYS}
        self.outcome: str | None = None
        self.began = self.reported = time.perf_counter()
        self.timed_from: tuple[float, float] | None = None  # second and epoch at which compiling was over
        weights = initial_weights(experiment)
        self.pace = Pace(self.shape.batch * sum(array.size for array in weights))
        program.start(weights, experiment.training.learning_rate)
        self.snapshots = [Snapshot(0, tuple(weights))]

    @property
    def position(self) -> float:
        """Epochs done, with the part of the one under way."""
        return self.epoch + self.step / self.shape.steps if self.step else self.epoch

    def advance(self) -> None:
        """Run one stretch and take down what came of it."""
        stretch = self._next_stretch()
        plan = self._plan(stretch)
        fresh, start = not self.program.compiled, time.perf_counter()
        outcome = self.program.run(stretch, plan, self.knobs, self.examples)
        if not fresh:  # compiling says nothing about the pace
            self.pace.learn(stretch.epochs * (stretch.last - stretch.first), time.perf_counter() - start)
        self._take_down(stretch, outcome)
        self.timed_from = self.timed_from or (time.perf_counter(), self.position)

    def _next_stretch(self) -> Stretch:
        steps = self.shape.steps
        if self.step or self.pace.steps < steps:
            return Stretch(1, self.step, min(steps, self.step + self.pace.steps))
        ahead = 1 + np.flatnonzero(self.kept[self.epoch + 1 :])
        until_full = int(ahead[: self.shape.snapshots_a_call][-1])
        return Stretch(min(until_full, self.pace.steps // steps, self.shape.epochs_a_call), 0, steps)

    def _plan(self, stretch: Stretch) -> Plan:
        rows, shape = self.shape.epochs_a_call, self.shape
        recorded, kept = np.zeros(rows, bool), np.zeros(rows, bool)
        epochs = slice(self.epoch + 1, self.epoch + 1 + stretch.epochs)
        recorded[: stretch.epochs], kept[: stretch.epochs] = self.recorded[epochs], self.kept[epochs]
        if shape.full_batch:
            return Plan(np.zeros((rows, 1), "int32"), recorded, kept)
        orders = np.zeros((rows, shape.steps * shape.batch), "int32")
        for row in range(stretch.epochs):
            self.order = self.order if stretch.first else next(self.orders)
            orders[row, : shape.samples] = self.order
        return Plan(orders, recorded, kept)

    def _take_down(self, stretch: Stretch, outcome: Outcome) -> None:
        table = outcome.table
        if not outcome.finite:
            table = table[: int(np.argmin(np.isfinite(table[:, 0])))]
            self.outcome = "diverged"
        if not outcome.finite or stretch.last == self.shape.steps:
            self._take_down_epochs(table, iter(outcome.snapshots))
        else:
            self.step = stretch.last
        if self.outcome is None and self.epoch == self.epochs:
            self.outcome = "finished"

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
        for key, value in zip(HISTORY_KEYS, (epoch, *values), strict=True):
            self.history[key].append(value if value is not None and isfinite(value) else None)

    def _keep_snapshot(self, padded: list[np.ndarray]) -> None:
        weights = unpad(padded, self.experiment)
        if all(np.isfinite(array).all() for array in weights):
            self.snapshots.append(Snapshot(self.position, weights))
        else:
            self.outcome = "diverged"

    def stop(self) -> None:
        self.outcome = "stopped"
        if self.position > self.snapshots[-1].epoch:
            self._keep_snapshot([weight.numpy() for weight in self.program.weights])

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

    def finish(self, data: Dataset) -> Run:
        """The run, ending with the last snapshot that still gives a finite loss on the test data."""
        with np.errstate(over="ignore", invalid="ignore"):
            while not isfinite((test := self._test(data))["loss"]):
                self.snapshots.pop()
                if self.outcome == "finished":
                    self.outcome = "diverged"
        seconds = time.perf_counter() - self.began
        return Run(self.experiment, self.history, tuple(self.snapshots), test, self.outcome, self.position, seconds)

    def _test(self, data: Dataset) -> dict[str, float]:
        return evaluate(self.experiment, self.snapshots[-1].weights, data.x_test, data.y_test)
