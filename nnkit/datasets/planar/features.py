"""The inputs of a network for a point: its coordinates x1 and x2, or features computed from them."""

import numpy as np

from nnkit.experiment import Data, Groups, Planar, Table

# The same names as in nnkit/experiment/options.py.
FORMULAS = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1²": lambda x1, x2: x1 * x1,
    "x2²": lambda x1, x2: x2 * x2,
    "x1·x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, x2: np.sin(x1),
    "sin x2": lambda x1, x2: np.sin(x2),
}


def features_of(data: Data, points: np.ndarray) -> np.ndarray:
    """Return the chosen features (n, features) float32 of points (n, 2). Raises TypeError for data without points."""
    if not isinstance(data, Planar | Table | Groups):
        raise TypeError(f"data must be Planar, Table or Groups, which have points; got {type(data).__name__}")
    x1, x2 = np.asarray(points, "float32").T
    return np.stack([FORMULAS[feature](x1, x2) for feature in data.features], axis=1)
