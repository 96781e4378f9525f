"""Sums that approximate a curve, against their formulas, and the figures of them."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit

from nnkit import Curve, Experiment, Network, Training
from nnkit.concepts.approximation import bumps, contributions, largest_error
from nnkit.experiment import CURVES
from nnkit.experiment.layers import weight_shapes
from nnkit.figures import alt_text, bump_sum, curve_fit, error_by_width, unit_sum
from nnkit.results.inference import predict

X = np.linspace(-1, 1, 201)
OWN = Curve("corners", corners=((-1, 0), (0, 1), (1, 0)))  # a tent


def test_bumps_spelled_out():
    """Four pieces of length ½: edges -1, -½, 0, ½, 1; heights of the tent in the middle: ¼, ¾, ¾, ¼."""
    found = bumps(OWN, 4, 30, X)
    assert found.shape == (4, 201)
    assert found[1] == pytest.approx(0.75 * (expit(60 * (X + 0.5)) - expit(60 * X)), abs=1e-9)
    assert found[:, X == -0.75].ravel() == pytest.approx([0.25, 0, 0, 0], abs=1e-6)
    assert found[:, X == 0.25].ravel() == pytest.approx([0, 0, 0.75, 0], abs=1e-6)
    assert found.sum(axis=0)[[0, -1]] == pytest.approx(0.25)  # whole to the very ends


def test_the_largest_error_worked_by_hand():
    """However steep the bumps, their sum over four pieces is ¼ from the tent at both of its ends and at its top."""
    assert largest_error(OWN, 4, 1e6) == pytest.approx(0.25, abs=2e-3)
    assert largest_error(OWN, 2, 1e6) == pytest.approx(0.5, abs=2e-3)


@pytest.mark.parametrize("data", [Curve("sine"), Curve("chirp"), Curve("bump"), OWN], ids=lambda data: data.shape)
@pytest.mark.parametrize("sharpness", [5, 50, 1_000])
def test_the_error_falls_with_the_number_of_bumps(data, sharpness):
    errors = [largest_error(data, count, sharpness) for count in (8, 16, 32, 64, 128)]
    assert all(later < 0.75 * earlier for earlier, later in pairwise(errors))


@pytest.mark.parametrize("shape", ["step", "sawtooth"])
def test_no_number_of_bumps_closes_a_jump(shape):
    jump = {"step": 1.0, "sawtooth": 2.0}[shape]  # a sum that is continuous is off by half of it on one side
    assert all(largest_error(Curve(shape), count, 50) >= 0.49 * jump for count in (7, 20, 100, 101))


@pytest.mark.parametrize("hidden", [(6,), (4, 5)])
def test_contributions_and_the_bias_add_up_to_the_prediction(hidden):
    experiment = Experiment(Curve(), Network(hidden, "tanh"), Training())
    random = np.random.default_rng(1)
    weights = [random.normal(size=shape).astype("float32") for shape in weight_shapes(experiment)]
    x = X.astype("float32")
    terms = contributions(experiment, weights, x)
    assert terms.shape == (hidden[-1], 201)
    assert terms.sum(axis=0) + weights[-1] == pytest.approx(predict(experiment, weights, x[:, None])[:, 0], abs=1e-5)
    if len(hidden) == 1:
        third = weights[2][3, 0] * np.tanh(weights[0][0, 3] * x + weights[1][3])
        assert terms[3] == pytest.approx(third, abs=1e-5)


def named(figure):
    return {trace.name: trace for trace in figure.data}


def lines_of(trace):
    """The values of each line of a trace that holds several lines with gaps between them."""
    gaps = np.flatnonzero(np.isnan(trace.x))
    return [part[: len(part) - 1] for part in np.split(np.asarray(trace.y), gaps + 1)[:-1]]


def test_a_fit_shows_the_points_the_curve_and_the_answer():
    truth, fit = np.sin(X), np.sin(X) + 0.1 * (X > 0.5)
    traces = named(curve_fit(X, truth, fit, (np.array([0.5]), np.array([0.4]))))
    assert list(traces) == ["training points", "curve", "network"]
    assert traces["curve"].y == pytest.approx(truth)
    assert traces["network"].y == pytest.approx(fit)
    assert "The distance there is 0.1." in alt_text(curve_fit(X, truth, fit, (X, truth)))


def test_units_are_drawn_as_lines_of_their_own():
    terms = np.stack([X, -2 * X, X**2])
    figure = unit_sum(X, terms, terms.sum(axis=0) + 0.5, 0.5)
    traces = named(figure)
    for line, term in zip(lines_of(traces["each hidden unit"]), terms, strict=True):
        assert line == pytest.approx(term)
    assert traces["bias"].y == pytest.approx(0.5)
    assert traces["network (the sum)"].y == pytest.approx(X**2 - X + 0.5)
    numbers = np.asarray(traces["each hidden unit"].customdata)
    assert (numbers[0], numbers[202], numbers[-1]) == (1, 2, 3)
    assert "A unit adds 2 at most." in alt_text(figure)


def test_bumps_are_drawn_with_their_sum():
    terms = bumps(OWN, 4, 100, X)
    figure = bump_sum(X, 1 - np.abs(X), terms)
    traces = named(figure)
    assert traces["sum of the bumps"].y == pytest.approx(terms.sum(axis=0))
    assert traces["curve"].y == pytest.approx(1 - np.abs(X))
    assert np.nanmax(lines_of(traces["each bump"])[1]) == pytest.approx(0.75, abs=0.01)
    assert len(named(bump_sum(X, X, bumps(OWN, 100, 50, X)))["each bump"].x) < 10 * len(X)  # not 100 times as many
    (area,) = (trace for trace in figure.data if trace.fill == "toself")
    for corners, line in zip(lines_of(area), lines_of(traces["each bump"]), strict=True):
        assert (corners[0], corners[-1]) == (0, 0)  # down to the axis, also where the picture cuts a bump off
        assert corners[1:-1] == pytest.approx(line)
    assert "the curve and the sum of 4 bumps is 0.25." in alt_text(figure)


def test_errors_by_width_stand_on_a_logarithmic_axis():
    figure = error_by_width([1, 10, 100], [0.4, 0.001, 0.01], [0.5, 0.002, 0.02])
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.range == (-3, 0)
    assert error_by_width([1, 2], [0.03, 0.04], [0.05, 0.06]).layout.yaxis.range == (-2, -1)
    assert named(figure)["validation"].y == pytest.approx([0.5, 0.002, 0.02])
    expected = "to 0.01 with 100. The network with 10 hidden units has the lowest, 0.001."
    assert expected in alt_text(figure)


def test_every_curve_has_bumps():
    for shape in CURVES:
        data = OWN if shape == "corners" else Curve(shape)
        assert np.isfinite(bumps(data, 100, 1_000, X)).all()
