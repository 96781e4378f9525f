"""Points of two classes in the plane, drawn from a seed."""

from collections.abc import Callable, Iterator

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Planar

Draw = tuple[np.ndarray, np.ndarray]  # points (count, 2) float64 and their classes (count,) from 0

NEW_POINTS = 1_000  # for validation and again for the test: synthetic data costs nothing
INNER_RADIUS = 0.5  # of the inner circle; the outer circle has radius 1
BLOB_CENTRES = ((-0.5, -0.5), (0.5, 0.5))  # of class 0 and 1
SPIRAL_TURNS, SPIRAL_RADIUS = 1.75, 3.0  # neighbouring arms lie 0.86 apart


def moons(count: int, noise: float, seed: int) -> Draw:
    """Draw two interleaved half circles of radius 1: the same points as scikit-learn's `make_moons`."""
    outer, inner = (np.linspace(0, np.pi, size) for size in (count // 2, count - count // 2))
    return _shuffled(circle(outer), [1.0, 0.5] - circle(inner), noise, seed)


def circles(count: int, noise: float, seed: int) -> Draw:
    """Draw a circle of radius 1, class 0, around one of radius 0.5, class 1, as scikit-learn's `make_circles`."""
    outer, inner = (np.linspace(0, 2 * np.pi, size, endpoint=False) for size in (count // 2, count - count // 2))
    return _shuffled(circle(outer), INNER_RADIUS * circle(inner), noise, seed)


def circle(angle: np.ndarray) -> np.ndarray:
    """Return points (n, 2) on the circle of radius 1 around the origin, at angles (n,) in radians."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _shuffled(zero: np.ndarray, one: np.ndarray, noise: float, seed: int) -> Draw:
    """Return points of class 0 and 1 in the order and with the noise that scikit-learn gives them.

    scikit-learn's own functions would cost the process that shows the pages a second at their first use, and 84 MB.
    """
    random = np.random.RandomState(seed)
    order = np.arange(len(zero) + len(one))
    random.shuffle(order)
    points, labels = np.concatenate([zero, one])[order], np.repeat([0, 1], [len(zero), len(one)])[order]
    return points + random.normal(scale=noise, size=points.shape), labels


def xor(count: int, noise: float, seed: int) -> Draw:
    """Draw uniformly from the square -1 … 1; class 1 where x1 and x2 differ in sign, before noise is added."""
    random = np.random.default_rng(seed)
    labels = draw_balanced(count, random)
    sizes, sign = random.uniform(size=(count, 2)), random.choice((-1, 1), count)
    points = sizes * np.stack([sign, np.where(labels == 1, -sign, sign)], axis=1)
    return add_noise(points, noise, random), labels


def blobs(count: int, noise: float, seed: int) -> Draw:
    """Draw a Gaussian cloud around each of two centres; the noise is its standard deviation."""
    random = np.random.default_rng(seed)
    labels = draw_balanced(count, random)
    return add_noise(np.array(BLOB_CENTRES)[labels], noise, random), labels


def spiral(count: int, noise: float, seed: int) -> Draw:
    """Draw two arms that start in the middle and end at radius 3."""
    random = np.random.default_rng(seed)
    labels = draw_balanced(count, random)
    return add_noise(spiral_arm(random.uniform(size=count), labels), noise, random), labels


def spiral_arm(share: np.ndarray, labels: np.ndarray | int, classes: int = 2) -> np.ndarray:
    """Return points (n, 2) without noise on the spiral arms of classes, at shares (n,) 0 … 1 of an arm.

    Radius and angle are proportional to the share, as in TensorFlow Playground's `classifySpiralData`. More arms have
    fewer turns, so that the distance between neighbouring arms stays the same.
    """
    angle = 2 * np.pi * (SPIRAL_TURNS * 2 / classes) * share + 2 * np.pi / classes * labels
    return SPIRAL_RADIUS * share[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def draw_balanced(count: int, random: np.random.Generator, classes: int = 2) -> np.ndarray:
    """Return classes (count,) in random order, equally many of each; the first classes get the remainder."""
    return random.permutation(np.arange(count) % classes)


def add_noise(points: np.ndarray, noise: float, random: np.random.Generator) -> np.ndarray:
    """Return points (n, 2) with Gaussian noise of this standard deviation in both coordinates."""
    return points + random.normal(scale=noise, size=points.shape)


# To add a shape: its name and sentence in PLANAR_SHAPES, its function here, its density in bayes.py.
SHAPES: dict[str, Callable[[int, float, int], Draw]] = {
    "moons": moons,
    "circles": circles,
    "xor": xor,
    "blobs": blobs,
    "spiral": spiral,
}


def parts_of(points: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Yield name, number of points and seed of each part: `points` for training, 1,000 each for validation and test."""
    for part, (name, count) in enumerate((("train", points), ("val", NEW_POINTS), ("test", NEW_POINTS))):
        # Three seeds for each data seed: no part shares its points with another part or another data seed.
        yield name, count, (seed * 3 + part) % 2**32


def load_planar(data: Planar) -> Dataset:
    """Return the features of `points` training points, and of 1,000 new points each for validation and test.

    The rows in `edited` replace the training points.
    """
    draws = {}
    for name, count, seed in parts_of(data.points, data.seed):
        points, labels = SHAPES[data.shape](count, data.noise, seed)
        if name == "train" and data.edited:
            x1, x2, labels = (np.array(column) for column in zip(*data.edited, strict=True))
            points = np.stack([x1, x2], axis=1)
        draws[f"x_{name}"], draws[f"y_{name}"] = features_of(data, points), labels.astype("int32")
    return Dataset(**draws)
