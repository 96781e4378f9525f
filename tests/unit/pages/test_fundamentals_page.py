"""What the page of fundamentals says about the universal approximation theorem is true of the units that it names."""

import numpy as np
import pytest

from nnkit.concepts.activations import CATALOGUE
from pages.fundamentals.approximation.section import SOURCES, THEOREM

X = np.linspace(-1, 1, 401)
SINE = np.sin(np.pi * X)


def error_of(unit, units):
    """The largest error of the best sum of so many units, with random weights and biases, that follows the sine."""
    random = np.random.default_rng(0)
    weights, biases = random.uniform(2, 4, units), random.uniform(-3, 3, units)
    columns = np.column_stack([unit(np.outer(X, weights) + biases), np.ones(len(X))])
    return np.abs(columns @ np.linalg.lstsq(columns, SINE, rcond=None)[0] - SINE).max()


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_more_units_that_are_no_polynomials_come_closer(name):
    assert error_of(CATALOGUE[name].value, 200) < 0.01 < 0.02 < error_of(CATALOGUE[name].value, 3)


def test_units_that_are_squares_never_get_beyond_a_parabola():
    parabola = np.polynomial.Polynomial.fit(X, SINE, 2)(X)
    best = np.abs(parabola - SINE).max()
    assert [error_of(np.square, units) for units in (10, 200)] == pytest.approx([best, best], rel=1e-6)


def test_only_bounded_units_are_left_to_the_older_proofs():
    far = np.array([-1e6, 1e6])
    bounded = {name: np.ptp(CATALOGUE[name].value(far)) < 10 for name in ("sigmoid", "tanh", "relu")}
    assert bounded == {"sigmoid": True, "tanh": True, "relu": False}
    older, later = THEOREM.split("**ReLU** is not bounded")
    assert ("(1989)" in older, "(1991)" in older, "(1993)" in older) == (True, True, False)
    assert "Leshno, Lin, Pinkus and Schocken (1993)" in later
    assert "Neural Networks 6 (1993), 861–867" in SOURCES
