"""A network whose layers can be linear, compared with the single layer that its linear layers equal."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnkit.concepts.dense import DenseLayer, collapse, draw_layers, forward

SIZES = (2, 3, 3, 1)
SAMPLES = 1_000  # on which both are compared
LIMIT = 2.0  # largest size of an input
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")


def draw_linear_layers(seed: int) -> tuple[DenseLayer, ...]:
    return draw_layers(SIZES, "linear", "linear", seed, lambda random, *shape: random.standard_normal(shape), 1.0)


def with_activation(layers: Sequence[DenseLayer], activation: str) -> list[DenseLayer]:
    """Return the layers with this activation between them."""
    return [replace(layer, activation=activation) for layer in layers[:-1]] + [layers[-1]]


def furthest_from_one_layer(activation: str, seed: int) -> float:
    """Return the largest difference between the answers of both over random samples."""
    layers = draw_linear_layers(seed)
    many = np.random.default_rng(0).uniform(-LIMIT, LIMIT, (SAMPLES, SIZES[0]))
    network, single = with_activation(layers, activation), [collapse(layers)]
    return float(np.abs(forward(network, many)[-1].outputs - forward(single, many)[-1].outputs).max())
