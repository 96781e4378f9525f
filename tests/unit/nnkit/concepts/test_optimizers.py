"""Gradient descent on losses with known trajectories, and gradients against finite differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nnkit.concepts.loss_surfaces import SURFACES, Surface, find_minima, surface_of
from nnkit.concepts.optimizers import MAX_WEIGHT, UPDATE_RULES, VERDICTS, descend, judge, lowest_loss, oscillation
from nnkit.concepts.training_loop import batches
from nnkit.experiment import OPTIMIZERS


def bowl(curvature):
    """½ λ (w1² + w2²): gradient descent multiplies the weights by 1 - ηλ in each step."""
    return Surface("", 2.0, (1.0, 1.0), 0.1, lambda w: curvature * (w**2).sum(axis=-1) / 2, lambda w: curvature * w)


def verdict(surface, rate, steps, start=(1.0, 0.0), optimizer="sgd"):
    return judge(surface, descend(surface, optimizer, [rate], start, [None] * steps)[:, 0])


@pytest.mark.parametrize("name", SURFACES)
@settings(max_examples=30, deadline=None)
@given(w1=some.floats(-2, 2), w2=some.floats(-2, 2))
def test_gradients_are_their_finite_differences(name, w1, w2):
    surface, weights, h = surface_of(name), np.array([w1, w2]), 1e-5
    differences = [
        (surface.loss(weights + h * axis) - surface.loss(weights - h * axis)) / (2 * h) for axis in np.eye(2)
    ]
    np.testing.assert_allclose(surface.gradient(weights), differences, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", SURFACES)
def test_a_grid_of_weights_is_one_call(name):
    surface = surface_of(name)
    grid = np.random.default_rng(0).uniform(-2, 2, (3, 4, 2))
    for place in np.ndindex(3, 4):
        assert surface.loss(grid)[place] == pytest.approx(float(surface.loss(grid[place])), rel=1e-12)
        np.testing.assert_allclose(surface.gradient(grid)[place], surface.gradient(grid[place]), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in SURFACES if surface_of(name).samples])
def test_the_mean_of_all_batches_gradients_is_the_exact_one(name):
    surface = surface_of(name)
    weights = np.array(surface.start)
    parts = np.arange(surface.samples).reshape(-1, 10)
    mean = np.mean([surface.gradient(weights, part) for part in parts], axis=0)
    np.testing.assert_allclose(mean, surface.gradient(weights), rtol=1e-9)


def test_the_linear_neuron_is_least_squares():
    surface = surface_of("linear")
    solution = np.linalg.lstsq(*surface.data, rcond=None)[0]
    np.testing.assert_allclose(find_minima(surface)[0], solution, rtol=1e-6)
    hessian = 2 * surface.data[0].T @ surface.data[0] / surface.samples
    np.testing.assert_allclose(surface.curvatures(find_minima(surface)[0])[0], np.linalg.eigvalsh(hessian), rtol=1e-5)


def test_the_sigmoid_neuron_is_scikit_learns_logistic_regression():
    from sklearn.linear_model import LogisticRegression

    surface = surface_of("logistic")
    model = LogisticRegression(C=1e10, fit_intercept=False, tol=1e-10).fit(*surface.data)
    np.testing.assert_allclose(find_minima(surface)[0], model.coef_[0], rtol=1e-3)


@pytest.mark.parametrize("minimum", [(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)])
def test_himmelblau_is_zero_at_its_published_minima(minimum):
    surface = surface_of("himmelblau")
    assert surface.loss(np.array(minimum, float)) == pytest.approx(0, abs=1e-8)
    np.testing.assert_allclose(surface.gradient(np.array(minimum, float)), 0, atol=1e-3)


def test_all_equally_deep_minima_are_found():
    found = find_minima(surface_of("himmelblau"))
    published = [(-3.779310, -3.283186), (-2.805118, 3.131312), (3, 2), (3.584428, -1.848126)]
    np.testing.assert_allclose(found, published, atol=1e-5)
    twins = find_minima(surface_of("network"))  # tanh is odd: both signs turned give the same outputs
    np.testing.assert_allclose(twins[0], -twins[1], atol=1e-6)
    assert [len(find_minima(surface_of(name))) for name in ("bowl", "linear", "logistic")] == [1, 1, 1]


@pytest.mark.parametrize("name", SURFACES)
def test_nothing_on_a_fine_grid_is_below_the_minimum(name):
    surface = surface_of(name)
    along = np.linspace(-surface.reach, surface.reach, 301)
    assert lowest_loss(surface) <= surface.loss(np.stack(np.meshgrid(along, along), axis=-1)).min() + 1e-9
    np.testing.assert_allclose(surface.gradient(find_minima(surface)[0]), 0, atol=1e-7)


@settings(max_examples=60, deadline=None)
@given(curvature=some.floats(0.1, 10), share=some.floats(0.01, 1.9), steps=some.integers(1, 60))
def test_sgd_shrinks_the_distance_by_one_minus_rate_times_curvature(curvature, share, steps):
    trajectory = descend(bowl(curvature), "sgd", [share / curvature], (1.0, -0.5), [None] * steps)[:, 0]
    np.testing.assert_allclose(trajectory[-1], (1 - share) ** steps * np.array([1, -0.5]), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("curvature", [0.5, 1.0, 10.0])
def test_verdicts_on_bowls_worked_out_by_hand(curvature):
    """Each step multiplies the loss by (1 - ηλ)²: after 50 steps, 0.37 of it is left for ηλ = 0.01, 10⁻³⁰ for 0.5."""
    surface = bowl(curvature)
    kinds = {share: verdict(surface, share / curvature, 50) for share in (0.01, 0.5, 0.99, 1.01, 1.5, 1.9, 2.1, 5)}
    assert {share: found.kind for share, found in kinds.items()} == {
        0.01: "too small",
        0.5: "arrives",
        0.99: "arrives",
        1.01: "oscillates",
        1.5: "oscillates",
        1.9: "oscillates",
        2.1: "diverges",
        5: "diverges",
    }
    assert kinds[0.01].progress == pytest.approx(1 - 0.99**100)
    assert kinds[0.5].oscillation == 0
    assert kinds[1.5].oscillation == 1


def test_the_verdict_on_divergence_says_when():
    """With ηλ = 3 the distance doubles in each step: it passes a million after 20 steps."""
    found = verdict(bowl(1.0), 3.0, 50)
    assert found.kind == "diverges"
    assert found.steps == int(np.log2(MAX_WEIGHT))
    trajectory = descend(bowl(1.0), "sgd", [3.0], (1.0, 0.0), [None] * 50)[:, 0]
    assert np.isfinite(trajectory[: found.steps + 1]).all()
    assert np.isnan(trajectory[found.steps + 1 :]).all()


def test_a_start_on_the_saddle_rests():
    """The loss of w2·tanh(w1 x) has a saddle at 0, where its gradient is 0."""
    surface = surface_of("network")
    assert verdict(surface, 0.1, 50, (0.0, 0.0)).kind == "rests"
    assert surface.curvatures(np.zeros(2))[0][0] < 0 < surface.curvatures(np.zeros(2))[0][1]


def test_a_start_at_the_minimum_has_arrived():
    assert verdict(bowl(1.0), 0.1, 10, (0.0, 0.0)).kind == "arrives"


def test_momentum_overshoots():
    """With little damping, momentum passes a bowl's minimum and climbs again within 20 steps."""
    found = verdict(bowl(1.0), 0.05, 20, optimizer="momentum")
    assert (found.kind, found.climbed > 0) == ("overshoots", True)


def test_oscillation_of_worked_examples():
    straight, square = np.array([[0, 0], [1, 0], [2, 0], [5, 0.0]]), np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    assert oscillation(straight) == oscillation(square) == oscillation(straight[:1]) == 0
    assert oscillation(np.array([[0, 0], [4, 0], [1, 0], [2.0, 0]])) == 1
    assert oscillation(np.array([[0, 0], [4, 0], [1, 0], [0, 0.0]])) == pytest.approx(3 / 4)


def test_learning_rates_side_by_side_are_those_one_by_one():
    surface = surface_of("himmelblau")
    rates = [0.001, 0.01, 1.0]
    for optimizer in UPDATE_RULES:
        together = descend(surface, optimizer, rates, surface.start, [None] * 30)
        for place, rate in enumerate(rates):
            alone = descend(surface, optimizer, [rate], surface.start, [None] * 30)
            np.testing.assert_array_equal(together[:, place], alone[:, 0])


def test_mini_batches_see_every_sample_once_an_epoch_and_repeat_with_their_seed():
    drawn = [next_batch for _, next_batch in zip(range(8), batches(100, 32, 3), strict=False)]
    assert [len(batch.samples) for batch in drawn] == [32, 32, 32, 4] * 2
    assert [(batch.epoch, batch.number) for batch in drawn] == [
        (epoch, number) for epoch in (0, 1) for number in range(4)
    ]
    for epoch in (drawn[:4], drawn[4:]):
        assert sorted(np.concatenate([batch.samples for batch in epoch])) == list(range(100))
    again = next(batches(100, 32, 3))
    np.testing.assert_array_equal(again.samples, drawn[0].samples)
    assert (drawn[0].samples != drawn[4].samples).any()


def test_every_optimizer_of_the_menus_has_an_update_rule():
    assert list(UPDATE_RULES) == list(OPTIMIZERS)


def test_every_verdict_is_explained():
    surface = surface_of("network")
    kinds = {
        verdict(surface, rate, 50, surface.start, name).kind for rate in (1e-3, 0.1, 0.5, 5.0) for name in UPDATE_RULES
    }
    assert len(kinds) > 3
    assert kinds <= set(VERDICTS)
