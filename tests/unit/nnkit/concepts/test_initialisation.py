"""Initial weights: their variances, the theory of signals, and the symmetry of equal weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.concepts.dense import DenseLayer
from nnkit.concepts.initialisation import (
    INITIALISATIONS,
    LARGE,
    SMALL,
    descend,
    initialise_layers,
    signals,
    stack_networks,
)
from nnkit.concepts.logistic import cross_entropy_terms

LAYERS, UNITS, SAMPLES = 10, 100, 200


def samples(seed, count=20):
    random = np.random.default_rng(seed)
    return random.normal(size=(count, 2)), random.integers(0, 2, (count, 1))


@pytest.mark.parametrize(
    ("name", "variance"),
    [("zero", 0), ("small", SMALL**2), ("large", LARGE**2), ("glorot", 2 / (300 + 500)), ("he", 2 / 300)],
)
def test_kernels_have_the_variance_of_their_description(name, variance):
    (layer,) = initialise_layers(name, (300, 500), "tanh", "tanh", 3)
    assert layer.kernel.var() == pytest.approx(variance, rel=0.02)  # of 150,000 numbers
    assert np.abs(layer.kernel.mean()) <= 0.01 * np.sqrt(variance)
    assert not layer.bias.any()


def test_linear_signals_keep_glorots_variance_both_ways():
    """Var a = inputs · Var w · Var x, and with as many units as inputs Glorot's product is 1."""
    found = signals("glorot", "linear", LAYERS, UNITS, SAMPLES, 0)
    for flow in (found.outputs, found.gradients):
        np.testing.assert_allclose(flow.std(axis=(1, 2)), 1, rtol=0.35)


def test_relu_halves_the_second_moment_and_he_compensates_for_it():
    he, glorot = (signals(name, "relu", LAYERS, UNITS, SAMPLES, 0).outputs for name in ("he", "glorot"))
    moments = {"he": (he**2).mean(axis=(1, 2)), "glorot": (glorot**2).mean(axis=(1, 2))}
    assert moments["he"][-1] / moments["he"][0] == pytest.approx(1, rel=0.6)
    # The same numbers, but for a factor √2 a layer, which ReLU lets through.
    np.testing.assert_allclose(moments["he"] / moments["glorot"], 2.0 ** np.arange(1, LAYERS + 1), rtol=1e-9)


def test_small_weights_fade_and_large_ones_saturate_or_explode():
    def ends(name, activation):
        flow = signals(name, activation, LAYERS, UNITS, SAMPLES, 0)
        return flow.outputs[-1].std(), flow.gradients[0].std()

    assert max(ends("small", "tanh")) < 1e-6
    assert min(ends("large", "relu")) > 1e6
    assert (np.abs(signals("large", "tanh", LAYERS, UNITS, SAMPLES, 0).outputs) > 0.99).mean() > 0.5
    assert ends("zero", "tanh") == (0, 0)
    assert ends("he", "sigmoid")[1] < 1e-2  # σ' is at most ¼


def test_the_gradient_enters_at_the_last_layers_pre_activations():
    last = signals("he", "relu", LAYERS, UNITS, SAMPLES, 0).gradients[-1]
    assert last.std() == pytest.approx(1, rel=0.02)


@settings(max_examples=25, deadline=None)
@given(
    start=st.floats(-1, 1), seed=st.integers(0, 100), activation=st.sampled_from(["tanh", "relu", "sigmoid", "gelu"])
)
def test_units_that_start_alike_stay_alike(start, seed, activation):
    x, y = samples(seed)
    hidden = DenseLayer(np.full((2, 4), start), np.full((1, 4), start), activation)
    layers, _ = descend((hidden, DenseLayer(np.full((4, 1), start), np.zeros((1, 1)), "sigmoid")), x, y, 0.5, 30)
    for array in (layers[0].kernel, layers[0].bias, layers[1].kernel.T):
        np.testing.assert_allclose(array, np.broadcast_to(array[:, :1], array.shape), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_from_zero_only_the_outputs_bias_learns(activation):
    """The bias becomes the logit of the share of class 1."""
    x, _ = samples(0)
    y = (np.arange(20) < 5)[:, None]
    layers, losses = descend(initialise_layers("zero", (2, 8, 8, 1), activation, "sigmoid", 0), x, y, 1.0, 200)
    assert not any(layer.kernel.any() for layer in layers)
    assert layers[-1].bias[0, 0] == pytest.approx(np.log(5 / 15), rel=1e-3)
    assert losses[0] == pytest.approx(np.log(2))


def test_units_with_random_weights_become_different():
    x, y = samples(0)
    layers, losses = descend(initialise_layers("glorot", (2, 4, 1), "tanh", "sigmoid", 0), x, y, 0.5, 100)
    assert np.ptp(layers[0].kernel, axis=1).min() > 0.1
    assert losses[-1] < losses[0]


def test_one_neuron_descends_as_its_gradient_says():
    """Compared, step by step, with gradient descent by `cross_entropy_terms`."""
    x, y = samples(4)
    theta = np.zeros(3)
    layers, losses = descend(initialise_layers("zero", (2, 1), "tanh", "sigmoid", 0), x, y, 0.3, 15)
    for loss in losses[:-1]:
        terms = cross_entropy_terms(x, y[:, 0], theta[:2], theta[2])
        assert loss == pytest.approx(terms.losses.mean())
        theta -= 0.3 * terms.gradient
    np.testing.assert_allclose([*layers[0].kernel[:, 0], layers[0].bias[0, 0]], theta)


def test_stacked_networks_learn_as_each_does_alone():
    x, y = samples(2)
    networks = [initialise_layers(name, (2, 6, 6, 1), "tanh", "sigmoid", 1) for name in INITIALISATIONS]
    _, together = descend(stack_networks(networks), x, y, 0.3, 25)
    assert together.shape == (26, len(networks))
    for column, layers in zip(together.T, networks, strict=True):
        np.testing.assert_allclose(column, descend(layers, x, y, 0.3, 25)[1], rtol=1e-9)


def test_a_network_that_diverges_says_so_without_a_warning():
    x, y = samples(0)
    _, losses = descend(initialise_layers("large", (2, *[50] * 6, 1), "relu", "sigmoid", 0), x, y, 10.0, 30)
    assert not np.isfinite(losses[-1])
    assert np.isfinite(losses[0])
