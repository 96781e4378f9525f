"""Initial weights: what they do to signals on the way through a deep network, and to training.

X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks. AISTATS 2010.
K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers. ICCV 2015.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.concepts.dense import DenseLayer, Step, backward, draw_layers, forward, stepped
from nnkit.results.inference import expit

SMALL, LARGE = 0.01, 1.0  # standard deviations that look innocent


@dataclass(frozen=True)
class Initialisation:
    """How weights are drawn: normal numbers around 0 of the standard deviation `deviation(inputs, units)`."""

    label: str
    told: str
    deviation: Callable[[int, int], float]


INITIALISATIONS: dict[str, Initialisation] = {
    "zero": Initialisation("zero", "every weight is 0", lambda inputs, units: 0.0),
    "small": Initialisation("too small", f"standard deviation {SMALL:g}", lambda inputs, units: SMALL),
    "large": Initialisation("too large", f"standard deviation {LARGE:g}", lambda inputs, units: LARGE),
    "glorot": Initialisation(
        "Glorot (Xavier)",
        "variance 2 / (inputs + units), a compromise between the way forwards and the way back",
        lambda inputs, units: (2 / (inputs + units)) ** 0.5,
    ),
    "he": Initialisation(
        "He",
        "variance 2 / inputs, as ReLU lets only half of the signal through",
        lambda inputs, units: (2 / inputs) ** 0.5,
    ),
}


@dataclass(frozen=True, eq=False)
class Signals:
    """Of each layer, what flows through it: (layers, samples, units) float64."""

    outputs: np.ndarray  # forwards
    gradients: np.ndarray  # backwards: the derivative of the loss by the layer's sums z


def drawn(name: str, sizes: Sequence[int], activation: str, output: str, seed: int) -> tuple[DenseLayer, ...]:
    """Layers initialised by a member of INITIALISATIONS; biases are 0. The same seed gives the same normal numbers."""
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
    """Normal inputs sent through `depth` layers of so many units, and a normal gradient from the last one back."""
    layers = drawn(name, [units] * (depth + 1), activation, activation, seed)
    random = np.random.default_rng([seed, 1])  # other numbers than the weights'
    x, upstream = random.standard_normal((2, samples, units))
    steps = forward(layers, x)
    gradients = backward(layers, x, steps, upstream)
    return Signals(np.stack([step.outputs for step in steps]), np.stack([gradient.sums for gradient in gradients]))


def cross_entropy(steps: Sequence[Step], y: np.ndarray) -> np.ndarray:
    """Mean of −ln p of the right class, in nats, of each stacked network; the last sums are logits.

    y: (samples, 1) of 0 and 1.
    """
    return np.logaddexp(0, np.where(y == 1, -1, 1) * steps[-1].sums).mean(axis=(-2, -1))


def descend(
    layers: Sequence[DenseLayer], x: np.ndarray, y: np.ndarray, rate: float, steps: int
) -> tuple[tuple[DenseLayer, ...], np.ndarray]:
    """Full-batch gradient descent on the cross-entropy of a sigmoid output.

    Gives the last layers, and the losses before each step and after the last: (steps + 1, …). Where a network
    diverges, its losses are infinite or NaN from there on.
    """
    layers, losses = tuple(layers), []
    with np.errstate(over="ignore", invalid="ignore"):  # that is how a network diverges
        for number in range(steps + 1):
            passed = forward(layers, x)
            losses.append(cross_entropy(passed, y))
            if number < steps:
                by_sums = (expit(passed[-1].sums) - y) / len(y)  # dL/dz of sigmoid and cross-entropy together
                layers = stepped(layers, backward(layers, x, passed, by_sums), rate)
    return layers, np.array(losses)


def stacked(networks: Sequence[Sequence[DenseLayer]]) -> tuple[DenseLayer, ...]:
    """Networks of one shape as one, along a new leading axis: computed together they take little longer than one."""
    return tuple(
        DenseLayer(np.stack([layer.kernel for layer in layers]), np.stack([layer.bias for layer in layers]), activation)
        for layers, activation in zip(
            zip(*networks, strict=True), [layer.activation for layer in networks[0]], strict=True
        )
    )
