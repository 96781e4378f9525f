"""A reader's own points: split into three parts, and scaled."""

from typing import NamedTuple

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Table

CONSTANT = 1e-12  # a deviation below this share of the largest value is rounding, and dividing by it would overflow


class Scaling(NamedTuple):
    """What was subtracted from x1 and x2, and what they were divided by then: (2,) float64 each."""

    mean: np.ndarray
    deviation: np.ndarray


def load_table(data: Table) -> Dataset:
    """60 % of the rows to train on, 20 % to validate with, 20 % to test on, each with the classes' shares in all.

    Coordinates are standardised before features are made of them, so that the sine of a column in
    thousands still means something.
    """
    rows, scaling, draws = np.array(data.rows), scaling_of(data), {}
    for name, part in zip(("train", "val", "test"), _parts(data), strict=True):
        draws[f"x_{name}"] = features_of(data, (rows[part, :2] - scaling.mean) / scaling.deviation)
        draws[f"y_{name}"] = rows[part, 2].astype("int32")
    return Dataset(**draws)


def scaling_of(data: Table) -> Scaling:
    """Mean and standard deviation of x1 and x2 over the training part; 1 for the deviation of a constant column."""
    points = np.array(data.rows)[:, :2]
    training = points[_parts(data)[0]]
    deviation = training.std(axis=0)
    varies = deviation > CONSTANT * np.abs(points).max(axis=0)
    return Scaling(training.mean(axis=0), np.where(varies, deviation, 1.0))


def _parts(data: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row numbers of the training, validation and test part; five rows of a class are enough for one in each."""
    from sklearn.model_selection import train_test_split  # a second and 60 MB that other pages are spared

    labels = np.array([label for _, _, label in data.rows])
    fifth = -(-len(labels) // 5)
    rest, test = train_test_split(np.arange(len(labels)), test_size=fifth, random_state=data.seed, stratify=labels)
    train, validation = train_test_split(rest, test_size=fifth, random_state=data.seed, stratify=labels[rest])
    return train, validation, test
