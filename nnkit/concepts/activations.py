"""Activation functions with their derivatives, for pages that show what a neuron computes.

The functions that networks are trained with have their formula in nnkit/results/inference.py. All names are Keras's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf, pi, sqrt

import numpy as np

from nnkit.results.inference import ACTIVATIONS, expit

Function = Callable[[np.ndarray], np.ndarray]  # float64 of any shape in, the same shape out

MAX_Z = 6.0
Z = np.linspace(-MAX_Z, MAX_Z, 241)  # the pre-activations for which curves are drawn
LEAK = 0.2  # slope of leaky ReLU below 0; Keras's `negative_slope`


@dataclass(frozen=True)
class Activation:
    """A function of one number, applied to every pre-activation z on its own.

    derivative: at a kink, where there is none, the value that Keras's gradient uses: the derivative from the left.
    """

    label: str
    formula: str  # f(z) in LaTeX
    description: str  # one or two sentences on its range and its use
    value: Function
    derivative: Function


def _softplus(z: np.ndarray) -> np.ndarray:
    return np.logaddexp(0, z)  # ln(1 + e^z) without overflow


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    """Φ(z), the cumulative distribution function of the standard normal distribution."""
    return 0.5 * (1 + _erf(np.asarray(z, float) / sqrt(2)))


# Not scipy.special.erf: no page imports SciPy otherwise, and its first import takes 0.6 to 0.9 s and 13 MB. A page
# needs hundreds of values at most.
_erf = np.vectorize(erf, otypes=[float])


def _normal_density(z: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * np.square(z)) / sqrt(2 * pi)


def _sigmoid_slope(z: np.ndarray) -> np.ndarray:
    return expit(z) * expit(-z)  # σ(z)(1 − σ(z))


# Every function, by the name it has in `keras.activations`.
CATALOGUE: dict[str, Activation] = {
    "sigmoid": Activation(
        "sigmoid",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        "Its output is between 0 and 1, like a probability. It suits the output neuron where the answer is yes or no.",
        expit,
        _sigmoid_slope,
    ),
    "tanh": Activation(
        "tanh",
        r"\tanh z = 2\,\sigma(2z) - 1",
        "A sigmoid between −1 and 1. So its outputs are spread around 0.",
        ACTIVATIONS["tanh"],
        lambda z: 4 * _sigmoid_slope(2 * z),
    ),
    "relu": Activation(
        "ReLU",
        r"\max(0, z)",
        "Its slope is 1 for every positive sum, however large. A neuron whose sums are all negative is dead.",
        ACTIVATIONS["relu"],
        lambda z: np.where(z > 0, 1.0, 0.0),
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        rf"z \text{{ for }} z > 0,\quad {LEAK}\,z \text{{ else}}",
        "ReLU with a small slope below 0. So no neuron is dead.",
        lambda z: np.where(z > 0, z, LEAK * z),
        lambda z: np.where(z > 0, 1.0, LEAK),
    ),
    "elu": Activation(
        "ELU",
        r"z \text{ for } z > 0,\quad e^z - 1 \text{ else}",
        "Like ReLU above 0. Below 0, it bends smoothly towards −1.",
        ACTIVATIONS["elu"],
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
    ),
    "gelu": Activation(
        "GELU",
        r"z\,\Phi(z)",
        "z times Φ(z), the share of a normal distribution below z. Many language models use it.",
        lambda z: z * _normal_cdf(z),
        lambda z: _normal_cdf(z) + z * _normal_density(z),
    ),
    "silu": Activation(
        "SiLU (swish)",
        r"z\,\sigma(z)",
        "z times its own sigmoid. It is smooth, and slightly negative just below 0.",
        lambda z: z * expit(z),
        lambda z: expit(z) * (1 + z * expit(-z)),
    ),
    "softplus": Activation(
        "softplus",
        r"\ln(1 + e^z)",
        "A ReLU without the kink. Its derivative is the sigmoid.",
        _softplus,
        expit,
    ),
    "softsign": Activation(
        "softsign",
        r"\frac{z}{1 + |z|}",
        "Between −1 and 1 like tanh, but it approaches these limits slowly.",
        lambda z: z / (1 + np.abs(z)),
        lambda z: 1 / np.square(1 + np.abs(z)),
    ),
    "linear": Activation(
        "linear",
        "z",
        "It leaves z as it is. It suits the output layer of a regression, where the answer may be any number.",
        ACTIVATIONS["linear"],
        lambda z: np.ones_like(z, dtype=float),
    ),
}


def saturated(activation: Activation, z: np.ndarray, share: float) -> np.ndarray:
    """Where |f′(z)| is below `share` times its maximum over z: (n,) bool. z: (n,)."""
    slopes = np.abs(activation.derivative(z))
    return slopes < share * slopes.max()
