"""The padded network as a compiled program computes it: outputs, dropout, penalties and losses.

Padded units are multiplied by 0: they pass nothing on, receive no gradient and keep weights of 0.
"""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnkit.training.multi_hot import MultiHotBatch
from nnkit.training.signature import RuntimeInputs, Signature


class PaddedNetwork:
    """The weights of one network of a signature, and what is computed from them."""

    def __init__(self, signature: Signature):
        self.signature = signature
        self.weights = [keras.Variable(np.zeros(shape, "float32")) for shape in signature.weight_shapes]
        self._activation: Any = keras.activations.get(signature.activation)

    def values(self) -> list[tf.Tensor]:
        """All weights as tensors."""
        return [weight.value for weight in self.weights]

    def logits(
        self, x: tf.Tensor | MultiHotBatch, masks: Sequence[tf.Tensor], factors: Sequence[tf.Tensor] | None = None
    ) -> tf.Tensor:
        """The output layer before its activation: (samples, outputs).

        x: (samples, inputs). masks: for each hidden layer (width,). factors: for each hidden layer (samples, width),
        as `dropout_factors` gives them; None without dropout.
        """
        for index, mask in enumerate(masks):
            kernel, bias = self.weights[2 * index], self.weights[2 * index + 1]
            outputs = self._activation(_matmul(x, kernel) + bias) * mask
            x = outputs if factors is None else outputs * factors[index]
        return _matmul(x, self.weights[-2]) + self.weights[-1]

    def dropout_factors(self, runtime_inputs: RuntimeInputs, step: tf.Tensor) -> list[tf.Tensor]:
        """For each hidden layer (batch_size, width): 0 for a dropped output, 1 / (1 - dropout) for the others.

        The expected value of each factor is 1. step: () int32, the number of the gradient step in the training.
        """
        shapes = [(self.signature.batch_size, width) for width in self.signature.hidden]

        def draw() -> list[tf.Tensor]:
            # XLA's default generator is 30 to 100 times slower on CPU than threefry.
            seeds = [tf.stack([runtime_inputs.seed, step * len(shapes) + index]) for index in range(len(shapes))]
            draws = [
                tf.random.stateless_uniform(shape, seed, alg="threefry")
                for shape, seed in zip(shapes, seeds, strict=True)
            ]
            dropout = runtime_inputs.dropout
            return [tf.cast(drawn >= dropout, tf.float32) / (1 - dropout) for drawn in draws]

        return tf.cond(runtime_inputs.dropout > 0, draw, lambda: [tf.ones(shape) for shape in shapes])

    def penalty(self, runtime_inputs: RuntimeInputs) -> tf.Tensor | float:
        """λ₁ Σ|w| + λ₂ Σw² over the kernels of the hidden layers: ().

        The sums take a seventh of a step: they are left out if both factors are 0.
        """
        kernels = [kernel.value for kernel in self.weights[:-2:2]]

        def add_up() -> tf.Tensor:
            l1, l2 = (tf.add_n([tf.reduce_sum(f(kernel)) for kernel in kernels]) for f in (tf.abs, tf.square))
            return runtime_inputs.l1 * l1 + runtime_inputs.l2 * l2

        return tf.cond((runtime_inputs.l1 > 0) | (runtime_inputs.l2 > 0), add_up, lambda: 0.0) if kernels else 0.0

    def add_penalty(self, gradients: Sequence[tf.Tensor], runtime_inputs: RuntimeInputs) -> list[tf.Tensor]:
        """Add the gradient of the penalty, λ₁ sign(w) + 2 λ₂ w, to the gradients of the hidden layers' kernels.

        gradients: in the order and the shapes of the weights.
        """
        output_kernel = len(gradients) - 2
        return [
            gradient
            if index % 2 or index == output_kernel
            else gradient + runtime_inputs.l1 * tf.sign(weight.value) + 2 * runtime_inputs.l2 * weight.value
            for index, (gradient, weight) in enumerate(zip(gradients, self.weights, strict=True))
        ]


def sample_losses(logits: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The loss of each sample: (samples,). logits: (samples, outputs); y: (samples,).

    Cross-entropy in nats if y holds class indices (int32), computed from the logits as Keras does it. The squared
    error if y holds numbers to predict (float32).
    """
    if y.dtype.is_floating:
        return tf.math.squared_difference(logits[:, 0], y)
    if logits.shape[1] == 1:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, tf.float32), logits=logits[:, 0])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)


def correct_predictions(logits: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """1.0 for each sample whose most probable class is the true one, else 0.0: (samples,). All 0.0 in a regression."""
    if y.dtype.is_floating:
        return tf.zeros_like(y)
    classes = tf.cast(logits[:, 0] > 0, y.dtype) if logits.shape[1] == 1 else tf.argmax(logits, 1, y.dtype)
    return tf.cast(classes == y, tf.float32)


def _matmul(x: tf.Tensor | MultiHotBatch, kernel: keras.Variable) -> tf.Tensor:
    """x @ kernel: (samples, units)."""
    return x.matmul(kernel.value) if isinstance(x, MultiHotBatch) else tf.matmul(x, kernel)
