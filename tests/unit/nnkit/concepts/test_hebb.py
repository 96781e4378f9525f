"""Hebb's and Oja's rules against worked examples, closed forms and NumPy's eigenvectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.concepts.hebb import (
    INITIAL_LENGTH,
    MAX_LEARNING_RATE,
    HebbConfig,
    alignment,
    apply_rule,
    draw_activities,
    learn,
)


def test_the_first_steps_by_hand():
    activities, first = np.array([[1.0, 2.0], [1.0, 0.0]]), np.array([0.5, 0.25])
    # y = 0.5 + 2 · 0.25 = 1; Δw = 0.1 · 1 · (1, 2). Then y = 0.6; Δw = 0.1 · 0.6 · (1, 0).
    assert apply_rule(activities, first, 0.1, corrected=False) == pytest.approx(
        np.array([[0.5, 0.25], [0.6, 0.45], [0.66, 0.45]])
    )
    # x - y w = (0.5, 1.75). Then y = 0.55, x - y w = (1 - 0.55 · 0.55, 0 - 0.55 · 0.425) = (0.6975, -0.23375).
    assert apply_rule(activities, first, 0.1, corrected=True) == pytest.approx(
        np.array([[0.5, 0.25], [0.55, 0.425], [0.5883625, 0.41214375]])
    )


def test_one_constant_pattern_grows_exponentially_by_hebb_and_to_length_one_by_oja():
    x = np.array([0.6, 0.8])
    activities = np.tile(x, (400, 1))
    hebb = apply_rule(activities, 0.1 * x, 0.05, corrected=False)
    assert np.linalg.norm(hebb, axis=1) == pytest.approx(0.1 * 1.05 ** np.arange(401))
    oja = apply_rule(activities, 0.1 * x, 0.05, corrected=True)
    assert oja[-1] == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize("neurons", [2, 3, 4])
@pytest.mark.parametrize("correlation", [0.5, 0.8, 0.95])
def test_oja_tends_to_the_first_principal_component(neurons, correlation):
    result = learn(HebbConfig(neurons, correlation, learning_rate=0.01, moments=2_000, seed=1))
    covariance = np.full((neurons, neurons), correlation) + (1 - correlation) * np.eye(neurons)
    _, vectors = np.linalg.eigh(covariance)  # of the distribution that the activities come from
    assert alignment(result.oja[-1], vectors[:, -1]) > 0.98
    assert alignment(result.component, vectors[:, -1]) > 0.99
    assert np.linalg.norm(result.oja[-1]) == pytest.approx(1, abs=0.1)


@given(st.integers(2, 4), st.floats(0, 0.95), st.floats(1e-4, MAX_LEARNING_RATE), st.integers(0, 2**31 - 1))
def test_by_hebb_the_length_never_falls_and_by_oja_it_stays_near_one_at_most(neurons, correlation, rate, seed):
    result = learn(HebbConfig(neurons, correlation, rate, 300, seed))
    lengths = np.linalg.norm(result.hebb, axis=1)
    assert lengths[0] == pytest.approx(INITIAL_LENGTH)
    # |w + η y x|² = |w|² + 2 η y² + η² y² |x|²
    assert (np.diff(lengths) >= -1e-12 * lengths[1:]).all()
    assert lengths[-1] > lengths[0]
    assert np.linalg.norm(result.oja, axis=1).max() < 3


def test_hebb_grows_without_bound():
    lengths = [np.linalg.norm(learn(HebbConfig(moments=moments)).hebb[-1]) for moments in (100, 1_000, 2_000)]
    assert lengths[0] < lengths[1] / 1e3
    assert lengths[1] < lengths[2] / 1e3


@pytest.mark.parametrize("correlation", [0.0, 0.4, 0.95])
def test_activities_have_the_chosen_correlation(correlation):
    activities = draw_activities(HebbConfig(3, correlation, moments=2_000), np.random.default_rng(5))
    found = np.corrcoef(activities.T)[np.triu_indices(3, 1)]
    assert found == pytest.approx([correlation] * 3, abs=0.06)
    assert activities.mean(axis=0) == pytest.approx([0] * 3, abs=0.08)
    assert activities.var(axis=0) == pytest.approx([1] * 3, abs=0.1)


def test_the_same_seed_gives_the_same_and_another_something_else():
    one, again, other = (learn(HebbConfig(seed=seed)) for seed in (3, 3, 4))
    assert np.array_equal(one.hebb, again.hebb)
    assert not np.array_equal(one.oja, other.oja)


def test_alignment_is_of_lines_not_of_arrows():
    assert alignment(
        np.array([[2.0, 0.0], [-3.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([5.0, 0.0])
    ) == pytest.approx([1, 1, 0, 0.5**0.5])


@pytest.mark.parametrize(
    "wrong",
    [{"neurons": 1}, {"neurons": 5}, {"correlation": 1.0}, {"correlation": -0.1}, {"moments": 0}]
    + [{"learning_rate": rate} for rate in (0, -1, 2 * MAX_LEARNING_RATE, float("nan"))],
)
def test_choices_out_of_bounds_are_named(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        HebbConfig(**wrong)
