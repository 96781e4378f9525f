"""Points of two classes in the plane, drawn from a seed."""

from collections.abc import Callable, Iterator

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Planar

Draw = tuple[np.ndarray, np.ndarray]  # points (count, 2) float64 and their classes (count,), 0 or 1

FRESH_POINTS = 1_000  # for validation and again for test: synthetic data is free
INNER_RADIUS = 0.5  # of circles; the outer circle's is 1
BLOB_CENTRES = ((-0.5, -0.5), (0.5, 0.5))  # of class 0 and 1
SPIRAL_TURNS, SPIRAL_RADIUS = 1.75, 3.0  # neighbouring arms lie 0.86 apart


def moons(count: int, noise: float, seed: int) -> Draw:
    """Two interleaved half circles of radius 1: the very points of scikit-learn's `make_moons`."""
    outer, inner = (np.linspace(0, np.pi, size) for size in (count // 2, count - count // 2))
    return _shuffled(circle(outer), [1.0, 0.5] - circle(inner), noise, seed)


def circles(count: int, noise: float, seed: int) -> Draw:
    """A circle of radius 1, class 0, around one of radius 0.5, class 1: scikit-learn's `make_circles`."""
    outer, inner = (np.linspace(0, 2 * np.pi, size, endpoint=False) for size in (count // 2, count - count // 2))
    return _shuffled(circle(outer), INNER_RADIUS * circle(inner), noise, seed)


def circle(angle: np.ndarray) -> np.ndarray:
    """Places (n, 2) on the circle of radius 1 around the origin."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _shuffled(zero: np.ndarray, one: np.ndarray, noise: float, seed: int) -> Draw:
    """Points of class 0 and 1 in the order and with the noise that scikit-learn gives them.

    Its own functions would cost the process that shows pages a second at their first use, and 84 MB for good.
    """
    random = np.random.RandomState(seed)
    order = np.arange(len(zero) + len(one))
    random.shuffle(order)
    points, labels = np.concatenate([zero, one])[order], np.repeat([0, 1], [len(zero), len(one)])[order]
    return points + random.normal(scale=noise, size=points.shape), labels


def xor(count: int, noise: float, seed: int) -> Draw:
    """Uniform in the square -1 … 1; class 1 where x1 and x2 differ in sign, before noise is added."""
    random = np.random.default_rng(seed)
    labels = balanced(count, random)
    sizes, sign = random.uniform(size=(count, 2)), random.choice((-1, 1), count)
    points = sizes * np.stack([sign, np.where(labels == 1, -sign, sign)], axis=1)
    return noisy(points, noise, random), labels


def blobs(count: int, noise: float, seed: int) -> Draw:
    """A Gaussian cloud around each of two centres, whose standard deviation is the noise."""
    random = np.random.default_rng(seed)
    labels = balanced(count, random)
    return noisy(np.array(BLOB_CENTRES)[labels], noise, random), labels


def spiral(count: int, noise: float, seed: int) -> Draw:
    """Two arms that start in the middle and end at radius 3."""
    random = np.random.default_rng(seed)
    labels = balanced(count, random)
    return noisy(spiral_arm(random.uniform(size=count), labels), noise, random), labels


def spiral_arm(way: np.ndarray, labels: np.ndarray | int, classes: int = 2) -> np.ndarray:
    """Places (n, 2) at shares 0 … 1 of the way along the arms of the classes, without noise.

    Radius and angle grow in proportion to the way, as in TensorFlow Playground's `classifySpiralData`. The more arms,
    the fewer turns: neighbouring ones lie equally far apart.
    """
    angle = 2 * np.pi * (SPIRAL_TURNS * 2 / classes) * way + 2 * np.pi / classes * labels
    return SPIRAL_RADIUS * way[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def balanced(count: int, random: np.random.Generator, classes: int = 2) -> np.ndarray:
    """Classes (count,) in random order, as many of each; what is left over goes to the first ones."""
    return random.permutation(np.arange(count) % classes)


def noisy(points: np.ndarray, noise: float, random: np.random.Generator) -> np.ndarray:
    return points + random.normal(scale=noise, size=points.shape)


# A new shape: its name and sentence in PLANAR_SHAPES, its draw here, its density in bayes.py.
SHAPES: dict[str, Callable[[int, float, int], Draw]] = {
    "moons": moons,
    "circles": circles,
    "xor": xor,
    "blobs": blobs,
    "spiral": spiral,
}


def parts_of(points: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Name, size and seed of what is drawn: `points` to train on, 1,000 each to validate with and to test on."""
    for part, (name, count) in enumerate((("train", points), ("val", FRESH_POINTS), ("test", FRESH_POINTS))):
        # Parts differ in their seeds, and so do the data of neighbouring seeds.
        yield name, count, (seed * 3 + part) % 2**32


def load_planar(data: Planar) -> Dataset:
    """`points` to train on, and 1,000 fresh ones each from the same distribution to validate with and to test on."""
    draws = {}
    for name, count, seed in parts_of(data.points, data.seed):
        points, labels = SHAPES[data.shape](count, data.noise, seed)
        if name == "train" and data.edited:
            *points, labels = (np.array(column) for column in zip(*data.edited, strict=True))
            points = np.stack(points, axis=1)
        draws[f"x_{name}"], draws[f"y_{name}"] = features_of(data, points), labels.astype("int32")
    return Dataset(**draws)
