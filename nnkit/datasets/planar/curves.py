"""Curves over -1 … 1, and points on a curve or near it."""

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.planar.planar import parts_of
from nnkit.experiment import Curve

# The same names as in nnkit/experiment/options.py.
FORMULAS = {
    "sine": lambda x: np.sin(2 * np.pi * x),
    "chirp": lambda x: np.sin(np.pi * (x + 1) ** 2),
    "bump": lambda x: np.exp(-((4 * x) ** 2)),
    "step": lambda x: np.where(x < 0, -0.5, 0.5),
    "sawtooth": lambda x: np.where(x < 0, 2 * x + 1, 2 * x - 1),
}
LOW, HIGH = -1.0, 1.0  # the range of x


def curve_of(data: Curve, x: np.ndarray) -> np.ndarray:
    """Return y on the curve without noise, for x of any shape.

    A reader's own curve is straight between its corners and constant outside of them.
    """
    x = np.asarray(x, "float64")
    return np.interp(x, *np.array(data.corners).T) if data.corners else FORMULAS[data.shape](x)


def load_curve(data: Curve) -> Dataset:
    """Return x (samples, 1) and y (samples,), float32. x is evenly spaced for training, random for the other parts."""
    draws = {}
    for name, count, seed in parts_of(data.points, data.seed):
        random = np.random.default_rng(seed)
        x = np.linspace(LOW, HIGH, count) if name == "train" else random.uniform(LOW, HIGH, count)
        y = curve_of(data, x) + random.normal(scale=data.noise, size=count)
        draws[f"x_{name}"], draws[f"y_{name}"] = x[:, None].astype("float32"), y.astype("float32")
    return Dataset(**draws)
