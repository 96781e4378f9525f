"""Initial weights: how they change signals in a deep network, and how they change training.

X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks. AISTATS 2010.
K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers. ICCV 2015.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.concepts.dense import DenseLayer, apply_gradients, backward, draw_layers, forward
from nnkit.concepts.logistic import mean_cross_entropy_slope
from nnkit.results.inference import binary_cross_entropy

DEPTH, UNITS, SAMPLES = 10, 40, 100  # of the network whose outputs and gradients are compared
SMALL, LARGE = 0.01, 1.0  # standard deviations that are too small and too large for many layers


@dataclass(frozen=True)
class Initialisation:
    """A way to draw weights: normal numbers with mean 0 and the standard deviation `deviation(inputs, units)`."""

    label: str
    description: str  # for the menu's help
    deviation: Callable[[int, int], float]


INITIALISATIONS: dict[str, Initialisation] = {
    "zero": Initialisation("zero", "every weight is 0", lambda inputs, units: 0.0),
    "small": Initialisation("too small", f"standard deviation {SMALL:g}", lambda inputs, units: SMALL),
    "large": Initialisation("too large", f"standard deviation {LARGE:g}", lambda inputs, units: LARGE),
    "glorot": Initialisation(
        "Glorot (Xavier)",
        "variance 2 / (inputs + units), a compromise between the forward and the backward pass",
        lambda inputs, units: (2 / (inputs + units)) ** 0.5,
    ),
    "he": Initialisation(
        "He",
        "variance 2 / inputs, because ReLU lets only half of the signal through",
        lambda inputs, units: (2 / inputs) ** 0.5,
    ),
}


@dataclass(frozen=True, eq=False)
class Signals:
    """Outputs and gradients of each layer, both (layers, samples, units) float64."""

    outputs: np.ndarray  # of the forward pass
    gradients: np.ndarray  # of the backward pass: the derivative of the loss by the layer's pre-activations z


def initialise_layers(
    name: str, sizes: Sequence[int], activation: str, output: str, seed: int
) -> tuple[DenseLayer, ...]:
    """Draw the layers of a network with the weights of a member of INITIALISATIONS and biases of 0.

    sizes, activation, output: as in `draw_layers`. The same seed gives the same normal numbers for every member; only
    their standard deviations differ.
    """
    deviation = INITIALISATIONS[name].deviation
    return draw_layers(
        sizes,
        activation,
        output,
        seed,
        lambda random, inputs, units: deviation(inputs, units) * random.standard_normal((inputs, units)),
    )


@lru_cache(maxsize=64)
def signals(name: str, activation: str, depth: int, units: int, samples: int, seed: int) -> Signals:
    """Send normal inputs forward through `depth` layers, and a normal gradient back from the last layer.

    name: a member of INITIALISATIONS. units: of the input and of each layer. samples: rows of the batch.
    """
    layers = initialise_layers(name, [units] * (depth + 1), activation, activation, seed)
    random = np.random.default_rng([seed, 1])  # not the numbers that the weights are drawn from
    x, upstream = random.standard_normal((2, samples, units))
    values = forward(layers, x)
    gradients = backward(layers, x, values, upstream)
    return Signals(
        np.stack([layer.outputs for layer in values]), np.stack([layer.pre_activations for layer in gradients])
    )


def descend(
    layers: Sequence[DenseLayer], x: np.ndarray, y: np.ndarray, learning_rate: float, steps: int
) -> tuple[tuple[DenseLayer, ...], np.ndarray]:
    """Full-batch gradient descent on the mean cross-entropy of a network with one sigmoid output.

    layers: one network, or several stacked ones. x: (samples, inputs). y: (samples, 1) of 0 and 1. Returns the layers
    after the last step, and the losses in nats before each step and after the last: (steps + 1, …). Once a network
    has diverged, its losses are infinite or NaN.
    """
    layers, losses = tuple(layers), []
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverges does both
        for number in range(steps + 1):
            values = forward(layers, x)
            logits = values[-1].pre_activations
            losses.append(binary_cross_entropy(logits, y).mean(axis=(-2, -1)))
            if number < steps:
                gradients = backward(layers, x, values, mean_cross_entropy_slope(logits, y))
                layers = apply_gradients(layers, gradients, learning_rate)
    return layers, np.array(losses)


def stack_networks(networks: Sequence[Sequence[DenseLayer]]) -> tuple[DenseLayer, ...]:
    """Stack networks of the same sizes along a new leading axis: together they take little longer than one."""
    return tuple(
        DenseLayer(np.stack([layer.kernel for layer in layers]), np.stack([layer.bias for layer in layers]), activation)
        for layers, activation in zip(
            zip(*networks, strict=True), [layer.activation for layer in networks[0]], strict=True
        )
    )
