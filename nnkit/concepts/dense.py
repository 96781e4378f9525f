"""Stacks of dense layers in NumPy: forward pass, backward pass and gradient descent.

A batch of samples is a matrix with a row for each sample. Several networks of the same sizes can be stacked along
leading axes (written … below); they are then computed at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnkit.concepts.activations import CATALOGUE


@dataclass(frozen=True, eq=False)
class DenseLayer:
    """Weights of a layer that computes f(x W + b).

    kernel: W (…, inputs, units). bias: b (…, 1, units). activation: f, a name of `CATALOGUE`.
    """

    kernel: np.ndarray
    bias: np.ndarray
    activation: str

    @property
    def parameters(self) -> int:
        """The number of weights and biases of one network's layer."""
        inputs, units = self.kernel.shape[-2:]
        return (inputs + 1) * units


class LayerValues(NamedTuple):
    """What one layer computes for a batch, both (…, samples, units)."""

    pre_activations: np.ndarray  # z = x W + b
    outputs: np.ndarray  # a = f(z)


class LayerGradients(NamedTuple):
    """Derivatives of the loss by z, W and b of one layer, each shaped like what it is the derivative by."""

    pre_activations: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray


Layers = Sequence[DenseLayer]
Draw = Callable[[np.random.Generator, int, int], np.ndarray]  # random, inputs, units -> kernel (inputs, units)


def draw_layers(
    sizes: Sequence[int], activation: str, output: str, seed: int, draw: Draw, largest_bias: float = 0.0
) -> tuple[DenseLayer, ...]:
    """Draw the layers of a network from the seed.

    sizes: numbers of inputs, of units in each hidden layer, and of outputs. activation: of the hidden layers; output:
    of the last layer. Biases are uniform within ± largest_bias.
    """
    random, layers = np.random.default_rng(seed), []
    for place, (inputs, units) in enumerate(pairwise(sizes), 2):
        kernel = draw(random, inputs, units)
        bias = random.uniform(-largest_bias, largest_bias, (1, units))
        layers.append(DenseLayer(kernel, bias, output if place == len(sizes) else activation))
    return tuple(layers)


def forward(layers: Layers, x: np.ndarray) -> list[LayerValues]:
    """The forward pass: z = x W + b and a = f(z) for each layer, where a is the next layer's x.

    x: (samples, inputs), or (…, samples, inputs) where each stacked network has its own samples.
    """
    values: list[LayerValues] = []
    for layer in layers:
        pre_activations = (values[-1].outputs if values else x) @ layer.kernel + layer.bias
        values.append(LayerValues(pre_activations, CATALOGUE[layer.activation].value(pre_activations)))
    return values


def backward(
    layers: Layers, x: np.ndarray, values: Sequence[LayerValues], by_pre_activations: np.ndarray
) -> list[LayerGradients]:
    """The backward pass: the chain rule from the last layer to the first. The first layer's gradients come first.

    x: the input of `forward`. values: its result. by_pre_activations: (…, samples, outputs), the derivative of the
    loss by the last layer's z. Rumelhart, Hinton and Williams (1986), Nature 323, 533-536.
    """
    gradients: list[LayerGradients] = []
    for place in reversed(range(len(layers))):
        inputs = values[place - 1].outputs if place else x
        by_kernel = inputs.swapaxes(-1, -2) @ by_pre_activations
        by_bias = by_pre_activations.sum(axis=-2, keepdims=True)
        gradients.append(LayerGradients(by_pre_activations, by_kernel, by_bias))
        if place:
            slopes = CATALOGUE[layers[place - 1].activation].derivative(values[place - 1].pre_activations)
            by_pre_activations = by_pre_activations @ layers[place].kernel.swapaxes(-1, -2) * slopes
    return gradients[::-1]


def apply_gradients(
    layers: Layers, gradients: Sequence[LayerGradients], learning_rate: float
) -> tuple[DenseLayer, ...]:
    """The layers after one step of plain gradient descent, w - η ∂L/∂w."""
    return tuple(
        DenseLayer(
            layer.kernel - learning_rate * gradient.kernel,
            layer.bias - learning_rate * gradient.bias,
            layer.activation,
        )
        for layer, gradient in zip(layers, gradients, strict=True)
    )


def collapse(layers: Layers) -> DenseLayer:
    """The single linear layer that computes the same as several linear ones: (xW + b)V + c = x WV + (bV + c).

    Raises ValueError where a layer has another activation.
    """
    bent = [layer.activation for layer in layers if layer.activation != "linear"]
    if bent:
        raise ValueError(f"only linear layers are one linear layer together; got {', '.join(bent)}")
    kernel, bias = layers[0].kernel, layers[0].bias
    for layer in layers[1:]:
        kernel, bias = kernel @ layer.kernel, bias @ layer.kernel + layer.bias
    return DenseLayer(kernel, bias, "linear")


def forward_by_loop(layers: Layers, rows: list[list[float]]) -> list[list[float]]:
    """The last layer's z for every sample, one product at a time: what `forward` computes with matrices.

    rows: the samples. Every layer but the last must be ReLU, which needs no library.
    """
    plain = [(layer.kernel.tolist(), layer.bias[0].tolist()) for layer in layers]
    answers = []
    for row in rows:
        values = row
        for place, (kernel, bias) in enumerate(plain):
            if place:
                values = [value if value > 0 else 0.0 for value in values]
            totals = []
            for unit, total in enumerate(bias):
                for value, weights in zip(values, kernel, strict=True):
                    total += value * weights[unit]
                totals.append(total)
            values = totals
        answers.append(values)
    return answers
