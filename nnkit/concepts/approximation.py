"""Sums of hidden units that approximate a curve: those of a trained network, and bumps constructed by hand."""

import numpy as np

from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from nnkit.experiment import Curve, Experiment
from nnkit.results.inference import Weights, expit, hidden_outputs

PLACES = 4_001  # at which `largest_error` looks


def contributions(experiment: Experiment, weights: Weights, x: np.ndarray) -> np.ndarray:
    """What each unit of the last hidden layer adds to the network's output: (units, places) float32.

    x: (places,). The prediction is the sum of the contributions and the output's bias.
    """
    return (hidden_outputs(experiment, weights, x[:, None])[-1] * weights[-2][:, 0]).T


def bumps(data: Curve, count: int, sharpness: float, x: np.ndarray) -> np.ndarray:
    """Bumps over `count` equal pieces of -1 … 1, each as high as the curve in the middle of its piece.

    x: (places,) within -1 … 1. Returns (count, places) float64. A bump is a step up at a and a step down at b,
    h σ(s (x - a)) - h σ(s (x - b)), two sigmoid units of a hidden layer, with s = sharpness / (b - a). The first step
    up and the last step down lie outside -1 … 1, so that the outer bumps reach the ends. The construction is that of
    Nielsen: Neural Networks and Deep Learning (2015), chapter 4.
    """
    edges = np.linspace(LOW, HIGH, count + 1)
    steepness = sharpness * count / (HIGH - LOW)
    heights = curve_of(data, (edges[:-1] + edges[1:]) / 2)
    edges[0], edges[-1] = LOW - (HIGH - LOW), HIGH + (HIGH - LOW)
    steps = expit(steepness * (np.asarray(x, "float64") - edges[:, None]))
    return heights[:, None] * (steps[:-1] - steps[1:])


def largest_error(data: Curve, count: int, sharpness: float) -> float:
    """The largest distance between the curve and the sum of `bumps`, among PLACES places of -1 … 1."""
    x = np.linspace(LOW, HIGH, PLACES)
    return float(np.abs(bumps(data, count, sharpness, x).sum(axis=0) - curve_of(data, x)).max())
