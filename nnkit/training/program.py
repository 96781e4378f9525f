"""Training as one XLA program: many epochs run without returning to Python.

There is one program per `Signature`. What a slider moves is an input of the program, so that moving the slider
compiles nothing: learning rate, penalties, dropout rate and, because layers are padded, the number of units.
"""

from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from nnkit.training.chunks import METRICS, Chunk, ChunkPlan, ChunkResult
from nnkit.training.early_stopping import EarlyStopping
from nnkit.training.model import OPTIMIZERS
from nnkit.training.multi_hot import MultiHotBatch
from nnkit.training.network import PaddedNetwork, correct_predictions, sample_losses
from nnkit.training.padding import pad
from nnkit.training.signature import RuntimeInputs, Signature, evaluation_batch_size


class Examples(NamedTuple):
    """The data as tensors.

    x: (samples, inputs) as stored. None for reviews: their batches differ in each epoch and come with the plan.
    y: (samples,) int32 class indices, or float32 numbers to predict.
    x_val: like x; for reviews, the words and the row_ids of batches of `EVALUATION_BATCH_SIZE`.
    y_val: like y.
    """

    x: tf.Tensor | None
    y: tf.Tensor
    x_val: tf.Tensor | tuple[tf.Tensor, ...]
    y_val: tf.Tensor


class Program:
    """The training of one signature, compiled at its first call. It holds the weights of one training at a time."""

    def __init__(self, signature: Signature):
        self.signature = signature
        self.network = PaddedNetwork(signature)
        self.optimizer = OPTIMIZERS[signature.optimizer](0.0)
        self.optimizer.build(self.network.weights)
        # Over the samples of the current epoch so far: the sums of losses, of correct predictions and of penalties.
        self.epoch_sums = tf.Variable(tf.zeros(3))
        self.early_stopping = EarlyStopping(signature) if signature.early_stopping else None
        self.lock = Lock()  # held by the training that uses the program
        self._compiled = tf.function(self._run_chunk, jit_compile=True, autograph=False)

    @property
    def compiled(self) -> bool:
        return self._compiled.experimental_get_tracing_count() > 0

    def start(self, weights: list[np.ndarray], learning_rate: float) -> None:
        """Begin a training with these weights of the real network, in `get_weights()` order."""
        for variable in self.optimizer.variables:
            variable.assign(np.zeros(variable.shape))
        self.optimizer.learning_rate = learning_rate
        for variable, value in zip(self.network.weights, pad(weights, self.signature.weight_shapes), strict=True):
            variable.assign(value)
        self.epoch_sums.assign([0.0, 0.0, 0.0])
        if self.early_stopping is not None:
            self.early_stopping.reset()

    def state(self) -> tuple[np.ndarray, ...]:
        """Return the values of all variables, for `restore`."""
        return tuple(variable.numpy() for variable in self._variables())

    def restore(self, values: tuple[np.ndarray, ...]) -> None:
        """Go on from the values that `state` returned, in this process or another one."""
        for variable, value in zip(self._variables(), values, strict=True):
            variable.assign(value)

    def _variables(self) -> list[Any]:
        early = [] if self.early_stopping is None else self.early_stopping.variables
        return [*self.network.weights, *self.optimizer.variables, self.epoch_sums, *early]

    def run(self, chunk: Chunk, plan: ChunkPlan, runtime_inputs: RuntimeInputs, examples: Examples) -> ChunkResult:
        """Train through a chunk."""
        # A Python number would be a constant of the program.
        extent = tf.nest.map_structure(np.int32, chunk)
        epochs, metrics, going, snapshots = self._compiled(extent, plan, runtime_inputs, examples)
        metrics = metrics.numpy()[: int(epochs)]
        finite = bool(np.isfinite(metrics[:, 0]).all())
        return ChunkResult(metrics, finite, snapshots.numpy(), stopped_early=finite and not going)

    def _run_chunk(
        self, chunk: Chunk, plan: ChunkPlan, runtime_inputs: RuntimeInputs, examples: Examples
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        """The program itself, with all of its inputs as tensors.

        Returns the number of epochs run (), their metrics (epochs_per_call, 6), whether training goes on (), and the
        snapshots (snapshots_per_call + 1, values).
        """
        signature = self.signature
        complete = tf.equal(chunk.stop, signature.steps_per_epoch)

        def run_epoch(
            row: tf.Tensor, going: tf.Tensor, metrics: tf.TensorArray, slot: tf.Tensor, snapshots: tf.TensorArray
        ) -> tuple[tf.Tensor, tf.Tensor, tf.TensorArray, tf.Tensor, tf.TensorArray]:
            _, finite = tf.while_loop(
                lambda step, finite: (step < chunk.stop) & finite,
                lambda step, finite: (step + 1, self._run_step(plan, runtime_inputs, examples, row, step)),
                (chunk.start, going),
            )
            validation = tf.cond(
                plan.validate[row] & complete & finite,
                lambda: self._validate(runtime_inputs, examples),
                lambda: tf.zeros(3),
            )
            metrics = metrics.write(row, tf.concat([self.epoch_sums / signature.samples, validation], 0))
            self.epoch_sums.assign(tf.where(complete, tf.zeros(3), self.epoch_sums))
            # Written after every epoch, into the same slot until an epoch is to be kept: cheaper than a branch.
            weights = tf.concat([tf.reshape(weight, [-1]) for weight in self.network.values()], 0)
            snapshots = snapshots.write(slot, weights)
            if self.early_stopping is not None:
                finite &= self.early_stopping.update(validation[0], weights, runtime_inputs.patience, complete & finite)
            return row + 1, finite, metrics, slot + tf.cast(plan.keep[row], tf.int32), snapshots

        slots = signature.snapshots_per_call + 1
        epochs, going, metrics, _, snapshots = tf.while_loop(
            lambda row, going, *_: (row < chunk.epochs) & going,
            run_epoch,
            (
                0,
                True,
                tf.TensorArray(tf.float32, signature.epochs_per_call, element_shape=(len(METRICS),)),
                0,
                tf.TensorArray(tf.float32, slots, element_shape=(signature.weight_count,)),
            ),
        )
        return epochs, metrics.stack(), going, snapshots.stack()

    def _run_step(
        self, plan: ChunkPlan, runtime_inputs: RuntimeInputs, examples: Examples, row: tf.Tensor, step: tf.Tensor
    ) -> tf.Tensor:
        """Run one gradient step. Return as a bool () whether the losses of the epoch so far are finite.

        row: () int32, the index of the epoch in the chunk; step: () int32, the index of the step in the epoch.
        """
        network, batch_size = self.network, self.signature.batch_size
        places = tf.range(batch_size) + step * batch_size
        x, y = self._batch(plan, examples, row, step, places)
        present = tf.cast(places < self.signature.samples, tf.float32)  # 0 for the padding of the last batch
        steps_done = tf.cast(self.optimizer.iterations.value, tf.int32)
        factors = network.dropout_factors(runtime_inputs, steps_done)
        with tf.GradientTape() as tape:
            logits = network.logits(x, runtime_inputs.masks, factors)
            loss = tf.reduce_sum(sample_losses(logits, y) * present) / tf.reduce_sum(present)
        gradients: list[Any] = tape.gradient(loss, network.values())
        penalty = network.penalty(runtime_inputs)
        loss += penalty
        self.optimizer.apply(network.add_penalty(gradients, runtime_inputs))
        correct = tf.reduce_sum(correct_predictions(logits, y) * present)
        self.epoch_sums.assign_add([loss * tf.reduce_sum(present), correct, penalty * tf.reduce_sum(present)])
        return tf.math.is_finite(self.epoch_sums[0])  # the sum can overflow even if each loss is finite

    def _batch(
        self, plan: ChunkPlan, examples: Examples, row: tf.Tensor, step: tf.Tensor, places: tf.Tensor
    ) -> tuple[tf.Tensor | MultiHotBatch, tf.Tensor]:
        """The samples of a step: x (batch_size, inputs) and y (batch_size,).

        places: (batch_size,) int32, the places of the samples in the order of the epoch.
        """
        signature = self.signature
        x: Any = examples.x  # None for reviews
        y = examples.y
        chosen = None if signature.full_batch else tf.gather(plan.orders[row], places)
        if chosen is not None:
            y = tf.gather(y, chosen)
        if plan.review_batches is not None:
            epoch = 0 if signature.full_batch else row
            words, row_ids = (array[epoch, step] for array in plan.review_batches)
            return MultiHotBatch(words, row_ids, signature.batch_size), y
        return self._scale(x if chosen is None else tf.gather(x, chosen)), y

    def _scale(self, x: tf.Tensor) -> tf.Tensor:
        """The inputs as float32, multiplied by the input scale; the shape stays."""
        x = tf.cast(x, tf.float32)
        return x if self.signature.input_scale == 1 else x * self.signature.input_scale

    def _validate(self, runtime_inputs: RuntimeInputs, examples: Examples) -> tf.Tensor:
        """Loss, accuracy and penalty on the validation data, computed in batches: (3,). Zeros if there is none."""
        count = self.signature.validation_samples
        if not count:
            return tf.zeros(3)
        size = evaluation_batch_size(count)

        def add_batch(start: tf.Tensor, sums: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            rows = tf.range(size) + start
            present = tf.cast(rows < count, tf.float32)
            rows = tf.minimum(rows, count - 1)
            if isinstance(examples.x_val, tuple):
                words, row_ids = (array[start // size] for array in examples.x_val)
                x = MultiHotBatch(words, row_ids, size)
            else:
                x = self._scale(tf.gather(examples.x_val, rows))
            logits = self.network.logits(x, runtime_inputs.masks)
            y = tf.gather(examples.y_val, rows)
            both = [tf.reduce_sum(measure(logits, y) * present) for measure in (sample_losses, correct_predictions)]
            return start + size, sums + tf.stack(both)

        _, sums = tf.while_loop(lambda start, sums: start < count, add_batch, (0, tf.zeros(2)))
        loss, accuracy = tf.unstack(sums / count)
        penalty = self.network.penalty(runtime_inputs)
        return tf.stack([loss + penalty, accuracy, penalty])


@lru_cache(maxsize=32)
def program_for(signature: Signature) -> Program:
    """The program of a signature, kept so that it compiles only once."""
    return Program(signature)
