"""Experiment -> Keras model of stock layers."""

from collections.abc import Callable

import keras
import numpy as np

from nnkit.experiment import Experiment
from nnkit.experiment.layers import LOSSES, Layer, dense_layers, layers_of, output_activation, weight_shapes

# To add an optimizer, put its name and description into nnkit/experiment/options.py and its constructor here.
OPTIMIZERS: dict[str, Callable[[float], keras.optimizers.Optimizer]] = {
    "sgd": lambda learning_rate: keras.optimizers.SGD(learning_rate),
    "momentum": lambda learning_rate: keras.optimizers.SGD(learning_rate, momentum=0.9),
    "rmsprop": lambda learning_rate: keras.optimizers.RMSprop(learning_rate),
    "adam": lambda learning_rate: keras.optimizers.Adam(learning_rate),
}


def build_model(experiment: Experiment) -> keras.Sequential:
    """A compiled `keras.Sequential` whose weights are drawn from the experiment's seed.

    It takes the arrays that `load` gives: x (samples, *input_shape), and y (samples,) with class indices or, in a
    regression, the numbers to predict.
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
    """Glorot uniform kernels and zero biases, Keras's default for dense layers, in `get_weights()` order.

    Each kernel has its own seed, since all threads of a process share Keras's global seed.
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
    """The Keras layer that a layer of the experiment stands for."""
    network = experiment.network
    if layer.kind == "Rescaling":
        return keras.layers.Rescaling(experiment.data.input_scale, name=layer.name)
    if layer.kind == "Flatten":
        return keras.layers.Flatten(name=layer.name)
    if layer.kind == "Dropout":
        return keras.layers.Dropout(network.dropout, seed=experiment.training.seed, name=layer.name)
    penalty = keras.regularizers.L1L2(network.l1, network.l2) if layer.hidden and (network.l1 or network.l2) else None
    return keras.layers.Dense(layer.units, layer.activation, kernel_regularizer=penalty, name=layer.name)
