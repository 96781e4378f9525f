"""Backpropagation, optimizers and the training loop against TensorFlow and Keras themselves."""

from itertools import islice

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnkit.concepts.autodiff import backward, forward, gradients
from nnkit.concepts.expressions import EXPRESSIONS
from nnkit.concepts.loss_surfaces import SURFACES, surface_of
from nnkit.concepts.optimizers import UPDATE_RULES, descend
from nnkit.concepts.training_loop import batches, initial_weights, train
from nnkit.training.model import OPTIMIZERS

TENSORS = {
    "product": lambda a, b, c, d: (a * b + c) * tf.tanh(d),
    "twice": lambda a, b: (a + b) * a,
    "neuron": lambda x1, x2, w1, w2, b, y: tf.nn.sigmoid_cross_entropy_with_logits(y, w1 * x1 + w2 * x2 + b),
    "softmax": lambda x, w1, w2, w3: tf.nn.sparse_softmax_cross_entropy_with_logits(0, tf.stack([w1, w2, w3]) * x),
}


def network(w11, w21, w12, w22, b1, b2, v1, v2, c, x1, x2, y):
    h1, h2 = tf.tanh(w11 * x1 + w21 * x2 + b1), tf.tanh(w12 * x1 + w22 * x2 + b2)
    return (tf.sigmoid(v1 * h1 + v2 * h2 + c) - y) ** 2


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("seed", range(3))
def test_backpropagation_agrees_with_the_gradient_tape(name, seed):
    expression, random = EXPRESSIONS[name], np.random.default_rng(seed)
    inputs = {each: float(random.normal(scale=2)) for each in expression.inputs}
    variables = {each: tf.Variable(value, dtype=tf.float64) for each, value in inputs.items()}
    with tf.GradientTape() as tape:
        output = {**TENSORS, "network": network}[name](**variables)
    values = forward(expression.output, inputs)
    slopes = gradients(expression.output, backward(expression.output, values))
    assert values[expression.output.name] == pytest.approx(float(output), rel=1e-9, abs=1e-12)
    for each, theirs in tape.gradient(output, variables).items():
        assert slopes[each] == pytest.approx(float(theirs), rel=1e-9, abs=1e-12), each


@pytest.mark.parametrize("name", UPDATE_RULES)
@pytest.mark.parametrize("surface", SURFACES)
def test_every_step_is_that_of_keras_optimizer(name, surface):
    surface = surface_of(surface)
    rate = surface.learning_rate / 2
    ours = descend(surface, name, [rate], surface.start, [None] * 40)[:, 0]
    optimizer = OPTIMIZERS[name](rate)
    variable = keras.Variable(np.array(surface.start), dtype="float64")
    optimizer.build([variable])
    theirs = [variable.numpy().copy()]
    for _ in range(40):
        optimizer.apply([tf.constant(surface.gradient(theirs[-1]))])
        theirs.append(variable.numpy().copy())
    # Keras keeps its learning rate, and powers of it, as float32.
    np.testing.assert_allclose(ours, theirs, rtol=2e-4, atol=2e-5)


def test_the_loop_trains_as_keras_does():
    random = np.random.default_rng(0)
    x, y = random.normal(size=(50, 2)).astype("float32"), random.integers(0, 2, 50).astype("float32")
    weights = initial_weights(2, 3, 0)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1, "sigmoid")])
    model.set_weights(weights)
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    for step in islice(train(x.astype(float), y.astype(float), weights, 0.5, batches(50, 16, 0)), 20):
        chosen = step.batch.samples
        np.testing.assert_allclose(step.outputs.p, model(x[chosen]).numpy()[:, 0], atol=2e-5)
        loss = keras.losses.BinaryCrossentropy()(y[chosen], model(x[chosen])[:, 0])
        assert step.loss == pytest.approx(float(loss), rel=1e-4)
        model.train_on_batch(x[chosen], y[chosen])
        for ours, theirs in zip(step.after, model.get_weights(), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=2e-5)
