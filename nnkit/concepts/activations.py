"""Activation functions with their derivatives, for pages that show what a neuron does.

Those that networks are trained with have their formula in nnkit/results/inference.py; each name is Keras's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf, pi, sqrt

import numpy as np

from nnkit.results.inference import ACTIVATIONS, expit

Function = Callable[[np.ndarray], np.ndarray]  # float64 of any shape in, the same shape out

LEAK = 0.2  # slope of leaky ReLU below 0; Keras's `negative_slope`


@dataclass(frozen=True)
class Activation:
    """A function of one number, applied to every weighted sum on its own.

    derivative: at a kink, where there is none, the one that Keras's gradient uses: that from the left.
    """

    label: str
    formula: str  # f(z) in LaTeX
    told: str  # one sentence on what it is good for
    value: Function
    derivative: Function


def _softplus(sums: np.ndarray) -> np.ndarray:
    return np.logaddexp(0, sums)  # log(1 + e^z) without overflow


def _normal_share(sums: np.ndarray) -> np.ndarray:
    """Φ(z): how often a standard normal number is below z."""
    return 0.5 * (1 + _erf(np.asarray(sums, float) / sqrt(2)))


_erf = np.vectorize(erf, otypes=[float])  # NumPy has none, and a page shows hundreds of places at most


def _normal_density(sums: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * np.square(sums)) / sqrt(2 * pi)


def _expit_slope(sums: np.ndarray) -> np.ndarray:
    return expit(sums) * expit(-sums)  # σ(z)(1 − σ(z)), exact for large z too


# Every function by Keras's name for it.
CATALOGUE: dict[str, Activation] = {
    "sigmoid": Activation(
        "sigmoid",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        "Between 0 and 1, as a probability is: the output layer for yes or no.",
        expit,
        _expit_slope,
    ),
    "tanh": Activation(
        "tanh",
        r"\tanh z = 2\,\sigma(2z) - 1",
        "A sigmoid between −1 and 1, so that outputs are spread around 0.",
        ACTIVATIONS["tanh"],
        lambda sums: 4 * _expit_slope(2 * sums),
    ),
    "relu": Activation(
        "ReLU",
        r"\max(0, z)",
        "Slope 1 wherever a sum is positive, however large; a neuron whose sums are all negative is dead.",
        ACTIVATIONS["relu"],
        lambda sums: np.where(sums > 0, 1.0, 0.0),
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        rf"z \text{{ for }} z > 0,\quad {LEAK}\,z \text{{ else}}",
        "ReLU with a small slope below 0, so that no neuron dies.",
        lambda sums: np.where(sums > 0, sums, LEAK * sums),
        lambda sums: np.where(sums > 0, 1.0, LEAK),
    ),
    "elu": Activation(
        "ELU",
        r"z \text{ for } z > 0,\quad e^z - 1 \text{ else}",
        "Like ReLU above 0; below, it bends smoothly towards −1.",
        ACTIVATIONS["elu"],
        lambda sums: np.where(sums > 0, 1.0, np.exp(np.minimum(sums, 0))),
    ),
    "gelu": Activation(
        "GELU",
        r"z\,\Phi(z)",
        "z times the share Φ(z) of a normal distribution below z: the one in many language models.",
        lambda sums: sums * _normal_share(sums),
        lambda sums: _normal_share(sums) + sums * _normal_density(sums),
    ),
    "silu": Activation(
        "SiLU (swish)",
        r"z\,\sigma(z)",
        "z times its own sigmoid: smooth, and slightly negative just below 0.",
        lambda sums: sums * expit(sums),
        lambda sums: expit(sums) * (1 + sums * expit(-sums)),
    ),
    "softplus": Activation(
        "softplus",
        r"\ln(1 + e^z)",
        "A ReLU without the kink; its derivative is the sigmoid.",
        _softplus,
        expit,
    ),
    "softsign": Activation(
        "softsign",
        r"\frac{z}{1 + |z|}",
        "Between −1 and 1 like tanh, but it approaches them slowly.",
        lambda sums: sums / (1 + np.abs(sums)),
        lambda sums: 1 / np.square(1 + np.abs(sums)),
    ),
    "linear": Activation(
        "linear",
        "z",
        "No change at all: the output layer of a regression, whose answer may be any number.",
        ACTIVATIONS["linear"],
        lambda sums: np.ones_like(sums, dtype=float),
    ),
}


def saturated(activation: Activation, sums: np.ndarray, share: float) -> np.ndarray:
    """Where the size of the derivative is below this share of the largest among `sums`: (n,) bool."""
    slopes = np.abs(activation.derivative(sums))
    return slopes < share * slopes.max()
