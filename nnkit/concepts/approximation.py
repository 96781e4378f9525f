"""How sums of hidden units come near a curve: a network's own units, and bumps put together by hand."""

import numpy as np

from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from nnkit.experiment import Curve, Experiment
from nnkit.results.inference import Weights, expit, hidden_outputs

FINE = 4_001  # places among which the largest error is looked for


def contributions(experiment: Experiment, weights: Weights, x: np.ndarray) -> np.ndarray:
    """What each unit of the last hidden layer adds to the output at x (places,): (units, places) float32.

    Their sum and the output's bias are the prediction.
    """
    return (hidden_outputs(experiment, weights, x[:, None])[-1] * weights[-2][:, 0]).T


def bumps(data: Curve, count: int, sharpness: float, x: np.ndarray) -> np.ndarray:
    """Bumps over equal pieces of -1 … 1, each as high as the curve in the middle of its piece: (count, places).

    A bump is a step up and a step down, h σ(s (x - a)) - h σ(s (x - b)), two sigmoid units of a hidden layer, with
    s = sharpness / (b - a). The outer edges lie half of -1 … 1 further out, where x does not go. The construction is
    that of Nielsen: Neural Networks and Deep Learning (2015), chapter 4.
    """
    edges = np.linspace(LOW, HIGH, count + 1)
    steepness = sharpness * count / (HIGH - LOW)
    heights = curve_of(data, (edges[:-1] + edges[1:]) / 2)
    edges[0], edges[-1] = LOW - (HIGH - LOW), HIGH + (HIGH - LOW)
    steps = expit(steepness * (np.asarray(x, "float64") - edges[:, None]))
    return heights[:, None] * (steps[:-1] - steps[1:])


def largest_error(data: Curve, count: int, sharpness: float) -> float:
    """The furthest that the sum of the bumps is from the curve, at any of many places of -1 … 1."""
    x = np.linspace(LOW, HIGH, FINE)
    return float(np.abs(bumps(data, count, sharpness, x).sum(axis=0) - curve_of(data, x)).max())
