"""Training as one XLA program: many epochs run without returning to Python.

A program is kept per `Signature`. What a slider moves is an input of it (`RuntimeInputs`), so that moving the slider
compiles nothing: learning rate, penalties, dropout rate and, because layers are padded to a few widths, the number of
units. Padded units are multiplied by 0: they pass nothing on, receive no gradient and stay at weight 0.
"""

from functools import lru_cache
from math import prod
from threading import Lock
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from nnkit.training.batches import Words
from nnkit.training.model import OPTIMIZERS
from nnkit.training.signature import EVALUATION_BATCH, RuntimeInputs, Signature, pad, padded_shapes


class Chunk(NamedTuple):
    """Which part of training one call runs: so many whole epochs, or steps [first, last) of a single one."""

    epochs: int
    first: int
    last: int


class Plan(NamedTuple):
    """What happens in each epoch of a call, (epochs_a_call, …) arrays of which it uses the first `chunk.epochs`.

    orders: (…, steps * batch) int32, the samples' order; one column for full batch, where order is no matter.
    words: for reviews, their batches in this order, (…, steps, entries) each; one row for full batch.
    recorded: (…,) bool, whether to validate after the epoch.
    kept: (…,) bool, whether to hand out the weights after the epoch; at most `snapshots_per_call` of them.
    """

    orders: np.ndarray
    recorded: np.ndarray
    kept: np.ndarray
    words: Words | None = None


class Outcome(NamedTuple):
    """What a call came to.

    table: (epochs, 4) loss, accuracy, val_loss, val_accuracy (0 where not validated; accuracies of numbers are 0).
    finite: whether every loss was; where one was not, training ended there, and the table with it.
    early: whether training stopped early, after the table's last epoch.
    snapshots: (snapshots_a_call + 1, weights) the padded weights, one kept epoch a row, those after them at random.
    """

    table: np.ndarray
    finite: bool
    snapshots: np.ndarray
    early: bool


class Examples(NamedTuple):
    """The data as tensors: x (samples, inputs) as stored, y (samples,) int32, or float32 numbers to predict.

    Reviews to train on come with the plan, since their batches differ in each epoch: x is None then. Those to
    validate with are `Words` in batches of `EVALUATION_BATCH`.
    """

    x: tf.Tensor | None
    y: tf.Tensor
    x_val: tf.Tensor | Words
    y_val: tf.Tensor


class WordBatch(NamedTuple):
    """Reviews of a batch, as the multi-hot matrix (size, vocabulary) that they stand for: told by its ones."""

    words: tf.Tensor  # (entries,) the column of each
    row_ids: tf.Tensor  # (entries,) its row, or size for what fills up
    size: int

    def times(self, kernel: tf.Tensor) -> tf.Tensor:
        """The matrix product with a kernel (vocabulary, units): sums of its rows.

        In two halves, as XLA has two processors compute them side by side: 3/4 of the time.
        """
        words, row_ids = tf.cast(self.words, tf.int32), tf.cast(self.row_ids, tf.int32)
        middle, vocabulary = words.shape[0] // 2, kernel.shape[0]
        halves = [(words[part], row_ids[part]) for part in (slice(None, middle), slice(middle, None))]

        @tf.custom_gradient
        def product(kernel):
            # The gradient of a gather would be an IndexedSlices, which stock optimizers apply slowly.
            def gradient(upstream):
                upstream = tf.pad(upstream, [[0, 1], [0, 0]])  # what fills up owns a row of zeros
                return tf.add_n([_summed(upstream, row_ids, words, vocabulary) for words, row_ids in halves])

            rows = tf.add_n([_summed(kernel, words, row_ids, self.size + 1) for words, row_ids in halves])
            return rows[: self.size], gradient

        return product(kernel)


class Patience:
    """How long the validation loss has not fallen, counted as Keras's `EarlyStopping` does, and its best weights."""

    def __init__(self, shape: Signature):
        size = sum(map(prod, padded_shapes(shape)))
        self.best, self.waited = tf.Variable(np.inf, dtype=tf.float32), tf.Variable(0)
        self.epoch, self.best_epoch = tf.Variable(0), tf.Variable(0)
        self.best_weights = tf.Variable(tf.zeros(size))

    def start(self) -> None:
        self.best.assign(np.inf)
        for counter in (self.waited, self.epoch, self.best_epoch):
            counter.assign(0)

    def lasts(self, loss, weights, patience, complete):
        """Whether training goes on after this validation loss and these weights; yes inside an epoch (not complete)."""
        better = complete & (loss < self.best)
        self.epoch.assign_add(tf.cast(complete, tf.int32))
        self.waited.assign(tf.where(better, 0, self.waited + tf.cast(complete, tf.int32)))
        self.best.assign(tf.where(better, loss, self.best))
        self.best_epoch.assign(tf.where(better, self.epoch, self.best_epoch))
        self.best_weights.assign(tf.where(better, weights, self.best_weights))
        return ~complete | better | (self.waited < patience) | (self.epoch < 2)  # not after the first, as in Keras


class Program:
    """The training of one shape, compiled at its first call. Holds one training's weights at a time."""

    def __init__(self, shape: Signature):
        self.shape = shape
        self.weights = [keras.Variable(np.zeros(size, "float32")) for size in padded_shapes(shape)]
        self.optimizer = OPTIMIZERS[shape.optimizer](0.0)
        self.optimizer.build(self.weights)
        self.activation = keras.activations.get(shape.activation)
        # Of the epoch that is under way: the sum of the samples' losses, the samples right.
        self.sums = tf.Variable(tf.zeros(2))
        self.patience = Patience(shape) if shape.early else None
        self.lock = Lock()  # whoever trains holds it
        self._compiled = tf.function(self._stretch, jit_compile=True, autograph=False)

    @property
    def compiled(self) -> bool:
        return self._compiled.experimental_get_tracing_count() > 0

    def start(self, weights: list[np.ndarray], learning_rate: float) -> None:
        """Begin anew from these weights of the real network."""
        for variable in self.optimizer.variables:
            variable.assign(np.zeros(variable.shape))
        self.optimizer.learning_rate = learning_rate
        for variable, value in zip(self.weights, pad(weights, self.shape), strict=True):
            variable.assign(value)
        self.sums.assign([0.0, 0.0])
        if self.patience is not None:
            self.patience.start()

    def run(self, chunk: Chunk, plan: Plan, runtime_inputs: RuntimeInputs, examples: Examples) -> Outcome:
        """Train through a stretch."""
        chunk = Chunk(*map(np.int32, chunk))  # a Python number would be a constant of the program
        epochs, table, going, snapshots = self._compiled(chunk, plan, runtime_inputs, examples)
        table = table.numpy()[: int(epochs)]
        finite = bool(np.isfinite(table[:, 0]).all())
        return Outcome(table, finite, snapshots.numpy(), early=finite and not going)

    def _stretch(self, chunk, plan, runtime_inputs, examples):
        complete = tf.equal(chunk.last, self.shape.steps)

        def epoch(row, going, table, slot, snapshots):
            _, finite = tf.while_loop(
                lambda step, finite: (step < chunk.last) & finite,
                lambda step, finite: (step + 1, self._step(plan, runtime_inputs, examples, row, step)),
                (chunk.first, going),
            )
            validated = tf.cond(
                plan.recorded[row] & complete & finite,
                lambda: self._validate(runtime_inputs, examples),
                lambda: tf.zeros(2),
            )
            table = table.write(row, tf.concat([self.sums / self.shape.samples, validated], 0))
            self.sums.assign(tf.where(complete, tf.zeros(2), self.sums))
            # Written after every epoch, and over again until one is kept: cheaper than a branch around the write.
            flat = tf.concat([tf.reshape(weight.value, [-1]) for weight in self.weights], 0)
            snapshots = snapshots.write(slot, flat)
            if self.patience is not None:
                finite &= self.patience.lasts(validated[0], flat, runtime_inputs.patience, complete & finite)
            return row + 1, finite, table, slot + tf.cast(plan.kept[row], tf.int32), snapshots

        size = sum(prod(shape) for shape in padded_shapes(self.shape))
        epochs, going, table, _, snapshots = tf.while_loop(
            lambda row, going, *_: (row < chunk.epochs) & going,
            epoch,
            (
                0,
                True,
                tf.TensorArray(tf.float32, self.shape.epochs_per_call, element_shape=(4,)),
                0,
                tf.TensorArray(tf.float32, self.shape.snapshots_per_call + 1, element_shape=(size,)),
            ),
        )
        return epochs, table.stack(), going, snapshots.stack()

    def _step(self, plan, runtime_inputs, examples, row, step):
        """One gradient step; whether the losses of the epoch so far are finite."""
        rows = tf.range(self.shape.batch) + step * self.shape.batch
        x, y = self._batch(plan, examples, row, step, rows)
        present = tf.cast(rows < self.shape.samples, tf.float32)  # 0 for what fills up the last batch
        factors = self._dropout(runtime_inputs)
        with tf.GradientTape() as tape:
            sums = self._forward(x, runtime_inputs.masks, factors)
            loss = tf.reduce_sum(_losses(sums, y) * present) / tf.reduce_sum(present)
        gradients = tape.gradient(loss, [weight.value for weight in self.weights])
        loss += self._penalty(runtime_inputs)
        self.optimizer.apply(self._penalised(gradients, runtime_inputs))
        self.sums.assign_add([loss * tf.reduce_sum(present), tf.reduce_sum(_correct(sums, y) * present)])
        return tf.math.is_finite(self.sums[0])  # the sum can pass every number while each loss does not

    def _batch(self, plan, examples, row, step, rows):
        if self.shape.full_batch:
            chosen, y = None, examples.y
        else:
            chosen = tf.gather(plan.orders[row], rows)
            y = tf.gather(examples.y, chosen)
        if self.shape.capacity:
            row = 0 if self.shape.full_batch else row
            return WordBatch(*(part[row, step] for part in plan.words), self.shape.batch), y
        return self._scaled(examples.x if chosen is None else tf.gather(examples.x, chosen)), y

    def _scaled(self, x):
        x = tf.cast(x, tf.float32)
        return x if self.shape.input_scale == 1 else x * self.shape.input_scale

    def _forward(self, x, masks, factors=None):
        """The output layer's weighted sums (batch, outputs), as the Keras model computes them."""
        for index, mask in enumerate(masks):
            kernel, bias = self.weights[2 * index], self.weights[2 * index + 1]
            x = self.activation(self._product(x, kernel) + bias) * mask
            if factors is not None:
                x *= factors[index]
        return self._product(x, self.weights[-2]) + self.weights[-1]

    @staticmethod
    def _product(x, kernel):
        """x @ kernel: (batch, units)."""
        return x.times(kernel.value) if isinstance(x, WordBatch) else tf.matmul(x, kernel)

    def _dropout(self, runtime_inputs):
        """What each hidden output is multiplied by: 0, or 1 / (1 - rate), which keeps the expected sum."""
        widths = [(self.shape.batch, width) for width in self.shape.hidden]
        step = tf.cast(self.optimizer.iterations.value, tf.int32)

        def drawn():
            # XLA's default generator is 30 to 100 times slower on CPU than threefry.
            draws = [
                tf.random.stateless_uniform(width, (runtime_inputs.seed, step * len(widths) + index), alg="threefry")
                for index, width in enumerate(widths)
            ]
            return [
                tf.cast(draw >= runtime_inputs.dropout, tf.float32) / (1 - runtime_inputs.dropout) for draw in draws
            ]

        return tf.cond(runtime_inputs.dropout > 0, drawn, lambda: [tf.ones(width) for width in widths])

    def _penalty(self, runtime_inputs):
        """λ₁ Σ|w| + λ₂ Σw² over the hidden layers' kernels; not summed up, a seventh of a step, where both are 0."""
        kernels = [kernel.value for kernel in self.weights[:-2:2]]

        def summed():
            l1, l2 = (tf.add_n([tf.reduce_sum(f(kernel)) for kernel in kernels]) for f in (tf.abs, tf.square))
            return runtime_inputs.l1 * l1 + runtime_inputs.l2 * l2

        return tf.cond((runtime_inputs.l1 > 0) | (runtime_inputs.l2 > 0), summed, lambda: 0.0) if kernels else 0.0

    def _penalised(self, gradients, runtime_inputs):
        """The gradients with the penalty's own added to those of the hidden layers' kernels: λ₁ sign(w) + 2 λ₂ w."""
        last = len(gradients) - 2
        return [
            gradient
            if place % 2 or place == last
            else gradient + runtime_inputs.l1 * tf.sign(weight.value) + 2 * runtime_inputs.l2 * weight.value
            for place, (gradient, weight) in enumerate(zip(gradients, self.weights, strict=True))
        ]

    def _validate(self, runtime_inputs, examples):
        """Loss and accuracy over the validation data, some rows at a time."""
        count = self.shape.validation
        if not count:
            return tf.zeros(2)
        size = min(EVALUATION_BATCH, count)

        def batch(start, sums):
            rows = tf.range(size) + start
            present = tf.cast(rows < count, tf.float32)
            rows = tf.minimum(rows, count - 1)
            if self.shape.capacity:
                x = WordBatch(*(part[start // size] for part in examples.x_val), size)
            else:
                x = self._scaled(tf.gather(examples.x_val, rows))
            outputs = self._forward(x, runtime_inputs.masks)
            y = tf.gather(examples.y_val, rows)
            both = [tf.reduce_sum(measure(outputs, y) * present) for measure in (_losses, _correct)]
            return start + size, sums + tf.stack(both)

        _, sums = tf.while_loop(lambda start, sums: start < count, batch, (0, tf.zeros(2)))
        return sums / count + tf.stack([self._penalty(runtime_inputs), 0.0])


@lru_cache(maxsize=32)
def program_for(shape: Signature) -> Program:
    """The program of a shape, kept so that it compiles once."""
    return Program(shape)


def _summed(rows, chosen, targets, count):
    """Sums of the chosen rows, each added to its target: (count, columns)."""
    return tf.math.unsorted_segment_sum(tf.gather(rows, chosen), targets, count)


def _losses(sums, y):
    """Of each sample: cross-entropy in nats, from the sums before softmax or sigmoid as Keras computes it; or (ŷ - y)².

    The type of y says which: class numbers are whole.
    """
    if y.dtype.is_floating:
        return tf.math.squared_difference(sums[:, 0], y)
    if sums.shape[1] == 1:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, tf.float32), logits=sums[:, 0])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=sums)


def _correct(sums, y):
    """1.0 for each sample whose most probable class is the true one; 0.0 where there are no classes."""
    if y.dtype.is_floating:
        return tf.zeros_like(y)
    guesses = tf.cast(sums[:, 0] > 0, y.dtype) if sums.shape[1] == 1 else tf.argmax(sums, 1, y.dtype)
    return tf.cast(guesses == y, tf.float32)
