"""Training as one XLA program: many epochs run without returning to Python.

A program is kept per `Shape`. What a slider moves is an input of it (`Knobs`), so that moving it compiles nothing:
learning rate, penalties, dropout rate and, because layers are padded to a few widths, the number of units.
Padded units are multiplied by 0: they pass nothing on, receive no gradient and stay at weight 0.
"""

from functools import lru_cache
from math import prod
from threading import Lock
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from nnkit.models import OPTIMIZERS
from nnkit.shapes import Knobs, Shape, pad, padded_shapes

EVALUATION_BATCH = 1_000  # rows at a time: a whole validation set as float32 would be 100 MB


class Stretch(NamedTuple):
    """Which part of training one call runs: so many whole epochs, or steps [first, last) of a single one."""

    epochs: int
    first: int
    last: int


class Plan(NamedTuple):
    """What happens in each epoch of a call, (epochs_a_call, …) arrays of which it uses the first `stretch.epochs`.

    orders: (…, steps * batch) int32, the samples' order; one column for full batch, where order is no matter.
    recorded: (…,) bool, whether to validate after the epoch.
    kept: (…,) bool, whether to hand out the weights after the epoch; at most `snapshots_a_call` of them.
    """

    orders: np.ndarray
    recorded: np.ndarray
    kept: np.ndarray


class Outcome(NamedTuple):
    """What a call came to.

    table: (epochs, 4) loss, accuracy, val_loss, val_accuracy (0 where not validated).
    finite: whether every loss was; where one was not, training ended there.
    snapshots: (snapshots_a_call + 1, weights) the padded weights, one kept epoch a row, those after them at random.
    """

    table: np.ndarray
    finite: bool
    snapshots: np.ndarray


class Examples(NamedTuple):
    """The data as tensors: x (samples, inputs) as stored, y (samples,) int32."""

    x: tf.Tensor
    y: tf.Tensor
    x_val: tf.Tensor
    y_val: tf.Tensor


class Program:
    """The training of one shape, compiled at its first call. Holds one training's weights at a time."""

    def __init__(self, shape: Shape):
        self.shape = shape
        self.weights = [keras.Variable(np.zeros(size, "float32")) for size in padded_shapes(shape)]
        self.optimizer = OPTIMIZERS[shape.optimizer](0.0)
        self.optimizer.build(self.weights)
        self.activation = keras.activations.get(shape.activation)
        # Of the epoch that is under way: the sum of the samples' losses, the samples right.
        self.sums = tf.Variable(tf.zeros(2))
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

    def run(self, stretch: Stretch, plan: Plan, knobs: Knobs, examples: Examples) -> Outcome:
        """Train through a stretch."""
        stretch = Stretch(*map(np.int32, stretch))  # a Python number would be a constant of the program
        table, finite, snapshots = self._compiled(stretch, plan, knobs, examples)
        return Outcome(table.numpy()[: stretch.epochs], bool(finite), snapshots.numpy())

    def _stretch(self, stretch, plan, knobs, examples):
        complete = tf.equal(stretch.last, self.shape.steps)

        def epoch(row, finite, table, slot, snapshots):
            order = plan.orders[row]
            _, finite = tf.while_loop(
                lambda step, finite: (step < stretch.last) & finite,
                lambda step, finite: (step + 1, self._step(knobs, examples, order, step)),
                (stretch.first, finite),
            )
            validated = tf.cond(
                plan.recorded[row] & complete & finite, lambda: self._validate(knobs, examples), lambda: tf.zeros(2)
            )
            table = table.write(row, tf.concat([self.sums / self.shape.samples, validated], 0))
            self.sums.assign(tf.where(complete, tf.zeros(2), self.sums))
            # Written after every epoch, and over again until one is kept: cheaper than a branch around the write.
            flat = tf.concat([tf.reshape(weight.value, [-1]) for weight in self.weights], 0)
            snapshots = snapshots.write(slot, flat)
            return row + 1, finite, table, slot + tf.cast(plan.kept[row], tf.int32), snapshots

        size = sum(prod(shape) for shape in padded_shapes(self.shape))
        _, finite, table, _, snapshots = tf.while_loop(
            lambda row, finite, *_: (row < stretch.epochs) & finite,
            epoch,
            (
                0,
                True,
                tf.TensorArray(tf.float32, self.shape.epochs_a_call, element_shape=(4,)),
                0,
                tf.TensorArray(tf.float32, self.shape.snapshots_a_call + 1, element_shape=(size,)),
            ),
        )
        return table.stack(), finite, snapshots.stack()

    def _step(self, knobs, examples, order, step):
        """One gradient step; whether the losses of the epoch so far are finite."""
        rows = tf.range(self.shape.batch) + step * self.shape.batch
        x, y = self._batch(examples, order, rows)
        present = tf.cast(rows < self.shape.samples, tf.float32)  # 0 for what fills up the last batch
        factors = self._dropout(knobs)
        with tf.GradientTape() as tape:
            sums = self._forward(x, knobs.masks, factors)
            loss = tf.reduce_sum(_losses(sums, y) * present) / tf.reduce_sum(present)
        gradients = tape.gradient(loss, [weight.value for weight in self.weights])
        loss += self._penalty(knobs)
        self.optimizer.apply(self._penalised(gradients, knobs))
        self.sums.assign_add([loss * tf.reduce_sum(present), tf.reduce_sum(_correct(sums, y) * present)])
        return tf.math.is_finite(self.sums[0])  # the sum can pass every number while each loss does not

    def _batch(self, examples, order, rows):
        if self.shape.full_batch:
            return self._scaled(examples.x), examples.y
        chosen = tf.gather(order, rows)
        return self._scaled(tf.gather(examples.x, chosen)), tf.gather(examples.y, chosen)

    def _scaled(self, x):
        x = tf.cast(x, tf.float32)
        return x if self.shape.input_scale == 1 else x * self.shape.input_scale

    def _forward(self, x, masks, factors=None):
        """The output layer's weighted sums (batch, outputs), as the Keras model computes them."""
        for index, mask in enumerate(masks):
            kernel, bias = self.weights[2 * index], self.weights[2 * index + 1]
            x = self.activation(tf.matmul(x, kernel) + bias) * mask
            if factors is not None:
                x *= factors[index]
        return tf.matmul(x, self.weights[-2]) + self.weights[-1]

    def _dropout(self, knobs):
        """What each hidden output is multiplied by: 0, or 1 / (1 - rate), which keeps the expected sum."""
        widths = [(self.shape.batch, width) for width in self.shape.hidden]
        step = tf.cast(self.optimizer.iterations.value, tf.int32)

        def drawn():
            # XLA's default generator is 30 to 100 times slower on CPU than threefry.
            draws = [
                tf.random.stateless_uniform(width, (knobs.seed, step * len(widths) + index), alg="threefry")
                for index, width in enumerate(widths)
            ]
            return [tf.cast(draw >= knobs.dropout, tf.float32) / (1 - knobs.dropout) for draw in draws]

        return tf.cond(knobs.dropout > 0, drawn, lambda: [tf.ones(width) for width in widths])

    def _penalty(self, knobs):
        """λ₁ Σ|w| + λ₂ Σw² over the hidden layers' kernels; not summed up, a seventh of a step, where both are 0."""
        kernels = [kernel.value for kernel in self.weights[:-2:2]]

        def summed():
            l1, l2 = (tf.add_n([tf.reduce_sum(f(kernel)) for kernel in kernels]) for f in (tf.abs, tf.square))
            return knobs.l1 * l1 + knobs.l2 * l2

        return tf.cond((knobs.l1 > 0) | (knobs.l2 > 0), summed, lambda: 0.0) if kernels else 0.0

    def _penalised(self, gradients, knobs):
        """The gradients with the penalty's own added to those of the hidden layers' kernels: λ₁ sign(w) + 2 λ₂ w."""
        last = len(gradients) - 2
        return [
            gradient
            if place % 2 or place == last
            else gradient + knobs.l1 * tf.sign(weight.value) + 2 * knobs.l2 * weight.value
            for place, (gradient, weight) in enumerate(zip(gradients, self.weights, strict=True))
        ]

    def _validate(self, knobs, examples):
        """Loss and accuracy over the validation data, some rows at a time."""
        count = self.shape.validation
        if not count:
            return tf.zeros(2)
        size = min(EVALUATION_BATCH, count)

        def batch(start, sums):
            rows = tf.range(size) + start
            present = tf.cast(rows < count, tf.float32)
            rows = tf.minimum(rows, count - 1)
            outputs = self._forward(self._scaled(tf.gather(examples.x_val, rows)), knobs.masks)
            y = tf.gather(examples.y_val, rows)
            both = [tf.reduce_sum(measure(outputs, y) * present) for measure in (_losses, _correct)]
            return start + size, sums + tf.stack(both)

        _, sums = tf.while_loop(lambda start, sums: start < count, batch, (0, tf.zeros(2)))
        return sums / count + tf.stack([self._penalty(knobs), 0.0])


@lru_cache(maxsize=32)
def program_for(shape: Shape) -> Program:
    """The program of a shape, kept so that it compiles once."""
    return Program(shape)


def _losses(sums, y):
    """Cross-entropy of each sample in nats, from the sums before softmax or sigmoid, as Keras computes it."""
    if sums.shape[1] == 1:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, tf.float32), logits=sums[:, 0])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=sums)


def _correct(sums, y):
    """1.0 for each sample whose most probable class is the true one."""
    guesses = tf.cast(sums[:, 0] > 0, y.dtype) if sums.shape[1] == 1 else tf.argmax(sums, 1, y.dtype)
    return tf.cast(guesses == y, tf.float32)
