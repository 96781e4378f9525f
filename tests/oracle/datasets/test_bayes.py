"""The best possible classifier against simulation, closed forms, adaptive quadrature and a classifier that learned."""

import numpy as np
import pytest
from scipy.integrate import dblquad, quad
from scipy.special import ndtr
from scipy.stats import norm
from sklearn.tree import DecisionTreeClassifier

from nnkit.datasets.planar import bayes
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map, bayes_probability
from nnkit.datasets.planar.planar import SHAPES
from nnkit.experiment import Planar
from nnkit.results.grid import grid_around

PLACES = np.array([[0.3, 0.4], [1.0, 0.0], [-0.7, -0.2], [0.5, 0.25], [2.0, 1.0]])


def standard_error(share, count):
    return np.sqrt(share * (1 - share) / count)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("noise", [0.15, 0.4])
def test_the_accuracy_is_that_on_a_million_new_points(shape, noise):
    data, count = Planar(shape=shape, noise=noise), 1_000_000
    points, labels = SHAPES[shape](count, noise, 1)
    found = ((bayes_probability(data, points) > 0.5) == (labels == 1)).mean()
    expected = bayes_accuracy(data)
    assert abs(found - expected) < 4 * standard_error(expected, count)


@pytest.mark.parametrize("shape", SHAPES)
def test_probabilities_are_calibrated(shape):
    """p % of the points with a predicted probability of p % are of class 1."""
    data, count = Planar(shape=shape, noise=0.3), 400_000
    points, labels = SHAPES[shape](count, data.noise, 2)
    probability = bayes_probability(data, points)
    for low in np.arange(0, 1, 0.1):
        inside = (probability >= low) & (probability < low + 0.1)
        expected = probability[inside].mean()
        assert abs(labels[inside].mean() - expected) < 4.5 * standard_error(expected, inside.sum())


def spiral_density(x1, x2, noise, label):
    def at(way):
        angle = 2 * np.pi * 1.75 * way + np.pi * label
        return norm.pdf(x1 - 3 * way * np.cos(angle), scale=noise) * norm.pdf(x2 - 3 * way * np.sin(angle), scale=noise)

    return quad(at, 0, 1, limit=500)[0]


def moon_density(x1, x2, noise, label):
    def at(angle):
        m1, m2 = (1 - np.cos(angle), 0.5 - np.sin(angle)) if label else (np.cos(angle), np.sin(angle))
        return norm.pdf(x1 - m1, scale=noise) * norm.pdf(x2 - m2, scale=noise)

    return quad(at, 0, np.pi, limit=500)[0]


def circle_density(x1, x2, noise, label):
    radius = 0.5 if label else 1.0

    def at(angle):
        return norm.pdf(x1 - radius * np.cos(angle), scale=noise) * norm.pdf(x2 - radius * np.sin(angle), scale=noise)

    return quad(at, 0, 2 * np.pi, limit=500)[0]


def xor_density(x1, x2, noise, label):
    def at(m2, m1):
        return norm.pdf(x1 - m1, scale=noise) * norm.pdf(x2 - m2, scale=noise)

    squares = [(-1, 0, 0, 1), (0, 1, -1, 0)] if label else [(-1, 0, -1, 0), (0, 1, 0, 1)]
    return sum(dblquad(at, *square)[0] for square in squares)


def blob_density(x1, x2, noise, label):
    centre = 0.5 if label else -0.5
    return norm.pdf(x1, centre, noise) * norm.pdf(x2, centre, noise)


DENSITIES = {
    "moons": moon_density,
    "circles": circle_density,
    "xor": xor_density,
    "blobs": blob_density,
    "spiral": spiral_density,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("noise", [0.15, 0.4, 1.0])
def test_probabilities_equal_adaptive_quadrature_of_the_densities(shape, noise):
    zero, one = (np.array([DENSITIES[shape](*place, noise, label) for place in PLACES]) for label in (0, 1))
    # The ends of an arc cut the midpoint rule short by less than 0.2 %.
    assert bayes_probability(Planar(shape=shape, noise=noise), PLACES) == pytest.approx(one / (zero + one), abs=2e-3)


@pytest.mark.parametrize("noise", [0.1, 0.2, 0.4, 1.0])
def test_accuracy_of_blobs_in_closed_form(noise):
    # Two Gaussians a distance d apart: Φ(d / 2σ), d = √2.
    expected = ndtr(np.sqrt(2) / (2 * noise))
    assert bayes_accuracy(Planar(shape="blobs", noise=noise)) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("noise", [0.003, 0.02, 0.1, 0.4, 1.0])
def test_accuracy_of_xor_from_one_integral(noise):
    # Along an axis, a and b are the densities of a coordinate from 0 … 1 and from -1 … 0, each with noise. Classes are
    # p₀ = ½(aa + bb) and p₁ = ½(ab + ba), so that p₀ - p₁ = ½(a - b)(a - b) and ½∫max = ½ + ⅛(∫|a - b|)².
    def difference(x):
        return abs(ndtr(x / noise) - ndtr((x - 1) / noise) - ndtr((x + 1) / noise) + ndtr(x / noise))

    distance = 2 * quad(difference, 0, 1 + 9 * noise, limit=500, points=(5 * noise, 1))[0]
    expected = 0.5 + distance**2 / 8
    assert bayes_accuracy(Planar(shape="xor", noise=noise)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("noise", [0.01, 0.05, 0.2, 1.0])
def test_a_map_equals_the_probability_at_each_place(shape, noise):
    data = Planar(shape=shape, noise=noise)
    x1, x2 = np.linspace(-4, 5, 41), np.linspace(-6, 6, 30)  # far enough for densities that vanish in float64
    found = bayes_map(data, x1, x2)
    assert found.shape == (30, 41)
    expected = [[bayes_probability(data, np.array([[right, up]]))[0] for right in x1] for up in x2]
    assert found == pytest.approx(np.array(expected), abs=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_overflows_however_far_away(shape):
    far = np.array([[1e9, 1e9], [-1e9, 1e9], [1e9, -3], [0, -1e9], [40, 41]])
    for noise in (1e-6, 0.02, 1.0):
        data = Planar(shape=shape, noise=noise)
        with np.errstate(all="raise", under="ignore"):
            for probability in (bayes_probability(data, far), bayes_map(data, far[:, 0], far[:, 1])):
                assert ((probability >= 0) & (probability <= 1)).all()
    assert bayes_probability(Planar(shape="blobs", noise=0.1), far)[:2].tolist() == [1, 0.5]
    assert bayes_probability(Planar(shape="xor", noise=0.1), far)[:2].tolist() == [0, 1]


def test_a_point_reflection_of_the_moons_swaps_their_classes():
    data = Planar(noise=0.3)
    points = np.random.default_rng(0).normal((0.5, 0.25), 1.0, (1_000, 2))
    reflected = bayes_probability(data, (1.0, 0.5) - points)
    assert reflected == pytest.approx(1 - bayes_probability(data, points), abs=1e-6)
    assert bayes_probability(data, np.array([[0.0, 1.0], [1.0, -0.5]])) == pytest.approx([0, 1], abs=0.05)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_trained_classifier_beats_it_and_a_good_one_comes_close(shape):
    noise, count = 0.3, 50_000
    best = bayes_accuracy(Planar(shape=shape, noise=noise))
    tree = DecisionTreeClassifier(min_samples_leaf=300, random_state=0).fit(*SHAPES[shape](200_000, noise, 1))
    points, labels = SHAPES[shape](count, noise, 2)
    found = (tree.predict(points) == labels).mean()
    error = standard_error(best, count)
    assert found < best + 4 * error
    assert found > best - 0.01 - 4 * error


@pytest.mark.parametrize("shape", SHAPES)
def test_the_accuracy_falls_with_noise_and_depends_on_neither_seed_nor_points(shape):
    accuracies = [bayes_accuracy(Planar(shape=shape, noise=noise)) for noise in (0, 0.01, 0.05, 0.1, 0.2, 0.4, 1.0)]
    assert accuracies[0] == 1.0
    assert all(np.diff(accuracies) <= 1e-9)
    assert 0.5 < accuracies[-1] < 0.8
    before = bayes._accuracy.cache_info()
    one, other = (Planar(shape=shape, noise=0.4, seed=seed, points=points) for seed, points in ((1, 20), (2, 999)))
    assert bayes_accuracy(one) == bayes_accuracy(other) == accuracies[-2]
    assert bayes._accuracy.cache_info().misses == before.misses


@pytest.mark.parametrize("shape", SHAPES)
def test_without_noise_there_are_no_probabilities(shape):
    data = Planar(shape=shape, noise=0.0)
    assert bayes_map(data, np.zeros(3), np.zeros(2)) is None
    assert bayes_probability(data, PLACES) is None


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_is_bounded_for_the_smallest_noise(shape, monkeypatch):
    sizes = []

    def densities(shape, noise, x1, x2):
        nodes = [0 if shape == "xor" else len(bayes._nodes(shape, noise, label)) for label in (0, 1)]
        sizes.append((*nodes, len(x2), len(x1)))
        return np.ones((len(x2), len(x1))), np.ones((len(x2), len(x1)))

    monkeypatch.setattr(bayes, "_densities", densities)
    for noise in (1e-9, bayes.MIN_NOISE):
        data = Planar(shape=shape, noise=noise)
        grid = grid_around(SHAPES[shape](200, noise, 0)[0], 200)
        bayes._accuracy.cache_clear()
        bayes_accuracy(data)
        bayes_map(data, grid.x1, grid.x2)
    bayes._accuracy.cache_clear()
    assert sizes[:2] == sizes[2:]  # less noise than the smallest one takes no more work
    assert np.max(sizes) <= 3_500
