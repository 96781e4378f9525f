"""A network's predictions at every point of a grid, for pictures of decision boundaries and of neurons."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.planar.features import features_of
from nnkit.experiment import Experiment
from nnkit.results.inference import Weights, hidden_outputs, predict

MARGIN = 0.15  # on each side, as a share of the points' extent


@dataclass(frozen=True, eq=False)
class Grid:
    """A grid of points (x1, x2). A map over it is (rows, columns); its first row has the smallest x2."""

    x1: np.ndarray  # (columns,) float32
    x2: np.ndarray  # (rows,) float32

    @property
    def points(self) -> np.ndarray:
        """The points of the grid, row by row: (rows × columns, 2) float32."""
        return np.stack([values.ravel() for values in np.meshgrid(self.x1, self.x2)], axis=1)

    def map(self, values: np.ndarray) -> np.ndarray:
        """Return the values (rows × columns, …) at `points` as maps (…, rows, columns)."""
        return np.moveaxis(values.reshape(len(self.x2), len(self.x1), *values.shape[1:]), (0, 1), (-2, -1))


def grid_around(points: np.ndarray, side: int) -> Grid:
    """Return a square grid of side × side points around the given points (n, 2), with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, max(float((high - low).max()), 1e-3) * (0.5 + MARGIN)
    x1, x2 = (np.linspace(centre - half, centre + half, side, dtype="float32") for centre in middle)
    return Grid(x1, x2)


def probability_map(experiment: Experiment, weights: Weights, grid: Grid) -> np.ndarray:
    """Return the network's probability of class 1 at every point of the grid: (rows, columns) float32."""
    return grid.map(predict(experiment, weights, features_of(experiment.data, grid.points))[:, 0])


def probability_maps(experiment: Experiment, weights: Weights, grid: Grid) -> np.ndarray:
    """Return the network's probability of each of three or more classes: (classes, rows, columns) float32."""
    return grid.map(predict(experiment, weights, features_of(experiment.data, grid.points)))


def hidden_maps(experiment: Experiment, weights: Weights, grid: Grid) -> tuple[np.ndarray, ...]:
    """Return the output of every hidden neuron: (units, rows, columns) float32 for each hidden layer."""
    outputs = hidden_outputs(experiment, weights, features_of(experiment.data, grid.points))
    return tuple(grid.map(layer) for layer in outputs)
