"""Split a reader's own points into three parts, and scale them."""

from typing import NamedTuple

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Table

# A deviation below this share of the largest value comes from rounding, and a division by it would overflow.
MIN_RELATIVE_DEVIATION = 1e-12


class Scaling(NamedTuple):
    """x1 and x2 are scaled as (x - mean) / deviation: (2,) float64 each."""

    mean: np.ndarray
    deviation: np.ndarray


def load_table(data: Table) -> Dataset:
    """Return 60 % of the rows for training, 20 % for validation and 20 % for the test.

    Each part has the same shares of the classes. Coordinates are standardised before features are computed from them,
    so that features such as sin x1 are useful for columns of any size.
    """
    rows, scaling, draws = np.array(data.rows), scaling_of(data), {}
    for name, part in zip(("train", "val", "test"), _parts(data), strict=True):
        draws[f"x_{name}"] = features_of(data, (rows[part, :2] - scaling.mean) / scaling.deviation)
        draws[f"y_{name}"] = rows[part, 2].astype("int32")
    return Dataset(**draws)


def scaling_of(data: Table) -> Scaling:
    """Return mean and standard deviation of x1 and x2 in the training part; a constant column gets deviation 1."""
    points = np.array(data.rows)[:, :2]
    training = points[_parts(data)[0]]
    deviation = training.std(axis=0)
    varies = deviation > MIN_RELATIVE_DEVIATION * np.abs(points).max(axis=0)
    return Scaling(training.mean(axis=0), np.where(varies, deviation, 1.0))


def _parts(data: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the row numbers of the training, validation and test parts.

    From five rows of a class on, each part has at least one of them.
    """
    from sklearn.model_selection import train_test_split  # costs a second and 60 MB, which other pages need not spend

    labels = np.array([label for _, _, label in data.rows])
    fifth = -(-len(labels) // 5)
    rest, test = train_test_split(np.arange(len(labels)), test_size=fifth, random_state=data.seed, stratify=labels)
    train, validation = train_test_split(rest, test_size=fifth, random_state=data.seed, stratify=labels[rest])
    return train, validation, test
