"""Losses over two weights, with their gradients: what gradient descent can be watched on.

Weights are (..., 2) float64 throughout, so that a whole grid of them, or a path for each of several learning rates,
is one call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.datasets import load
from nnkit.experiment import Planar
from nnkit.results.inference import expit

SURFACES = {
    "bowl": "Elongated bowl: ten times as steep along w2 as along w1",
    "linear": "Linear neuron: mean squared error on 200 points of the moons, classes as -1 and +1",
    "logistic": "Sigmoid neuron: mean cross-entropy on 200 points of two blobs",
    "network": "Two neurons in a row, w2·tanh(w1·x): two equal valleys with a saddle between them",
    "himmelblau": "Himmelblau's function: four equally deep minima",
}
BOWL = np.array([1.0, 10.0])  # its curvature along w1 and w2
_GRID = 61  # places along an edge from which the lowest is looked for
_EQUAL = 1e-9  # depths that differ by less are equal
_TEACHER, _NOISE = (1.5, 1.2), 0.2  # weights that made the targets of "network", and the noise on them


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss over two weights, shown from -reach to reach along both.

    value(weights, *data) -> (...,) and slope(weights, *data) -> (..., 2), where the data, arrays of as many samples
    each, are what the loss is a mean over; none where the loss is a formula.
    """

    formula: str  # LaTeX
    reach: float
    start: tuple[float, float]
    rate: float  # a learning rate at which there is something to see
    value: Callable[..., np.ndarray]
    slope: Callable[..., np.ndarray]
    data: tuple[np.ndarray, ...] = ()

    @property
    def samples(self) -> int:
        return len(self.data[0]) if self.data else 0

    def loss(self, weights: np.ndarray) -> np.ndarray:
        return self.value(weights, *self.data)

    def gradient(self, weights: np.ndarray, batch: np.ndarray | None = None) -> np.ndarray:
        """Over all samples, or over those with the numbers in `batch`, the estimate that a mini-batch gives."""
        data = self.data if batch is None else tuple(array[batch] for array in self.data)
        return self.slope(weights, *data)

    def curvatures(self, weights: np.ndarray, step: float = 1e-4) -> tuple[np.ndarray, np.ndarray]:
        """Eigenvalues (2,), ascending, and eigenvectors (2, 2) of the Hessian at weights (2,).

        Central differences of the gradient. Gradient descent on a quadratic loss shrinks the distance along an
        eigenvector by the factor 1 - ηλ a step: it comes nearer only where η < 2/λ.
        """
        moved = np.asarray(weights, float) + step * np.array([np.eye(2), -np.eye(2)])
        hessian = (self.gradient(moved[0]) - self.gradient(moved[1])) / (2 * step)
        return np.linalg.eigh((hessian + hessian.T) / 2)


@lru_cache(maxsize=16)
def lowest(surface: Surface) -> np.ndarray:
    """The weights (places, 2) where the loss is lowest, read-only: several where valleys are equally deep.

    Newton's method from every place of a grid that is lower than its neighbours.
    """
    along = np.linspace(-surface.reach, surface.reach, _GRID)
    grid = np.stack(np.meshgrid(along, along), axis=-1)
    losses = np.pad(surface.loss(grid), 1, constant_values=np.inf)
    middle, shifts = losses[1:-1, 1:-1], [(row, column) for row in range(3) for column in range(3)]
    around = [losses[row : row + _GRID, column : column + _GRID] for row, column in shifts]
    found = np.array([_newton(surface, weights) for weights in grid[middle <= np.min(around, axis=0)]])
    depths = surface.loss(found)
    places = np.unique(found[depths <= depths.min() + _EQUAL].round(9), axis=0) + 0.0
    places.flags.writeable = False
    return places


def _newton(surface: Surface, weights: np.ndarray) -> np.ndarray:
    for _ in range(20):
        curvatures, directions = surface.curvatures(weights)
        slopes = directions.T @ surface.gradient(weights)
        weights = weights - directions @ (slopes / np.maximum(np.abs(curvatures), 1e-6))
    return weights


@lru_cache(maxsize=len(SURFACES))
def surface_of(name: str) -> Surface:
    """The surface with a name of SURFACES."""
    return _MAKE[name]()


def _bowl() -> Surface:
    return Surface(
        r"L = \tfrac12\,(w_1^2 + 10\,w_2^2)",
        2.2,
        (-1.8, 1.2),
        0.1,
        lambda weights: (BOWL * weights**2).sum(axis=-1) / 2,
        lambda weights: BOWL * weights,
    )


def _linear() -> Surface:
    points = load(Planar("moons", noise=0.2))
    data = points.x_train.astype(float), 2.0 * points.y_train - 1
    formula = r"L = \tfrac1n \sum_i (w_1 x_{i1} + w_2 x_{i2} - y_i)^2"
    return Surface(formula, 3.0, (2.0, 2.2), 0.2, _squared_error, _squared_error_slope, data)


def _logistic() -> Surface:
    points = load(Planar("blobs", noise=0.6))
    data = points.x_train.astype(float), points.y_train.astype(float)
    formula = (
        r"\begin{gathered}z_i = w_1 x_{i1} + w_2 x_{i2} \\ L = \tfrac1n \sum_i \ln(1 + e^{z_i}) - y_i z_i\end{gathered}"
    )
    return Surface(formula, 6.0, (-4.0, 3.0), 2, _cross_entropy, _cross_entropy_slope, data)


def _network() -> Surface:
    random = np.random.default_rng(0)
    x = random.uniform(-2, 2, 100)
    y = _TEACHER[1] * np.tanh(_TEACHER[0] * x) + random.normal(scale=_NOISE, size=len(x))
    formula = r"L = \tfrac1n \sum_i \left(w_2 \tanh(w_1 x_i) - y_i\right)^2"
    return Surface(formula, 2.6, (-0.5, 1.6), 0.1, _network_error, _network_slope, (x, y))


def _himmelblau() -> Surface:
    """D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill 1972."""
    formula = r"L = (w_1^2 + w_2 - 11)^2 + (w_1 + w_2^2 - 7)^2"
    return Surface(formula, 5.0, (-0.5, -1.0), 0.01, _himmelblau_value, _himmelblau_slope)


_MAKE: dict[str, Callable[[], Surface]] = {
    "bowl": _bowl,
    "linear": _linear,
    "logistic": _logistic,
    "network": _network,
    "himmelblau": _himmelblau,
}


def _squared_error(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.mean((weights @ x.T - y) ** 2, axis=-1)


def _squared_error_slope(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 2 * (weights @ x.T - y) @ x / len(x)


def _cross_entropy(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    z = weights @ x.T
    return np.mean(np.logaddexp(0, z) - y * z, axis=-1)


def _cross_entropy_slope(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (expit(weights @ x.T) - y) @ x / len(x)


def _network_error(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.mean((weights[..., 1:] * np.tanh(weights[..., :1] * x) - y) ** 2, axis=-1)


def _network_slope(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    hidden = np.tanh(weights[..., :1] * x)
    errors = 2 * (weights[..., 1:] * hidden - y)
    first = np.mean(errors * weights[..., 1:] * (1 - hidden**2) * x, axis=-1)
    return np.stack([first, np.mean(errors * hidden, axis=-1)], axis=-1)


def _himmelblau_value(weights: np.ndarray) -> np.ndarray:
    first, second = _himmelblau_terms(weights)
    return first**2 + second**2


def _himmelblau_slope(weights: np.ndarray) -> np.ndarray:
    first, second = _himmelblau_terms(weights)
    w1, w2 = weights[..., 0], weights[..., 1]
    return np.stack([4 * w1 * first + 2 * second, 2 * first + 4 * w2 * second], axis=-1)


def _himmelblau_terms(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    w1, w2 = weights[..., 0], weights[..., 1]
    return w1**2 + w2 - 11, w1 + w2**2 - 7
