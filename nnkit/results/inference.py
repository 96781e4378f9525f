"""Predictions of a trained network in NumPy, without TensorFlow."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.experiment.layers import output_activation

Weights = Sequence[np.ndarray]  # in the order of Keras's `get_weights()`

_MAX_ROWS = 1_000  # at a time: 10,000 images as float32 would take 30 MB, and the same again for each operation


def expit(z: np.ndarray | float) -> np.ndarray:
    """The sigmoid σ(z) = 1 / (1 + e^-z) of any shape, as ½ (1 + tanh ½z), which does not overflow.

    float32 gives float32, Python numbers give float64. `scipy.special.expit` would add 13 MB and half a second to the
    start of the process that shows the pages, which imports no SciPy, and would change results in the last bit.
    """
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """z - log Σ e^z along the last axis, shifted by the largest z so that nothing overflows."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def binary_cross_entropy(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-ln of the probability that a sigmoid gives to the true class, in nats.

    logits and y (0 or 1) broadcast together; the result has their common shape. ln(1 + e^-z) for class 1 and
    ln(1 + e^z) for class 0: computed from logits, so that no logarithm meets a probability of 0.
    """
    return np.logaddexp(0, np.where(y == 1, -logits, logits))


def categorical_cross_entropy(logits: np.ndarray, labels: ArrayLike) -> np.ndarray:
    """-ln of the probability that softmax gives to the true class, in nats.

    logits: (…, classes). labels: (…), whole numbers from 0. The result: (…).
    """
    return -np.take_along_axis(log_softmax(logits), np.asarray(labels)[..., None], axis=-1)[..., 0]


# The same formulas as in `keras.activations`. To add one: its name in nnkit/experiment/options.py, its formula here.
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": expit,
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "linear": lambda z: z,
}
_OUTPUT_ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda z: z,
    "sigmoid": expit,
    "softmax": lambda z: np.exp(log_softmax(z)),
}


def predict(experiment: Experiment, weights: Weights, x: np.ndarray | Reviews) -> np.ndarray:
    """Return the network's outputs as Keras's `predict` does, float32.

    x: (samples, *input_shape) as `load` gives it. Three or more classes: their probabilities (samples, classes). Two
    classes: the probability of class 1 (samples, 1). A regression: the predicted numbers (samples, 1).
    """
    return _OUTPUT_ACTIVATIONS[output_activation(experiment)](output_logits(experiment, weights, x))


def output_logits(experiment: Experiment, weights: Weights, x: np.ndarray | Reviews) -> np.ndarray:
    """Return the output layer's values before its activation: (samples, output units) float32; x as in `predict`."""
    starts = range(0, max(len(x), 1), _MAX_ROWS)
    return np.concatenate([_logits(experiment, weights, x[start : start + _MAX_ROWS]) for start in starts])


def hidden_outputs(experiment: Experiment, weights: Weights, x: np.ndarray | Reviews) -> list[np.ndarray]:
    """Return each hidden layer's outputs without dropout: (samples, units) float32 each; x as in `predict`."""
    return _outputs(experiment, weights, x)[1:]


def _logits(experiment: Experiment, weights: Weights, x: np.ndarray | Reviews) -> np.ndarray:
    return _outputs(experiment, weights, x)[-1] @ weights[-2] + weights[-1]


def _outputs(experiment: Experiment, weights: Weights, x: np.ndarray | Reviews) -> list[Any]:
    """Return the scaled inputs (or `Reviews`), and the outputs of each hidden layer from first to last."""
    activation = ACTIVATIONS[experiment.network.activation]
    outputs: list[Any] = [x if isinstance(x, Reviews) else _scaled(x, experiment, weights)]
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        outputs.append(activation(outputs[-1] @ kernel + bias))
    return outputs


def _scaled(x: np.ndarray, experiment: Experiment, weights: Weights) -> np.ndarray:
    flat = x.reshape(len(x), weights[0].shape[0]).astype("float32")
    flat *= np.float32(experiment.data.input_scale)
    return flat


def evaluate(
    experiment: Experiment, weights: Weights, x: np.ndarray | Reviews, y: np.ndarray
) -> dict[str, float | None]:
    """Return loss and accuracy as Keras's `evaluate` does; x as in `predict`, y: classes or numbers (samples,).

    The loss is the mean cross-entropy in nats, the accuracy a share of 1. In a regression, the loss is the mean squared
    error and the accuracy None. Penalties are added to the loss.
    """
    logits = output_logits(experiment, weights, x).astype("float64")
    if experiment.data.classes is None:
        losses, correct = np.square(logits[:, 0] - y), None
    elif logits.shape[1] == 1:
        losses, correct = binary_cross_entropy(logits[:, 0], y), (logits[:, 0] > 0) == (y == 1)
    else:
        losses, correct = categorical_cross_entropy(logits, y), logits.argmax(axis=1) == y
    accuracy = None if correct is None else float(correct.mean())
    return {"loss": float(losses.mean() + penalty(experiment, weights)), "accuracy": accuracy}


def penalty(experiment: Experiment, weights: Weights) -> float:
    """Return the penalties in the loss as Keras applies them: λ₁ Σ|w| + λ₂ Σw² over the hidden layers' kernels."""
    network, kernels = experiment.network, [kernel.astype("float64") for kernel in weights[:-2:2]]
    l1 = network.l1 and network.l1 * sum(np.abs(kernel).sum() for kernel in kernels)
    l2 = network.l2 and network.l2 * sum(np.square(kernel).sum() for kernel in kernels)
    return float(l1 + l2)
