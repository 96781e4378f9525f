"""What a trained network answers, in NumPy: predictions without TensorFlow."""

from collections.abc import Sequence

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.experiment.layers import output_activation

Weights = Sequence[np.ndarray]

_ROWS = 1_000


def expit(sums: np.ndarray) -> np.ndarray:
    """σ(z) = 1 / (1 + e^-z), written so that neither end overflows."""
    return np.float32(0.5) * (1 + np.tanh(np.float32(0.5) * sums))


def log_softmax(sums: np.ndarray) -> np.ndarray:
    """z - log Σ e^z along the last axis, shifted by the largest z so that nothing overflows."""
    shifted = sums - sums.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def binary_cross_entropy(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-ln of the probability that a sigmoid gives to the true class, in nats.

    logits and y (0 or 1) broadcast together; the result has their common shape. ln(1 + e^-z) for class 1 and
    ln(1 + e^z) for class 0: computed from logits, so that no logarithm meets a probability of 0.
    """
    return np.logaddexp(0, np.where(y == 1, -logits, logits))


def categorical_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """-ln of the probability that softmax gives to the true class, in nats.

    logits: (…, classes). labels: (…), whole numbers from 0. The result: (…).
    """
    return -np.take_along_axis(log_softmax(logits), np.asarray(labels)[..., None], axis=-1)[..., 0]


# The same formulas as `keras.activations`; a new one: its name in nnkit/experiment/options.py, its formula here.
ACTIVATIONS = {
    "relu": lambda sums: np.maximum(sums, 0),
    "tanh": np.tanh,
    "sigmoid": expit,
    "elu": lambda sums: np.where(sums > 0, sums, np.expm1(np.minimum(sums, 0))),
    "linear": lambda sums: sums,
}
_OUTPUTS = {"linear": lambda sums: sums, "sigmoid": expit, "softmax": lambda sums: np.exp(log_softmax(sums))}


def predict(experiment: Experiment, weights: Weights, x: np.ndarray) -> np.ndarray:
    """Probabilities, as Keras's `predict` gives them: (samples, classes), or (samples, 1) of class 1 for two.

    Where there are no classes, the numbers predicted: (samples, 1). x: (samples, *input_shape) as `load` gives it.
    """
    return _OUTPUTS[output_activation(experiment)](output_sums(experiment, weights, x))


def output_sums(experiment: Experiment, weights: Weights, x: np.ndarray) -> np.ndarray:
    """The output layer's weighted sums before softmax or sigmoid (logits): (samples, output units), float32."""
    # Some rows at a time: 10,000 images as float32 would take 30 MB, and as much again for each step.
    parts = [_sums(experiment, weights, x[start : start + _ROWS]) for start in range(0, max(len(x), 1), _ROWS)]
    return np.concatenate(parts)


def hidden_outputs(experiment: Experiment, weights: Weights, x: np.ndarray) -> list[np.ndarray]:
    """What every hidden neuron gives for x, without dropout: (samples, units) float32 for each hidden layer."""
    return _outputs(experiment, weights, x)[1:]


def _sums(experiment: Experiment, weights: Weights, x: np.ndarray) -> np.ndarray:
    return _outputs(experiment, weights, x)[-1] @ weights[-2] + weights[-1]


def _outputs(experiment: Experiment, weights: Weights, x: np.ndarray) -> list[np.ndarray]:
    """The scaled input and the outputs of each hidden layer, from first to last."""
    activation = ACTIVATIONS[experiment.network.activation]
    outputs = [x if isinstance(x, Reviews) else _scaled(x, experiment, weights)]
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        outputs.append(activation(outputs[-1] @ kernel + bias))
    return outputs


def _scaled(x: np.ndarray, experiment: Experiment, weights: Weights) -> np.ndarray:
    flat = x.reshape(len(x), weights[0].shape[0]).astype("float32")
    flat *= np.float32(experiment.data.input_scale)
    return flat


def evaluate(experiment: Experiment, weights: Weights, x: np.ndarray, y: np.ndarray) -> dict[str, float | None]:
    """Loss (nats a sample, penalties added, as Keras's `evaluate`) and accuracy on x with classes y (samples,).

    Where y are numbers to predict, the loss is their mean squared error, and the accuracy None.
    """
    sums = output_sums(experiment, weights, x).astype("float64")
    if experiment.data.classes is None:
        losses, correct = np.square(sums[:, 0] - y), None
    elif sums.shape[1] == 1:
        losses, correct = binary_cross_entropy(sums[:, 0], y), (sums[:, 0] > 0) == (y == 1)
    else:
        losses, correct = categorical_cross_entropy(sums, y), sums.argmax(axis=1) == y
    accuracy = None if correct is None else float(correct.mean())
    return {"loss": float(losses.mean() + penalty(experiment, weights)), "accuracy": accuracy}


def penalty(experiment: Experiment, weights: Weights) -> float:
    """What L1 and L2 add to the loss: λ₁ Σ|w| + λ₂ Σw² over the hidden layers' kernels, as Keras applies them."""
    network, kernels = experiment.network, [kernel.astype("float64") for kernel in weights[:-2:2]]
    l1 = network.l1 and network.l1 * sum(np.abs(kernel).sum() for kernel in kernels)
    l2 = network.l2 and network.l2 * sum(np.square(kernel).sum() for kernel in kernels)
    return float(l1 + l2)
