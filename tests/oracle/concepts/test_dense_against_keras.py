"""Dense layers, activations and initial weights in NumPy against Keras."""

import keras
import numpy as np
import pytest

from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.dense import draw_layers, forward
from nnkit.concepts.initialisation import INITIALISATIONS, initialise_layers

SUMS = np.linspace(-8, 8, 161).astype("float32")


@pytest.mark.parametrize("name", CATALOGUE)
def test_activations_are_kerass(name):
    theirs = keras.ops.convert_to_numpy(getattr(keras.activations, name)(SUMS))
    np.testing.assert_allclose(CATALOGUE[name].value(SUMS.astype(float)), theirs, atol=2e-6)


@pytest.mark.parametrize("name", CATALOGUE)
def test_derivatives_are_those_of_tensorflows_tape(name):
    """At 0 too, where some functions have a kink."""
    import tensorflow as tf

    sums = tf.constant(np.sort(np.append(SUMS, 0)))
    with tf.GradientTape() as tape:
        tape.watch(sums)
        outputs = getattr(keras.activations, name)(sums)
    theirs = tape.gradient(outputs, sums).numpy()
    np.testing.assert_allclose(CATALOGUE[name].derivative(sums.numpy().astype(float)), theirs, atol=2e-6)


@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu"])
@pytest.mark.parametrize("samples", [1, 8])
def test_layer_by_layer_as_keras_predicts(activation, samples):
    layers = draw_layers((3, 4, 4, 1), activation, "sigmoid", 5, lambda random, *shape: random.normal(size=shape), 1.0)
    stack = [keras.layers.Dense(layer.kernel.shape[1], layer.activation) for layer in layers]
    model = keras.Sequential([keras.Input((3,)), *stack])
    model.set_weights([array for layer in layers for array in (layer.kernel, layer.bias[0])])
    x = np.random.default_rng(0).normal(size=(samples, 3))
    for ours, theirs in zip(forward(layers, x), stack, strict=True):
        expected = keras.Model(model.inputs, theirs.output).predict(x.astype("float32"), verbose=0)
        np.testing.assert_allclose(ours.outputs, expected, atol=1e-5)
    assert model.count_params() == sum(layer.parameters for layer in layers)


@pytest.mark.parametrize(("name", "theirs"), [("glorot", "GlorotNormal"), ("he", "HeNormal")])
@pytest.mark.parametrize("shape", [(200, 400), (500, 100)])
def test_spreads_are_those_of_kerass_initialisers(name, theirs, shape):
    kernel = keras.ops.convert_to_numpy(getattr(keras.initializers, theirs)(seed=0)(shape))
    assert initialise_layers(name, shape, "tanh", "tanh", 0)[0].kernel.std() == pytest.approx(kernel.std(), rel=0.02)
    assert INITIALISATIONS[name].deviation(*shape) == pytest.approx(kernel.std(), rel=0.02)
