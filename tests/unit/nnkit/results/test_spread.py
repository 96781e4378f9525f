"""Means over seeds, and how likely luck is: compared with SciPy, which the app does not import."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nnkit.results.spread import (
    MIN_STANDARD_ERRORS,
    binomial_tail,
    paired_difference,
    probability_of_luck,
    spread_of,
    standard_error,
)

COUNTS = st.integers(2, 10)


@given(COUNTS, st.integers(0, 99))
def test_a_difference_is_clear_where_a_paired_t_test_at_5_percent_says_so(count, seed):
    random = np.random.default_rng(seed)
    values, others = random.normal(0.8, 0.02, count), random.normal(0.79, 0.02, count)
    truth, found = stats.ttest_rel(values, others), paired_difference(values, others)
    assert found.mean == pytest.approx(float(np.mean(values - others)))
    assert found.mean / found.error == pytest.approx(truth.statistic)
    assert found.is_clear == (truth.pvalue < 0.05) or abs(truth.pvalue - 0.05) < 0.001  # rounded quantiles


def test_the_quantiles_are_students():
    truth = {count: float(stats.t.ppf(0.975, count - 1)) for count in MIN_STANDARD_ERRORS}
    assert pytest.approx(truth, abs=0.005) == MIN_STANDARD_ERRORS


def test_the_spread_of_a_worked_example():
    spread = spread_of([0.8, 0.9, 0.85, 0.95])
    assert (spread.mean, spread.low, spread.high) == (pytest.approx(0.875), 0.8, 0.95)
    assert spread.deviation == pytest.approx((0.0125 / 3) ** 0.5)  # squares 0.005625, 0.000625, twice


def test_a_single_test_on_5000_reviews_has_a_standard_error_of_half_a_point():
    assert standard_error(0.87, 5_000) == pytest.approx(0.0048, abs=5e-5)


@given(st.integers(1, 6_000), st.integers(1, 2_000), st.data())
def test_luck_is_fishers_exact_test(count, new, data):
    right, right_of_new = data.draw(st.integers(0, count)), data.draw(st.integers(0, new))
    table = [[right, count - right], [right_of_new, new - right_of_new]]
    truth = stats.fisher_exact(table, "greater").pvalue
    assert probability_of_luck(right, count, right_of_new, new) == pytest.approx(float(truth), rel=1e-6, abs=1e-12)


@given(st.integers(1, 2_000), st.floats(0, 1) | st.sampled_from([0.0, 1.0]), st.data())
def test_the_binomial_tail(count, share, data):
    right = data.draw(st.integers(0, count))
    assert binomial_tail(right, count, share) == pytest.approx(
        float(stats.binom.sf(right - 1, count, share)), rel=1e-6, abs=1e-12
    )
