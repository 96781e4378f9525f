"""Points of three or more classes in the plane, drawn from a seed."""

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.planar import Draw, add_noise, circle, draw_balanced, parts_of, spiral_arm
from nnkit.experiment import Groups


def load_groups(data: Groups) -> Dataset:
    """Return `points` training points, and 1,000 new points each for validation and test, with x1 and x2 as inputs."""
    draws = {}
    for name, count, seed in parts_of(data.points, data.seed):
        points, labels = _draw(data, count, np.random.default_rng(seed))
        draws[f"x_{name}"], draws[f"y_{name}"] = points.astype("float32"), labels.astype("int32")
    return Dataset(**draws)


def _draw(data: Groups, count: int, random: np.random.Generator) -> Draw:
    labels = draw_balanced(count, random, data.classes)
    if data.shape == "spiral":
        places = spiral_arm(random.uniform(size=count), labels, data.classes)
    else:
        places = circle(np.pi / 2 + 2 * np.pi / data.classes * labels)  # the first one on top
    return add_noise(places, data.noise, random), labels
