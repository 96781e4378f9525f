"""Experiment -> Keras model of stock layers. Keras is imported here, in the worker, and nowhere in the app."""

from collections.abc import Callable

import keras
import numpy as np

from nnkit.experiment import Experiment
from nnkit.experiment.layers import Layer, dense_layers, layers_of, output_activation, weight_shapes

# A new optimizer: its name and sentence in nnkit/experiment/options.py, its constructor here.
OPTIMIZERS: dict[str, Callable[[float], keras.optimizers.Optimizer]] = {
    "sgd": lambda learning_rate: keras.optimizers.SGD(learning_rate),
    "momentum": lambda learning_rate: keras.optimizers.SGD(learning_rate, momentum=0.9),
    "rmsprop": lambda learning_rate: keras.optimizers.RMSprop(learning_rate),
    "adam": lambda learning_rate: keras.optimizers.Adam(learning_rate),
}

# By the activation of the output layer.
LOSSES = {
    "linear": "mean_squared_error",
    "sigmoid": "binary_crossentropy",
    "softmax": "sparse_categorical_crossentropy",
}


def build_model(experiment: Experiment) -> keras.Sequential:
    """A compiled `keras.Sequential` whose weights are drawn from the experiment's seed.

    Takes x of shape (samples, *input_shape) as `load` gives it, and y of class numbers, or of the numbers
    to predict, (samples,).
    """
    model = keras.Sequential([keras.Input(experiment.data.input_shape)])
    for layer in layers_of(experiment):
        model.add(_keras_layer(layer, experiment))
    model.set_weights(initial_weights(experiment))
    model.compile(
        optimizer=OPTIMIZERS[experiment.training.optimizer](experiment.training.learning_rate),
        loss=LOSSES[output_activation(experiment)],
        metrics=[] if experiment.data.classes is None else ["accuracy"],
    )
    return model


def initial_weights(experiment: Experiment) -> list[np.ndarray]:
    """Keras's default for dense layers: Glorot uniform kernels, zero biases, in `get_weights()` order.

    Each kernel has its own seed: Keras's global one is shared by all threads of a process.
    """
    seeds = np.random.SeedSequence(experiment.training.seed).generate_state(len(dense_layers(experiment)))
    weights: list[np.ndarray] = []
    for index, shape in enumerate(weight_shapes(experiment)):
        if len(shape) == 1:
            weights.append(np.zeros(shape, "float32"))
        else:
            draw = keras.initializers.GlorotUniform(seed=int(seeds[index // 2]))
            weights.append(np.asarray(draw(shape)))
    return weights


def _keras_layer(layer: Layer, experiment: Experiment) -> keras.layers.Layer:
    network = experiment.network
    if layer.kind == "Rescaling":
        return keras.layers.Rescaling(experiment.data.input_scale, name=layer.name)
    if layer.kind == "Flatten":
        return keras.layers.Flatten(name=layer.name)
    if layer.kind == "Dropout":
        return keras.layers.Dropout(network.dropout, seed=experiment.training.seed, name=layer.name)
    penalty = keras.regularizers.L1L2(network.l1, network.l2) if layer.hidden and (network.l1 or network.l2) else None
    return keras.layers.Dense(layer.units, layer.activation, kernel_regularizer=penalty, name=layer.name)
