"""What the answers to the exercises say is true."""

import itertools
from dataclasses import replace
from math import log

import numpy as np
import pytest

from nnkit import Curve, load
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.approximation import largest_error
from nnkit.concepts.autodiff import backward, forward, gradients
from nnkit.concepts.dense import collapse, draw_layers
from nnkit.concepts.dense import forward as pass_forward
from nnkit.concepts.expressions import EXPRESSIONS
from nnkit.concepts.initialisation import INITIALISATIONS, UNITS, initialise_layers
from nnkit.concepts.initialisation import descend as descend_network
from nnkit.concepts.linear_layers import ACTIVATIONS, SIZES
from nnkit.concepts.logistic import cross_entropy_terms
from nnkit.concepts.loss_surfaces import BOWL, find_minima, surface_of
from nnkit.concepts.optimizers import descend
from nnkit.concepts.perceptron import Samples, separate
from nnkit.concepts.softmax import probabilities
from nnkit.concepts.training_loop import STAGES
from pages.fundamentals import exercises
from pages.fundamentals.approximation.bumps import MAX_BUMPS, SHARPNESSES
from pages.fundamentals.initialisation.signals import spreads_of
from pages.fundamentals.initialisation.symmetry import _train
from pages.fundamentals.initialisation.training import (
    DATA,
    SIGMOIDS_NEED_LARGE,
    STEPS,
    learned_text,
    losses_of,
)
from pages.fundamentals.initialisation.training import (
    SIZES as TRAINED_SIZES,
)
from pages.fundamentals.neuron.by_hand import ROWS
from pages.fundamentals.softmax.logits import LOGITS
from pages.fundamentals.training_loop.training import Choice, batches_per_epoch, steps_of
from pages.fundamentals.vectorisation.section import SIZES as LAYER_SIZES
from ui.numbers import with_minus

POINTS, CLASSES = np.array([row[:2] for row in ROWS]), np.array([row[2] for row in ROWS])


def normal(random, *shape):
    return random.standard_normal(shape)


def answer(found, number):
    return found.exercises[number - 1].answer


def test_the_parameters_of_the_network_and_those_of_a_fourth_input():
    three, four = (
        sum(layer.parameters for layer in draw_layers((inputs, 4, 3, 1), "tanh", "sigmoid", 0, normal))
        for inputs in (3, 4)
    )
    assert answer(exercises.ANATOMY, 1).startswith(f"{three} = ")
    assert f"brings {four - three} more" in answer(exercises.ANATOMY, 1)


def test_without_inputs_the_bias_is_left():
    for seed in range(5):
        first, *_ = layers = draw_layers((3, 4, 1), "tanh", "sigmoid", seed, normal, 1.0)
        assert (pass_forward(layers, np.zeros((1, 3)))[0].pre_activations == first.bias).all()


def test_the_largest_slopes():
    z = np.linspace(-6, 6, 121)  # the places of the slider
    for name, largest in (("sigmoid", 0.25), ("tanh", 1.0)):
        slopes = CATALOGUE[name].derivative(z)
        assert z[slopes.argmax()] == pytest.approx(0, abs=1e-9)
        assert slopes.max() == pytest.approx(largest)
    assert "The sigmoid has a slope of 0.25 there, and tanh a slope of 1" in answer(exercises.ACTIVATIONS, 1)
    assert f"about {0.25**5:.3f}" in answer(exercises.ACTIVATIONS, 1)


def test_linear_layers_are_one_layer_and_bent_ones_are_not():
    x = np.random.default_rng(0).uniform(-2, 2, (200, SIZES[0]))
    for seed in range(10):
        linear = draw_layers(SIZES, "linear", "linear", seed, normal, 1.0)
        single = pass_forward([collapse(linear)], x)[-1].outputs
        assert np.abs(pass_forward(linear, x)[-1].outputs - single).max() < 1e-9
        for activation in ACTIVATIONS[1:]:
            bent = [*(replace(layer, activation=activation) for layer in linear[:-1]), linear[-1]]
            assert np.abs(pass_forward(bent, x)[-1].outputs - single).max() > 0.01


def test_a_neuron_with_weights_of_0_pays_ln_2_wherever_the_points_lie():
    random = np.random.default_rng(0)
    for x in (POINTS, random.normal(size=POINTS.shape)):
        assert cross_entropy_terms(x, CLASSES, (0, 0), 0).losses.mean() == pytest.approx(log(2))
    assert f"ln 2 = {log(2):.3f} nats" in answer(exercises.NEURON, 1)


def test_five_of_the_six_given_points_are_the_most():
    assert not separate(Samples(ROWS)).separable
    terms = cross_entropy_terms(POINTS, CLASSES, (1, 1), 0)
    assert ((terms.probabilities > 0.5) == (CLASSES == 1)).sum() == 5
    # The coordinates of (0.5, 0.5) within the triangle of class 1: shares of its corners, all positive.
    triangle, point = POINTS[CLASSES == 1], np.array([0.5, 0.5])
    assert point.tolist() in POINTS[CLASSES == 0].tolist()
    shares = np.linalg.solve(np.vstack([triangle.T, np.ones(3)]), [*point, 1])
    assert (shares > 0).all()


def test_a_number_added_to_all_logits_changes_no_probability():
    random = np.random.default_rng(0)
    for logits in random.uniform(-5, 5, (20, 3)):
        np.testing.assert_allclose(probabilities(logits + 100), probabilities(logits), atol=1e-12)


def test_probabilities_at_two_temperatures():
    logits = LOGITS[:3]
    assert logits == (2, 1, -1)
    warm, cold = probabilities(logits, 10), probabilities(logits, 0.1)
    assert "{:.3f}, {:.3f} and {:.3f}".format(*warm) in answer(exercises.SOFTMAX, 2)
    assert f"all but {1 - cold[0]:.5f}" in answer(exercises.SOFTMAX, 2)
    assert np.argsort(warm).tolist() == np.argsort(cold).tolist()


def test_twice_as_many_bumps_halve_the_error():
    errors = [largest_error(Curve("sine"), count, 50) for count in (10, 20, 40)]
    assert ", ".join(f"{error:.3f}" for error in errors) in answer(exercises.APPROXIMATION, 1)
    assert [after / before for before, after in itertools.pairwise(errors)] == pytest.approx([0.5, 0.5], abs=0.03)


def test_the_error_beside_the_jump_remains():
    errors = [
        largest_error(Curve("step"), count, sharpness)
        for count in (1, 2, 3, 9, 10, 11, 50, 99, MAX_BUMPS)
        for sharpness in SHARPNESSES
    ]
    assert min(errors) == pytest.approx(0.5, abs=0.03)
    assert min(errors) > 0.4


def test_the_multiplications_of_a_layer():
    inputs, units = LAYER_SIZES[:2]
    text = answer(exercises.MATRICES, 1)
    for samples in (4, 8):
        assert f"{samples} · {inputs} · {units} = {samples * inputs * units}" in text
    layer, second, _ = draw_layers(LAYER_SIZES, "relu", "sigmoid", 0, normal)
    assert f"{layer.parameters}, with {layer.kernel.size} weights and {layer.bias.size} biases" in text
    assert layer.kernel.shape[1] == second.kernel.shape[0] == 4
    with pytest.raises(ValueError, match="matmul"):
        pass_forward([layer], np.zeros((1, inputs + 1)))


def test_the_spreads_with_relu():
    for seed in range(20):
        outputs, _ = spreads_of("relu", seed)
        kept = {name: outputs[INITIALISATIONS[name].label] for name in ("he", "glorot", "large")}
        changes = {name: spreads[-1] / spreads[0] for name, spreads in kept.items()}
        assert 1 / 2.2 < changes["he"] < 2.2
        assert changes["glorot"] < 0.1
        assert changes["large"] > 100_000


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_equal_neurons_stay_equal(activation):
    hidden, output = _train(activation, 0.5, 200)
    units = np.vstack([hidden.kernel, hidden.bias, output.kernel.T])
    assert np.ptp(units, axis=1).max() < 1e-9
    hidden, _ = _train(activation, None, 200)
    assert np.ptp(hidden.kernel, axis=1).min() > 0.01


def test_the_initial_weights_with_the_lowest_loss_over_seeds():
    ends = {name: [] for name in INITIALISATIONS}
    for seed in range(5):
        losses = losses_of("tanh", 0.1, seed)
        for name, found in ends.items():
            found.append(losses.training[INITIALISATIONS[name].label][-1])
        assert learned_text(losses, "tanh").startswith("“He” has the lowest loss")
        _, gradients = spreads_of("tanh", seed)
        large = gradients[INITIALISATIONS["large"].label]
        assert large[0] > 50 * large[-1]
    assert min(ends["he"]) < max(ends["he"]) < min(ends["glorot"])
    np.testing.assert_allclose(ends["glorot"], 0.37, atol=0.01)
    assert 0.3 < min(ends["large"]) < max(ends["large"]) < 1
    np.testing.assert_allclose([ends["zero"], ends["small"]], log(2), atol=1e-4)


def test_the_losses_on_fresh_points_are_those_of_the_trained_networks():
    """Answers are computed by hand from the layers of one network, trained without the others."""
    data = load(DATA)
    layers = initialise_layers("glorot", TRAINED_SIZES, "tanh", "sigmoid", 3)
    layers, _ = descend_network(layers, data.x_train.astype(float), data.y_train[:, None], 0.1, STEPS)
    signal = data.x_val.astype(float)
    for layer in layers[:-1]:
        signal = np.tanh(signal @ layer.kernel + layer.bias)
    p = 1 / (1 + np.exp(-(signal @ layers[-1].kernel + layers[-1].bias)[:, 0]))
    fresh = losses_of("tanh", 0.1, 3).fresh[INITIALISATIONS["glorot"].label]
    assert fresh == pytest.approx(-np.log(np.where(data.y_val == 1, p, 1 - p)).mean(), rel=1e-6)


def test_sigmoids_need_weights_four_times_as_large():
    """At z = 0 a sigmoid's slope is 1/4: with this deviation, a layer keeps the spread of small gradients."""
    random = np.random.default_rng(0)
    kernel = random.normal(scale=4 / UNITS**0.5, size=(UNITS, 4_000))
    signals = random.normal(size=(500, UNITS)) @ kernel * CATALOGUE["sigmoid"].derivative(np.zeros(1))
    assert signals.std() == pytest.approx(1, rel=0.05)
    assert f"= {4 / UNITS**0.5:.2f} to keep" in SIGMOIDS_NEED_LARGE
    deviations = {name: each.deviation(UNITS, UNITS) for name, each in INITIALISATIONS.items()}
    assert min(deviations, key=lambda name: abs(deviations[name] - 4 / UNITS**0.5)) == "large"


def test_momentum_comes_sooner_with_a_small_learning_rate_and_later_with_that_of_sgd():
    """On the bowl, from starts all over it. The section opens with a small learning rate."""
    bowl, along = surface_of("bowl"), np.linspace(-2.2, 2.2, 12)
    small, right = bowl.learning_rate, 1 / BOWL[1]
    assert small < right / 3
    rates, wins = [small, right], []
    for start in itertools.product(along, along):
        plain, momentum = (
            bowl.loss(descend(bowl, name, rates, start, [None] * 50)[-1]) for name in ("sgd", "momentum")
        )
        wins.append(momentum < plain)
    typical, accident = np.mean(wins, axis=0)
    assert typical > 0.8
    assert accident == 0
    plain, momentum = (
        bowl.loss(descend(bowl, name, [small], bowl.start, [None] * 50)[-1, 0]) for name in ("sgd", "momentum")
    )
    assert momentum < plain / 5


def test_the_steps_on_the_bowl():
    bowl = surface_of("bowl")
    assert BOWL[1] == 10
    for rate, factor in ((0.1, 0), (0.2, -1), (0.5, -4)):
        w2 = descend(bowl, "sgd", [rate], bowl.start, [None] * 5)[:, 0, 1]
        np.testing.assert_allclose(w2[1:], factor * w2[:-1], atol=1e-9)
        assert f"is {with_minus(str(factor))}: " in answer(exercises.DESCENT, 1)


def test_the_stars_of_two_starts():
    surface, text = surface_of("himmelblau"), answer(exercises.DESCENT, 2)
    ends = [descend(surface, "sgd", [0.01], start, [None] * 50)[-1, 0] for start in ((3.0, 3.0), (-3.0, 3.0))]
    for end in ends:
        assert np.linalg.norm(find_minima(surface) - end, axis=1).min() < 0.001
        assert with_minus(f"({end[0]:.3g}, {end[1]:.3g})") in text
    assert len(find_minima(surface)) == 4


def test_the_gradient_of_an_input_that_is_used_twice():
    expression = EXPRESSIONS["twice"]
    contributions = backward(expression.output, forward(expression.output, {"a": 2.0, "b": -0.5}))
    by_way = [each.product for each in contributions if each.target == "a"]
    assert gradients(expression.output, contributions)["a"] == pytest.approx(3.5)
    assert sorted(by_way) == pytest.approx([1.5, 2])
    assert answer(exercises.BACKPROPAGATION, 1).startswith("3.5.")


def test_an_input_of_0_teaches_its_weight_nothing():
    expression = EXPRESSIONS["neuron"]
    for w1 in (-1.0, 0.5, 3.0):
        values = forward(expression.output, {**expression.inputs, "x1": 0.0, "w1": w1})
        found = gradients(expression.output, backward(expression.output, values))
        assert found["w1"] == 0
        assert all(found[name] for name in ("w2", "b"))


def test_the_steps_of_an_epoch():
    sizes = [len(step.batch.samples) for step in steps_of(Choice(3, 1.0, 32, 0)) if step.batch.epoch == 0]
    assert sizes == [32] * 6 + [8]
    assert answer(exercises.LOOP, 1).startswith(f"{len(sizes)}: six batches of 32, and a last one with the 8 points")
    assert batches_per_epoch(Choice(3, 1.0, 200, 0)) == 1


def test_the_weights_change_in_the_update_alone():
    steps = steps_of(Choice(3, 1.0, 32, 0))[:5]
    assert STAGES[-1] == "update"
    for step, following in itertools.pairwise(steps):
        assert following.before is step.after
        assert any((before != after).any() for before, after in zip(step.before, step.after, strict=True))
