"""Points of two classes in the plane, drawn from a seed."""

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.features import features_of
from nnkit.experiment import Planar

FRESH_POINTS = 1_000  # for validation and again for test: synthetic data is free


def moons(count: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (count, 2) of two interleaved half circles, and their classes (count,)."""
    from sklearn.datasets import make_moons  # a second and 60 MB that a page without planar data is spared

    return make_moons(count, noise=noise, random_state=seed)


SHAPES = {"moons": moons}


def load_planar(data: Planar) -> Dataset:
    """`points` to train on, and 1,000 fresh ones each from the same distribution to validate with and to test on."""
    draws = {}
    for part, (name, count) in enumerate((("train", data.points), ("val", FRESH_POINTS), ("test", FRESH_POINTS))):
        # Parts differ in their seeds, and so do the data of neighbouring seeds.
        seed = (data.seed * 3 + part) % 2**32
        points, labels = SHAPES[data.shape](count, data.noise, seed)
        if name == "train" and data.edited:
            *points, labels = (np.array(column) for column in zip(*data.edited, strict=True))
            points = np.stack(points, axis=1)
        draws[f"x_{name}"], draws[f"y_{name}"] = features_of(data, points), labels.astype("int32")
    return Dataset(**draws)
