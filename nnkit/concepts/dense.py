"""Stacks of dense layers in NumPy, forwards and backwards: small enough to show every number of.

A batch of samples is a matrix with a row each. Several networks of the same shape can be stacked along leading axes
(written … below), and are then computed at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnkit.concepts.activations import CATALOGUE


@dataclass(frozen=True, eq=False)
class DenseLayer:
    """kernel: (…, inputs, units); bias: (…, 1, units); activation: a name of `CATALOGUE`."""

    kernel: np.ndarray
    bias: np.ndarray
    activation: str

    @property
    def parameters(self) -> int:
        """How many numbers one network learns here: a weight a line, and a bias a neuron."""
        inputs, units = self.kernel.shape[-2:]
        return (inputs + 1) * units


class Step(NamedTuple):
    """What one layer makes of a batch, both (…, samples, units)."""

    sums: np.ndarray  # z = x W + b
    outputs: np.ndarray  # a = f(z)


class Gradients(NamedTuple):
    """Derivatives of the loss by what belongs to one layer, each of the shape of what it is by."""

    sums: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray


Layers = Sequence[DenseLayer]
Draw = Callable[[np.random.Generator, int, int], np.ndarray]  # random, inputs, units -> kernel (inputs, units)


def draw_layers(
    sizes: Sequence[int], activation: str, output: str, seed: int, draw: Draw, largest_bias: float = 0.0
) -> tuple[DenseLayer, ...]:
    """Layers between `sizes` (inputs, units of each layer, outputs), drawn from the seed.

    Every layer has the same activation but the last, whose is `output`. Biases are uniform within ± largest_bias.
    """
    random, layers = np.random.default_rng(seed), []
    for place, (inputs, units) in enumerate(pairwise(sizes), 2):
        kernel = draw(random, inputs, units)
        bias = random.uniform(-largest_bias, largest_bias, (1, units))
        layers.append(DenseLayer(kernel, bias, output if place == len(sizes) else activation))
    return tuple(layers)


def forward(layers: Layers, x: np.ndarray) -> list[Step]:
    """Layer by layer: z = x W + b, a = f(z), and a is the next layer's x. x: (samples, inputs)."""
    steps: list[Step] = []
    for layer in layers:
        sums = (steps[-1].outputs if steps else x) @ layer.kernel + layer.bias
        steps.append(Step(sums, CATALOGUE[layer.activation].value(sums)))
    return steps


def backward(layers: Layers, x: np.ndarray, steps: Sequence[Step], by_sums: np.ndarray) -> list[Gradients]:
    """The chain rule from the last layer to the first.

    by_sums: (…, samples, outputs), the derivative of the loss by the last layer's sums z.
    """
    gradients: list[Gradients] = []
    for place in reversed(range(len(layers))):
        inputs = steps[place - 1].outputs if place else x
        by_kernel = inputs.swapaxes(-1, -2) @ by_sums
        gradients.append(Gradients(by_sums, by_kernel, by_sums.sum(axis=-2, keepdims=True)))
        if place:
            slopes = CATALOGUE[layers[place - 1].activation].derivative(steps[place - 1].sums)
            by_sums = by_sums @ layers[place].kernel.swapaxes(-1, -2) * slopes
    return gradients[::-1]


def stepped(layers: Layers, gradients: Sequence[Gradients], rate: float) -> tuple[DenseLayer, ...]:
    """The layers after one step of plain gradient descent."""
    return tuple(
        DenseLayer(layer.kernel - rate * gradient.kernel, layer.bias - rate * gradient.bias, layer.activation)
        for layer, gradient in zip(layers, gradients, strict=True)
    )


def collapse(layers: Layers) -> DenseLayer:
    """The one linear layer that computes the same as several linear ones: x W₁ W₂ … + b, as (xW + b)V + c is."""
    bent = [layer.activation for layer in layers if layer.activation != "linear"]
    if bent:
        raise ValueError(f"only linear layers are one linear layer together; got {', '.join(bent)}")
    kernel, bias = layers[0].kernel, layers[0].bias
    for layer in layers[1:]:
        kernel, bias = kernel @ layer.kernel, bias @ layer.kernel + layer.bias
    return DenseLayer(kernel, bias, "linear")


def forward_by_loop(layers: Layers, rows: list[list[float]]) -> list[list[float]]:
    """The sums of the last layer for every sample, one product at a time: what `forward` does with matrices.

    Every layer but the last must be ReLU, which needs no library.
    """
    plain = [(layer.kernel.tolist(), layer.bias[0].tolist()) for layer in layers]
    answers = []
    for row in rows:
        values = row
        for place, (kernel, bias) in enumerate(plain):
            if place:
                values = [value if value > 0 else 0.0 for value in values]
            sums = []
            for unit, total in enumerate(bias):
                for value, weights in zip(values, kernel, strict=True):
                    total += value * weights[unit]
                sums.append(total)
            values = sums
        answers.append(values)
    return answers
