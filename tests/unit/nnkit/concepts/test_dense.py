"""Activations, dense layers and a neuron's loss, against finite differences, scikit-learn and worked examples."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from nnkit.concepts.activations import CATALOGUE, LEAK, saturated
from nnkit.concepts.dense import DenseLayer, apply_gradients, backward, collapse, draw_layers, forward, forward_by_loop
from nnkit.concepts.logistic import cross_entropy_terms
from nnkit.experiment import ACTIVATIONS

PLACES = np.array([-7.3, -2.1, -0.4, 0.3, 1.9, 6.2])  # none at a kink


def normal(random, *shape):
    return random.standard_normal(shape)


def network(sizes=(3, 4, 4, 2), activation="tanh", output="linear", seed=0):
    return draw_layers(sizes, activation, output, seed, normal, 1.0)


# Activations


@pytest.mark.parametrize("name", CATALOGUE)
def test_derivatives_are_the_slopes_of_finite_differences(name):
    activation, step = CATALOGUE[name], 1e-5
    slopes = (activation.value(PLACES + step) - activation.value(PLACES - step)) / (2 * step)
    np.testing.assert_allclose(activation.derivative(PLACES), slopes, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", CATALOGUE)
def test_nothing_overflows_far_out(name):
    activation, far = CATALOGUE[name], np.array([-1e3, 1e3])
    assert np.isfinite(activation.value(far)).all()
    assert np.isfinite(activation.derivative(far)).all()


def test_the_catalogue_includes_all_activations_of_networks():
    assert set(ACTIVATIONS) <= set(CATALOGUE)


def test_worked_examples():
    at = {name: float(each.value(np.array(-2.0))) for name, each in CATALOGUE.items()}
    assert (at["relu"], at["linear"], at["leaky_relu"]) == (0, -2, -2 * LEAK)
    assert at["softsign"] == pytest.approx(-2 / 3)
    assert at["sigmoid"] == pytest.approx(1 / (1 + np.e**2))
    assert at["softplus"] == pytest.approx(np.log(1 + np.e**-2))
    assert at["elu"] == pytest.approx(np.e**-2 - 1)


def test_saturation_is_where_the_slope_is_below_its_share():
    z = np.linspace(-6, 6, 1_201)
    # σ' = 0.1 · ¼ where σ(1 − σ) = 0.025: z = ±log((1 + √0.9) / (1 − √0.9)).
    edge = np.log((1 + np.sqrt(0.9)) / (1 - np.sqrt(0.9)))
    np.testing.assert_array_equal(saturated(CATALOGUE["sigmoid"], z, 0.1), np.abs(z) > edge)
    np.testing.assert_array_equal(saturated(CATALOGUE["relu"], z, 0.1), z <= 0)
    assert not saturated(CATALOGUE["linear"], z, 0.5).any()


# Layers


def test_a_network_worked_out_on_paper():
    first = DenseLayer(np.array([[1.0, -1.0], [2.0, 0.5]]), np.array([[0.0, 1.0]]), "relu")
    second = DenseLayer(np.array([[2.0], [-4.0]]), np.array([[3.0]]), "linear")
    values = forward((first, second), np.array([[1.0, 1.0], [3.0, -1.0]]))
    np.testing.assert_allclose(values[0].pre_activations, [[3, 0.5], [1, -2.5]])
    np.testing.assert_allclose(values[0].outputs, [[3, 0.5], [1, 0]])
    np.testing.assert_allclose(values[1].outputs, [[7], [5]])
    assert (first.parameters, second.parameters) == (6, 3)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "gelu", "relu"])
def test_gradients_are_finite_differences(activation):
    """The loss is a weighted sum of all outputs."""
    layers, random, step = network(activation=activation), np.random.default_rng(1), 1e-6
    x, factors = random.standard_normal((5, 3)), random.standard_normal((5, 2))

    def loss():
        return (forward(layers, x)[-1].outputs * factors).sum()

    gradients = backward(layers, x, forward(layers, x), factors)
    for layer, gradient in zip(layers, gradients, strict=True):
        for array, found in ((layer.kernel, gradient.kernel), (layer.bias, gradient.bias)):
            for place in np.ndindex(array.shape):
                kept, ends = array[place], []
                for change in (step, -step):
                    array[place] = kept + change
                    ends.append(loss())
                array[place] = kept
                assert found[place] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5, abs=1e-7)


def test_a_step_goes_down_the_gradient():
    layers, x = network(), np.ones((1, 3))
    gradients = backward(layers, x, forward(layers, x), np.ones((1, 2)))
    after = apply_gradients(layers, gradients, 1e-3)
    assert forward(after, x)[-1].outputs.sum() < forward(layers, x)[-1].outputs.sum()
    np.testing.assert_allclose(layers[0].kernel - after[0].kernel, 1e-3 * gradients[0].kernel)


@settings(max_examples=30, deadline=None)
@given(sizes=st.lists(st.integers(1, 6), min_size=2, max_size=6), seed=st.integers(0, 1_000))
def test_linear_layers_collapse_into_one(sizes, seed):
    layers, x = network(sizes, "linear", seed=seed), np.random.default_rng(seed).normal(size=(7, sizes[0]))
    single = collapse(layers)
    assert single.kernel.shape == (sizes[0], sizes[-1])
    np.testing.assert_allclose(forward([single], x)[-1].outputs, forward(layers, x)[-1].outputs, rtol=1e-9, atol=1e-9)


def test_layers_with_other_activations_do_not_collapse():
    with pytest.raises(ValueError, match="got tanh, tanh"):
        collapse(network())


@pytest.mark.parametrize("sizes", [(3, 4, 4, 1), (2, 1), (1, 5, 2)])
def test_the_loop_and_the_matrices_agree(sizes):
    layers, x = network(sizes, "relu", "sigmoid"), np.random.default_rng(0).normal(size=(9, sizes[0]))
    np.testing.assert_allclose(forward_by_loop(layers, x.tolist()), forward(layers, x)[-1].pre_activations)


# A neuron's loss


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.floats(0, 5))
@example(seed=2185, scale=4.0)  # a logit near -32
def test_the_cross_entropy_is_scikit_learns_and_its_gradient_a_finite_difference(seed, scale):
    """scikit-learn takes probabilities, which are too coarse for logits far from 0, and clips them beyond ±36.

    There ln(1 + e^-z) is compared with its limit, -z or 0, from which it differs by less than e^-|z|.
    """
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(12, 2)), random.integers(0, 2, 12)
    theta, step = scale * random.normal(size=3), 1e-5
    terms = cross_entropy_terms(x, y, theta[:2], theta[2])
    near = np.abs(terms.logits) < 20
    if near.any():
        theirs = log_loss(y[near], terms.probabilities[near], labels=[0, 1])
        assert terms.losses[near].mean() == pytest.approx(theirs, rel=1e-6)
    limits = np.maximum(0, np.where(y == 1, -terms.logits, terms.logits))
    np.testing.assert_allclose(terms.losses[~near], limits[~near], rtol=1e-12, atol=np.exp(-20))
    for place, change in enumerate(step * np.eye(3)):
        up, down = (
            cross_entropy_terms(x, y, end[:2], end[2]).losses.mean() for end in (theta + change, theta - change)
        )
        assert terms.gradient[place] == pytest.approx((up - down) / (2 * step), abs=1e-6)


def test_the_loss_of_a_certain_error_is_its_logit():
    """−ln σ(−1000) is 1000, though σ(−1000) is rounded to 0."""
    terms = cross_entropy_terms(np.array([[1.0, 0.0]]), np.array([1]), (-1_000, 0), 0)
    assert terms.probabilities[0] == 0
    assert terms.losses[0] == pytest.approx(1_000)
