"""Softmax and cross-entropy against worked examples, SciPy and finite differences, and the figures of them."""

from math import e, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from nnkit.concepts.softmax import as_written, cross_entropy, probabilities
from nnkit.experiment.limits import LIMITS
from nnkit.figures import Points, alt_text, regions_map, softmax_bars
from nnkit.figures.style import GROUP_SYMBOLS, GROUPS
from nnkit.results.grid import Grid

logits = st.lists(st.floats(-50, 50), min_size=3, max_size=5)


def test_probabilities_worked_by_hand():
    assert probabilities([log(1), log(2), log(5)]) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert probabilities([7.0, 7.0, 7.0, 7.0]) == pytest.approx([0.25] * 4)
    assert probabilities([2 * log(3), 0.0], temperature=2) == pytest.approx([3 / 4, 1 / 4])
    assert cross_entropy([log(1), log(2), log(5)], 1) == pytest.approx(log(4))


@given(logits, st.floats(0.1, 10))
def test_probabilities_are_scipys(values, temperature):
    scaled = np.array(values) / temperature
    assert probabilities(values, temperature) == pytest.approx(softmax(scaled), rel=1e-9)
    assert cross_entropy(values, 1, temperature) == pytest.approx(-log_softmax(scaled)[1], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("constant", [-1_000, 1_000])
def test_adding_a_constant_changes_no_probability(constant):
    values = np.array([2.0, 1.0, -1.0])
    assert probabilities(values + constant) == pytest.approx(probabilities(values), rel=1e-12)
    assert cross_entropy(values + constant, 2) == pytest.approx(cross_entropy(values, 2), rel=1e-12)
    assert np.isnan(as_written(values + constant)).any()  # where the formula itself has failed


def test_logits_a_thousand_apart_stay_finite():
    assert probabilities([1_000.0, -1_000.0, 0.0]).tolist() == [1.0, 0.0, 0.0]
    assert cross_entropy([1_000.0, -1_000.0, 0.0], 1) == pytest.approx(2_000)
    assert cross_entropy([1_000.0, -1_000.0, 0.0], 0) == 0
    assert probabilities([1_000.0, -1_000.0], temperature=0.1).tolist() == [1.0, 0.0]


def test_the_formula_as_written_agrees_where_it_can_be_computed():
    assert as_written([1.0, 0.0]) == pytest.approx([e / (e + 1), 1 / (e + 1)])


@given(logits, st.integers(0, 2))
def test_the_slope_of_the_loss_is_probability_minus_truth(values, true_class):
    """Bishop (2006), equation 4.109, compared with central differences."""
    step, shares = 1e-5, probabilities(values)
    for label in range(len(values)):
        moved = np.zeros(len(values))
        moved[label] = step
        rise = cross_entropy(values + moved, true_class) - cross_entropy(values - moved, true_class)
        assert rise / (2 * step) == pytest.approx(shares[label] - (label == true_class), abs=1e-5)


def test_a_higher_temperature_makes_probabilities_more_alike():
    spreads = [np.ptp(probabilities([2.0, 1.0, -1.0], temperature)) for temperature in (0.1, 0.5, 1, 2, 10)]
    assert spreads == sorted(spreads, reverse=True)
    assert probabilities([2.0, 1.0, -1.0], 1e6) == pytest.approx(1 / 3, abs=1e-5)


def test_bars_show_each_probability_and_mark_the_true_class():
    figure = softmax_bars(np.array([1.0, 2.0, 3.0]), np.array([0.09, 0.245, 0.665]), 1)
    (bars,) = figure.data
    assert bars.y == pytest.approx([9, 24.5, 66.5])
    assert list(bars.text) == ["9.0\u00a0%", "24.5\u00a0%", "66.5\u00a0%"]
    assert bars.marker.color[0] == bars.marker.color[2] != bars.marker.color[1]
    assert bars.customdata[:, 0].tolist() == [1, 2, 3]
    assert "class 2 66.5\u00a0%" in alt_text(figure)


def colour_at(scale, position):
    """The colour of a place between two stops of a scale: red, green, blue and opacity."""
    stops = [(place, [float(part) for part in colour[5:-1].split(",")]) for place, colour in scale]
    return [
        np.interp(position, [place for place, _ in stops], part)
        for part in zip(*(colour for _, colour in stops), strict=True)
    ]


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_regions_have_the_colour_of_the_most_probable_class_the_stronger_the_surer(classes):
    grid = Grid(np.array([0.0, 1.0], "float32"), np.arange(classes, dtype="float32"))
    shares = np.zeros((classes, classes, 2), "float32")
    for label in range(classes):  # a row for each class: hardly and all but sure of it
        shares[:, label, 0], shares[:, label, 1] = 0.94 / classes, 0.0
        shares[label, label] = [0.94 / classes + 0.06, 1.0]
    points = Points(np.array([[0.5, 0.5], [1, 1]]), np.array([0, 2]))
    figure = regions_map(grid, shares, points)
    tiles, *marks = figure.data
    for label in range(classes):
        weak, strong = (colour_at(tiles.colorscale, z / tiles.zmax) for z in tiles.z[label].astype(float))
        wanted = [int(GROUPS[label][place : place + 2], 16) for place in (1, 3, 5)]
        assert weak[:3] == pytest.approx(wanted, abs=1)
        assert strong[:3] == pytest.approx(wanted, abs=1)
        assert weak[3] < 0.2 < 0.6 < strong[3]
        assert tiles.customdata[label, 1].tolist() == [100 * (other == label) for other in range(classes)]
        assert f"P(class {label}) = %{{customdata[{label}]}}\u00a0%" in tiles.hovertemplate
    assert [len(mark.x) for mark in marks[:3]] == [1, 0, 1]
    assert f"class 0 on {100 / classes:.0f}\u00a0%" in alt_text(figure)


def test_every_class_that_may_be_chosen_has_a_mark_and_a_colour():
    assert len(set(GROUPS)) == len(set(GROUP_SYMBOLS)) == LIMITS["classes"][1]
