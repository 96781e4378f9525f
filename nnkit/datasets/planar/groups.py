"""Points of three or more classes in the plane, drawn from a seed."""

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.planar import Draw, balanced, circle, noisy, parts_of, spiral_arm
from nnkit.experiment import Groups


def load_groups(data: Groups) -> Dataset:
    """`points` to train on, and 1,000 fresh ones each from the same distribution to validate with and to test on."""
    draws = {}
    for name, count, seed in parts_of(data.points, data.seed):
        points, labels = _draw(data, count, np.random.default_rng(seed))
        draws[f"x_{name}"], draws[f"y_{name}"] = points.astype("float32"), labels.astype("int32")
    return Dataset(**draws)


def _draw(data: Groups, count: int, random: np.random.Generator) -> Draw:
    labels = balanced(count, random, data.classes)
    if data.shape == "spiral":
        places = spiral_arm(random.uniform(size=count), labels, data.classes)
    else:
        places = circle(np.pi / 2 + 2 * np.pi / data.classes * labels)  # the first one on top
    return noisy(places, data.noise, random), labels
