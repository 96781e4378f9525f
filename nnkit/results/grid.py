"""A network's answers over the plane: what pictures of decision boundaries and of neurons are made from."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Experiment
from nnkit.results.inference import Weights, hidden_outputs, predict

MARGIN = 0.15  # of the points' extent, on each side


@dataclass(frozen=True, eq=False)
class Grid:
    """A square grid of places (x1, x2); maps over it are (rows, columns), the first row at the smallest x2."""

    x1: np.ndarray  # (columns,) float32
    x2: np.ndarray  # (rows,) float32

    @property
    def points(self) -> np.ndarray:
        """Every place: (rows × columns, 2) float32, row by row."""
        return np.stack([values.ravel() for values in np.meshgrid(self.x1, self.x2)], axis=1)

    def map(self, values: np.ndarray) -> np.ndarray:
        """Values (rows × columns, …) of `points` as maps (…, rows, columns)."""
        return np.moveaxis(values.reshape(len(self.x2), len(self.x1), *values.shape[1:]), (0, 1), (-2, -1))


def grid_around(points: np.ndarray, side: int) -> Grid:
    """A square grid of side × side places around points (n, 2), with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, max(float((high - low).max()), 1e-3) * (0.5 + MARGIN)
    x1, x2 = (np.linspace(centre - half, centre + half, side, dtype="float32") for centre in middle)
    return Grid(x1, x2)


def probability_map(experiment: Experiment, weights: Weights, grid: Grid) -> np.ndarray:
    """The network's probability of class 1 at every place: (rows, columns) float32."""
    return grid.map(predict(experiment, weights, features_of(experiment.data, grid.points))[:, 0])


def probability_maps(experiment: Experiment, weights: Weights, grid: Grid) -> np.ndarray:
    """The network's probability of each of three or more classes: (classes, rows, columns) float32."""
    return grid.map(predict(experiment, weights, features_of(experiment.data, grid.points)))


def hidden_maps(experiment: Experiment, weights: Weights, grid: Grid) -> tuple[np.ndarray, ...]:
    """The output of every hidden neuron at every place: (units, rows, columns) float32 for each hidden layer."""
    outputs = hidden_outputs(experiment, weights, features_of(experiment.data, grid.points))
    return tuple(grid.map(layer) for layer in outputs)
