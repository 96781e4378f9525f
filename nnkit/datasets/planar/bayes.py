"""The Bayes classifier, which no classifier can beat: it chooses the class with the larger density.

The points of a class are noiseless points plus Gaussian noise of standard deviation σ. So the density of the class is
p(x) = mean of N(x; m, σ²I) over the noiseless points m. A curve is replaced by points on it, the nodes; squares are
integrated exactly.

Source: Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 2nd edition, section 2.4.
"""

from functools import lru_cache

import numpy as np

from nnkit.datasets.planar.planar import BLOB_CENTRES, INNER_RADIUS, SPIRAL_RADIUS, SPIRAL_TURNS, circle, spiral_arm
from nnkit.experiment import Planar

# Smaller noise is treated as this: less noise needs more time and memory, and no picture shows the difference.
MIN_NOISE = 0.02
# Steps per standard deviation along a curve and in an integral, and their smallest number in all.
NODES_PER_DEVIATION, MIN_NODES = 2, 100
CELLS_PER_DEVIATION, MIN_CELLS = 4, 500
REACH = 5.5  # an integral covers so many standard deviations around the noiseless points: all but 1e-7 of the density
MIN_DENSITY = 1e-250  # a density below this may have lost terms to underflow
MAX_TERMS = 200_000  # of sums at a time, so that they fit into the processor's cache

# For each shape: the noiseless points (n, 2) of a class at shares 0 … 1 of its curve, and the largest speed of the
# point as the share grows.
_CURVES = {
    "moons": (lambda share, label: _moon(np.pi * share, label), np.pi),
    "circles": (lambda share, label: (INNER_RADIUS if label else 1.0) * circle(2 * np.pi * share), 2 * np.pi),
    "blobs": (lambda share, label: np.tile(BLOB_CENTRES[label], (len(share), 1)), 0.0),
    "spiral": (spiral_arm, SPIRAL_RADIUS * np.hypot(1, 2 * np.pi * SPIRAL_TURNS)),
}


def bayes_probability(data: Planar, points: np.ndarray) -> np.ndarray | None:
    """Return P(class 1 | point) at points (n, 2), for equally frequent classes: (n,) float64; None without noise.

    Finite at any distance, since the logarithms of the densities are compared.
    """
    if not data.noise:
        return None
    from scipy.special import expit  # only here, because its import takes half a second

    noise, points = max(data.noise, MIN_NOISE), np.asarray(points, "float64")
    log_ratio = _squares_log_ratio if data.shape == "xor" else _curves_log_ratio
    return expit(log_ratio(data.shape, noise, points))


def bayes_map(data: Planar, x1: np.ndarray, x2: np.ndarray) -> np.ndarray | None:
    """Return `bayes_probability` at every point of a grid x1 (columns,), x2 (rows,): (rows, columns) float64."""
    if not data.noise:
        return None
    x1, x2 = np.asarray(x1, "float64"), np.asarray(x2, "float64")
    zero, one = _densities(data.shape, max(data.noise, MIN_NOISE), x1, x2)
    total = zero + one
    rows, columns = np.nonzero(total < MIN_DENSITY)
    probability = one / np.maximum(total, MIN_DENSITY)
    if len(rows):
        probability[rows, columns] = bayes_probability(data, np.stack([x1[columns], x2[rows]], axis=1))
    return probability


def bayes_accuracy(data: Planar) -> float:
    """Return the Bayes classifier's accuracy on new points: ½ ∫ max(p₀, p₁) over the plane.

    For noise below MIN_NOISE, the share of errors is taken as proportional to the noise, as it is where classes touch.
    """
    noise = max(data.noise, MIN_NOISE)
    return 1.0 - (1.0 - _accuracy(data.shape, noise)) * data.noise / noise


@lru_cache(maxsize=256)
def _accuracy(shape: str, noise: float) -> float:
    low, high = _extent(shape)
    low, high = low - REACH * noise, high + REACH * noise
    cells = np.maximum(np.ceil((high - low) / noise * CELLS_PER_DEVIATION), MIN_CELLS).astype(int)
    x1, x2 = (np.linspace(*ends) for ends in zip(low, high, cells, strict=True))
    zero, one = _densities(shape, noise, x1, x2)
    return float(np.maximum(zero, one).sum() / (zero + one).sum())


def _extent(shape: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower left and the upper right corner of the noiseless points' rectangle: (2,) each."""
    if shape == "xor":
        return np.array([-1.0, -1.0]), np.array([1.0, 1.0])
    places = np.concatenate([_nodes(shape, MIN_NOISE, label) for label in (0, 1)])
    return places.min(axis=0), places.max(axis=0)


def _densities(shape: str, noise: float, x1: np.ndarray, x2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the densities of class 0 and 1 on a grid, up to a common factor: (rows, columns) each.

    A Gaussian in the plane is the product of one in x1 and one in x2, so the sum over nodes is a matrix product.
    """
    if shape == "xor":
        (left, right), (below, above) = (np.exp(_halves_log_share(axis, noise)) for axis in (x1, x2))
        return np.outer(above, right) + np.outer(below, left), np.outer(above, left) + np.outer(below, right)
    zero, one = (
        np.exp(-0.5 * ((x2[:, None] - nodes[:, 1]) / noise) ** 2) @ np.exp(-0.5 * ((nodes[:, :1] - x1) / noise) ** 2)
        for nodes in (_nodes(shape, noise, label) for label in (0, 1))
    )
    return zero, one


def _curves_log_ratio(shape: str, noise: float, points: np.ndarray) -> np.ndarray:
    one, zero = (_log_density(_nodes(shape, noise, label) / noise, points / noise) for label in (1, 0))
    return one - zero


def _log_density(nodes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return log mean of e^(-|x - m|²/2) over nodes m (k, 2), for points x (n, 2): (n,).

    The term -|x|²/2 is left out, since it is the same for both classes.
    """
    logs, step = np.empty(len(points)), max(1, MAX_TERMS // len(nodes))
    for start in range(0, len(points), step):
        part = slice(start, start + step)
        terms = points[part] @ nodes.T
        terms -= 0.5 * (nodes**2).sum(axis=1)
        largest = terms.max(axis=1)
        terms -= largest[:, None]
        # float32 is precise enough for the rest of the sum, and several times as fast.
        logs[part] = largest + np.log(np.exp(terms.astype("float32")).mean(axis=1, dtype="float64"))
    return logs


def _squares_log_ratio(shape: str, noise: float, points: np.ndarray) -> np.ndarray:
    (left, right), (below, above) = (_halves_log_share(axis, noise) for axis in points.T)
    zero, one = np.logaddexp(above + right, below + left), np.logaddexp(above + left, below + right)
    return one - zero


def _halves_log_share(x: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return log ∫ N(x; m, σ²) dm over m in -1 … 0 and over m in 0 … 1: (n,) each."""
    from scipy.special import log_ndtr

    def share(start: float, end: float) -> np.ndarray:
        # Φ(b) - Φ(a) = Φ(-a) - Φ(-b). The side is used on which neither value is close to 1.
        a, b = (start - x) / noise, (end - x) / noise
        a, b = np.where(a + b > 0, -b, a), np.where(a + b > 0, -a, b)
        return log_ndtr(b) + np.log1p(-np.exp(log_ndtr(a) - log_ndtr(b)))

    return share(-1.0, 0.0), share(0.0, 1.0)


def _nodes(shape: str, noise: float, label: int) -> np.ndarray:
    """Return noiseless points (nodes, 2) of a class: the midpoints of equal shares of its curve."""
    curve, speed = _CURVES[shape]
    count = max(MIN_NODES, int(np.ceil(speed / noise * NODES_PER_DEVIATION))) if speed else 1
    return curve((np.arange(count) + 0.5) / count, label)


def _moon(angle: np.ndarray, label: int) -> np.ndarray:
    """Return points (n, 2) on the half circle of a class, as in scikit-learn's `make_moons`."""
    return np.array([1.0, 0.5]) - circle(angle) if label else circle(angle)
