"""What flows through a deep network forwards and backwards, from each kind of initial weights."""

from functools import lru_cache

import numpy as np

from nnkit.concepts.initialisation import DEPTH, INITIALISATIONS, SAMPLES, UNITS, signals

BINS = 41


@lru_cache(maxsize=32)
def spreads_of(activation: str, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the standard deviations of outputs and gradients by the label of the initialisation: (layers,) each."""
    outputs, gradients = {}, {}
    for name, initialisation in INITIALISATIONS.items():
        found = signals(name, activation, DEPTH, UNITS, SAMPLES, seed)
        outputs[initialisation.label] = found.outputs.std(axis=(1, 2))
        gradients[initialisation.label] = found.gradients.std(axis=(1, 2))
    return outputs, gradients


@lru_cache(maxsize=32)
def value_shares_of(name: str, activation: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of the bins (BINS + 1,), and the share of each layer's outputs in each bin (layers, BINS)."""
    values = signals(name, activation, DEPTH, UNITS, SAMPLES, seed).outputs
    limits = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}.get(
        activation, (0.0, float(np.percentile(values, 98)) or 1.0)
    )
    edges = np.linspace(*limits, BINS + 1)
    counts = np.stack([np.histogram(np.clip(layer, *limits), edges)[0] for layer in values])
    return edges, counts / values[0].size
