"""Losses over two weights, with their gradients, on which gradient descent can be shown.

Weights are (…, 2) float64 throughout, so that one call computes a whole grid of them, or a step for each of several
learning rates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.concepts.dense import DenseLayer, Layers, backward, forward
from nnkit.concepts.logistic import mean_cross_entropy_slope
from nnkit.datasets import load
from nnkit.experiment import Planar
from nnkit.results.inference import binary_cross_entropy

SURFACES = {
    "bowl": "Elongated bowl: ten times as steep along w2 as along w1",
    "linear": "Linear neuron: mean squared error on 200 points of the moons, with classes −1 and +1",
    "logistic": "Sigmoid neuron: mean cross-entropy on 200 points of two blobs",
    "network": "Two neurons in a row, w2·tanh(w1·x): two equal valleys with a saddle between them",
    "himmelblau": "Himmelblau's function: four equally deep minima",
}
BOWL = np.array([1.0, 10.0])  # curvature of "bowl" along w1 and w2
_GRID = 61  # places along an edge of the grid on which `find_minima` starts
_EQUAL = 1e-9  # minima whose losses differ by less are equally deep
_TEACHER, _NOISE = (1.5, 1.2), 0.2  # weights that made the targets of "network", and their noise

ToLayers = Callable[[np.ndarray], Layers]  # weights (…, 2) -> the layers of one network for each pair of weights
OutputFunction = Callable[[np.ndarray, np.ndarray], np.ndarray]  # outputs (…, n, 1), y (n, 1) -> (…, n, 1)


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss over two weights, shown from -reach to reach along both.

    value(weights, *data) -> (…) and slope(weights, *data) -> (…, 2), the gradient. data: the arrays over whose samples
    the loss is a mean, such as x and y; none where the loss is a formula.
    """

    formula: str  # LaTeX
    reach: float
    start: tuple[float, float]
    learning_rate: float  # with which the page begins: an instructive and typical one
    value: Callable[..., np.ndarray]
    slope: Callable[..., np.ndarray]
    data: tuple[np.ndarray, ...] = ()

    @property
    def samples(self) -> int:
        """The number of samples; 0 where the loss is a formula."""
        return len(self.data[0]) if self.data else 0

    def loss(self, weights: np.ndarray) -> np.ndarray:
        """The loss over all samples at weights (…, 2): (…)."""
        return self.value(weights, *self.data)

    def gradient(self, weights: np.ndarray, batch: np.ndarray | None = None) -> np.ndarray:
        """The gradient at weights (…, 2), shaped like them.

        It is that of the loss over all samples, or over a mini-batch: the samples with the row numbers in `batch`.
        """
        data = self.data if batch is None else tuple(array[batch] for array in self.data)
        return self.slope(weights, *data)

    def curvatures(self, weights: np.ndarray, step: float = 1e-4) -> tuple[np.ndarray, np.ndarray]:
        """Eigenvalues (2,), ascending, and eigenvectors (2, 2) of the Hessian at weights (2,).

        The Hessian is estimated by central differences of the gradient. On a quadratic loss, each step of gradient
        descent multiplies the distance along an eigenvector by 1 - ηλ, which makes it smaller only for η < 2/λ.
        """
        moved = np.asarray(weights, float) + step * np.array([np.eye(2), -np.eye(2)])
        hessian = (self.gradient(moved[0]) - self.gradient(moved[1])) / (2 * step)
        return np.linalg.eigh((hessian + hessian.T) / 2)


@lru_cache(maxsize=16)
def find_minima(surface: Surface) -> np.ndarray:
    """The weights (minima, 2) where the loss is lowest, read-only: several where minima are equally deep.

    Newton's method starts from every place of a grid that is lower than its neighbours.
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
    """The surface with a name of SURFACES. Raises KeyError for another name."""
    return _MAKE[name]()


def _bowl() -> Surface:
    return Surface(
        r"L = \tfrac12\,(w_1^2 + 10\,w_2^2)",
        2.2,
        (-1.8, 1.2),
        0.02,  # not 1/10, with which plain gradient descent happens to solve w2 in one step
        lambda weights: (BOWL * weights**2).sum(axis=-1) / 2,
        lambda weights: BOWL * weights,
    )


def _linear() -> Surface:
    points = load(Planar("moons", noise=0.2))
    data = np.asarray(points.x_train, float), 2.0 * points.y_train - 1
    formula = r"L = \tfrac1n \sum_i (w_1 x_{i1} + w_2 x_{i2} - y_i)^2"
    value, slope = _mean_loss(_neuron, _squared_error, _mean_squared_error_slope)
    return Surface(formula, 3.0, (2.0, 2.2), 0.2, value, slope, data)


def _logistic() -> Surface:
    points = load(Planar("blobs", noise=0.6))
    data = np.asarray(points.x_train, float), points.y_train.astype(float)
    formula = (
        r"\begin{gathered}z_i = w_1 x_{i1} + w_2 x_{i2} \\ L = \tfrac1n \sum_i \ln(1 + e^{z_i}) - y_i z_i\end{gathered}"
    )
    value, slope = _mean_loss(_neuron, binary_cross_entropy, mean_cross_entropy_slope)
    return Surface(formula, 6.0, (-4.0, 3.0), 2, value, slope, data)


def _network() -> Surface:
    random = np.random.default_rng(0)
    x = random.uniform(-2, 2, 100)
    y = _TEACHER[1] * np.tanh(_TEACHER[0] * x) + random.normal(scale=_NOISE, size=len(x))
    formula = r"L = \tfrac1n \sum_i \left(w_2 \tanh(w_1 x_i) - y_i\right)^2"
    value, slope = _mean_loss(_two_neurons, _squared_error, _mean_squared_error_slope)
    return Surface(formula, 2.6, (-0.5, 1.6), 0.1, value, slope, (x[:, None], y))


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


def _neuron(weights: np.ndarray) -> Layers:
    """A neuron with two inputs and no bias. Its output is linear: for the cross-entropy, it is the logit."""
    return (DenseLayer(weights[..., None], np.zeros((1, 1)), "linear"),)


def _two_neurons(weights: np.ndarray) -> Layers:
    """Two neurons in a row without biases, w2·tanh(w1·x)."""
    first, second = np.moveaxis(weights[..., None, None], -3, 0)
    return DenseLayer(first, np.zeros((1, 1)), "tanh"), DenseLayer(second, np.zeros((1, 1)), "linear")


def _mean_loss(
    to_layers: ToLayers, loss: OutputFunction, mean_loss_slope: OutputFunction
) -> tuple[Callable[..., np.ndarray], Callable[..., np.ndarray]]:
    """The value and the slope of a Surface, for the mean loss of networks with two weights and a linear output.

    loss: of each sample. mean_loss_slope: the derivative of the mean loss by each output.
    """

    def value(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return loss(forward(to_layers(weights), x)[-1].outputs, y[:, None]).mean(axis=(-2, -1))

    def slope(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        layers = to_layers(weights)
        values = forward(layers, x)
        gradients = backward(layers, x, values, mean_loss_slope(values[-1].outputs, y[:, None]))
        return np.concatenate([gradient.kernel[..., 0] for gradient in gradients], axis=-1)

    return value, slope


def _squared_error(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.square(outputs - y)


def _mean_squared_error_slope(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 2 * (outputs - y) / len(y)


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
