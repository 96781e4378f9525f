"""Training samples of a perceptron: points of two classes on a decimal grid, so that all arithmetic is exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nnkit.datasets.planar.planar import blobs
from nnkit.experiment import Row
from nnkit.experiment.limits import is_class, is_number_within

GRID = 1_000  # coordinates are whole multiples of 1 / GRID
LIMITS = {"rows": (2, 200), "coordinate": (-100.0, 100.0), "margin": (0.02, 1.0), "noise": (0.05, 1.0)}
Vector = tuple[int, ...]


@dataclass(frozen=True)
class Samples:
    """Rows of x1, x2 (rounded to three decimals) and class, 0 or 1.

    Raises ValueError for a value that is not allowed, for too few or too many rows, and where a class has no row.
    """

    rows: tuple[Row, ...]
    product: bool = False  # whether x1·x2 is an input too

    def __post_init__(self) -> None:
        rows = tuple(_checked(number, row) for number, row in enumerate(self.rows, 1))
        low, high = LIMITS["rows"]
        ones = sum(label for _, _, label in rows)
        if not low <= len(rows) <= high:
            raise ValueError(f"There must be {low} to {high} points; got {len(rows):,}.")
        if not 0 < ones < len(rows):
            raise ValueError(f"There must be points of class 0 and of class 1; got only class {rows[0][2]}.")
        object.__setattr__(self, "rows", rows)

    @property
    def scale(self) -> int:
        """The factor between the numbers of the samples and the whole numbers in `inputs`."""
        return GRID**2 if self.product else GRID

    @cached_property
    def inputs(self) -> tuple[Vector, ...]:
        """scale · (1, x1, x2), or scale · (1, x1, x2, x1·x2), as whole numbers, for each sample."""
        whole = [(round(GRID * x1), round(GRID * x2)) for x1, x2, _ in self.rows]
        if self.product:
            return tuple((GRID**2, GRID * first, GRID * second, first * second) for first, second in whole)
        return tuple((GRID, first, second) for first, second in whole)

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The class, 0 or 1, of each sample."""
        return tuple(label for _, _, label in self.rows)

    @cached_property
    def points(self) -> np.ndarray:
        """x1 and x2 of the samples, (n, 2) float64."""
        return np.array([row[:2] for row in self.rows])

    @cached_property
    def signed_inputs(self) -> tuple[Vector, ...]:
        """`inputs`, times −1 for class 0: weights w separate the classes where all products with w are above 0."""
        pairs = zip(self.inputs, self.labels, strict=True)
        return tuple(x if label else tuple(-value for value in x) for x, label in pairs)


def _checked(number: int, row: Any) -> Row:
    x1, x2, label = row
    low, high = LIMITS["coordinate"]
    for name, value in (("x1", x1), ("x2", x2)):
        if not is_number_within(value, low, high):
            raise ValueError(f"Row {number}: {name} must be a number from {low:g} to {high:g}; got {value!r}.")
    if not is_class(label):
        raise ValueError(f"Row {number}: class must be 0 or 1; got {label!r}.")
    return round(float(x1), 3) + 0.0, round(float(x2), 3) + 0.0, int(label)  # -0.0 becomes 0.0


CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


def _gate(*outputs: int) -> Samples:
    return Samples(tuple((*corner, output) for corner, output in zip(CORNERS, outputs, strict=True)))


GATES: Mapping[str, Samples] = {
    "AND": _gate(0, 0, 0, 1),
    "OR": _gate(0, 1, 1, 1),
    "NAND": _gate(1, 1, 1, 0),
    "XOR": _gate(0, 1, 1, 0),
}


def draw_clouds(count: int, margin: float, seed: int) -> Samples:
    """Draw two clouds with an empty straight strip between them.

    count: points, half of each class. margin: the width of the strip. The strip's direction is drawn from the seed too.
    """
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(count) % 2)
    angle, shift = random.uniform(0, 2 * np.pi), random.uniform(-0.3, 0.3, 2)
    across = (2 * labels - 1) * (margin / 2 + random.uniform(0, 1, count))
    along = random.uniform(-1, 1, count)
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return _samples(np.stack([across, along], axis=1) @ turned + shift, labels)


def draw_overlapping(count: int, noise: float, seed: int) -> Samples:
    """Draw two round clouds that overlap.

    count: points, half of each class. noise: the standard deviation of each cloud.
    """
    return _samples(*blobs(count, noise, seed))


def _samples(points: np.ndarray, labels: Iterable[int]) -> Samples:
    return Samples(tuple((float(x1), float(x2), int(label)) for (x1, x2), label in zip(points, labels, strict=True)))
