"""A chunk is the part of a training that one call of the program runs: what goes in, what comes out, what is next."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Training
from nnkit.training.batches import ReviewBatches, batch_reviews, epoch_orders
from nnkit.training.schedule import ChunkSizer
from nnkit.training.signature import Signature

# What a program returns of each epoch. A penalty is the part of the loss before it that comes from L1 and L2.
METRICS = ("loss", "accuracy", "penalty", "val_loss", "val_accuracy", "val_penalty")


class Chunk(NamedTuple):
    """The extent of a chunk: whole epochs, or some steps of a single epoch."""

    epochs: int
    start: int  # the first step in each epoch
    stop: int  # the step after the last one; `steps_per_epoch` for whole epochs

    @property
    def steps(self) -> int:
        return self.epochs * (self.stop - self.start)


class ChunkPlan(NamedTuple):
    """What happens in each epoch of a chunk: arrays (epochs_per_call, …), of which the first `chunk.epochs` count.

    orders: (…, steps * batch_size) int32, the order of the samples, then zeros. One column for full batch, where the
        order does not matter.
    validate: (…,) bool, whether to validate after the epoch.
    keep: (…,) bool, whether to return the weights after the epoch; true for at most `snapshots_per_call` epochs.
    review_batches: for reviews, their batches in this order, arrays (…, steps, capacity). One row for full batch.
    """

    orders: np.ndarray
    validate: np.ndarray
    keep: np.ndarray
    review_batches: ReviewBatches | None = None


class ChunkResult(NamedTuple):
    """What one call of the program returns.

    metrics: (epochs, 6) float32, as in METRICS. 0 where not validated, and for the accuracies of a regression.
    finite: whether all losses are finite. If not, training ended in the last epoch of the metrics.
    snapshots: (snapshots_per_call + 1, values) the padded weights, one row per epoch to keep; the other rows have no
        meaning.
    stopped_early: whether early stopping ended the training, after the last epoch of the metrics.
    """

    metrics: np.ndarray
    finite: bool
    snapshots: np.ndarray
    stopped_early: bool


class ChunkPlanner:
    """Decides how far the next chunk of a training goes, and makes its plan."""

    def __init__(
        self,
        signature: Signature,
        training: Training,
        x_train: np.ndarray | Reviews,
        recorded: np.ndarray,
        kept: np.ndarray,
    ):
        """recorded, kept: (epochs + 1,) bool, whether an epoch belongs to the history, and to the snapshots."""
        self._signature, self._x_train, self._recorded, self._kept = signature, x_train, recorded, kept
        self._orders = epoch_orders(training, signature.samples)
        self._order = np.zeros(0, "int32")  # of the current epoch, if the last chunk ended inside it
        self.sizer = ChunkSizer(signature.work)

    def skip(self, epoch: int, step: int) -> None:
        """Plan what follows so many whole epochs, and so many steps of the next one."""
        if not self._signature.full_batch:
            for _ in range(epoch + bool(step)):
                self._order = next(self._orders)

    def next_chunk(self, epoch: int, step: int) -> Chunk:
        """The chunk that follows. epoch: whole epochs done; step: steps done in the next one."""
        steps_per_epoch = self._signature.steps_per_epoch
        if step or self.sizer.steps < steps_per_epoch:
            return Chunk(1, step, min(steps_per_epoch, step + self.sizer.steps))
        epochs_to_kept = 1 + np.flatnonzero(self._kept[epoch + 1 :])
        until_full = int(epochs_to_kept[: self._signature.snapshots_per_call][-1])
        epochs = min(until_full, self.sizer.steps // steps_per_epoch, self._signature.epochs_per_call)
        return Chunk(epochs, 0, steps_per_epoch)

    def plan(self, chunk: Chunk, epoch: int) -> ChunkPlan:
        """The plan of a chunk after so many whole epochs. Draws the order of each epoch that begins in it."""
        rows, signature = self._signature.epochs_per_call, self._signature
        validate, keep = np.zeros(rows, bool), np.zeros(rows, bool)
        epochs = slice(epoch + 1, epoch + 1 + chunk.epochs)
        # Early stopping needs the validation loss of every epoch, also of those that the history leaves out.
        validate[: chunk.epochs] = True if signature.early_stopping else self._recorded[epochs]
        keep[: chunk.epochs] = self._kept[epochs]
        if signature.full_batch:
            return ChunkPlan(np.zeros((rows, 1), "int32"), validate, keep, self._full_review_batch)
        orders = np.zeros((rows, signature.steps_per_epoch * signature.batch_size), "int32")
        for row in range(chunk.epochs):
            self._order = self._order if chunk.start else next(self._orders)
            orders[row, : signature.samples] = self._order
        return ChunkPlan(orders, validate, keep, self._review_batches(orders[: chunk.epochs, : signature.samples]))

    @cached_property
    def _full_review_batch(self) -> ReviewBatches | None:
        """The one batch of all reviews, the same in every epoch."""
        return self._review_batches(np.arange(self._signature.samples)[None])

    def _review_batches(self, orders: np.ndarray) -> ReviewBatches | None:
        """The batches of reviews in these orders (epochs, samples), with a row per epoch of a call. Else None."""
        signature = self._signature
        if not isinstance(self._x_train, Reviews):
            return None
        rows = 1 if signature.full_batch else signature.epochs_per_call
        shape = (rows, signature.steps_per_epoch, signature.capacity)
        result = ReviewBatches(np.zeros(shape, "uint16"), np.zeros(shape, "uint16"))
        for row, order in enumerate(orders):
            batches = batch_reviews(self._x_train, order, signature.batch_size, signature.capacity)
            result.words[row], result.row_ids[row] = batches
        return result
