"""The lines that build and compile the network."""

from collections.abc import Iterator

import numpy as np

from nnkit.code.cell import Cell, fill, text
from nnkit.experiment import Experiment
from nnkit.experiment.layers import LOSSES, Layer, dense_layers, layers_of, output_activation

OPTIMIZERS = {
    "sgd": "SGD(learning_rate={})",
    "momentum": "SGD(learning_rate={}, momentum=0.9)",
    "rmsprop": "RMSprop(learning_rate={})",
    "adam": "Adam(learning_rate={})",
}

_BUILD = """
keras.utils.set_random_seed($seed)
model = keras.Sequential(
    [
        keras.Input($input_shape),
$layers
    ]
)
model.compile(
    optimizer=keras.optimizers.$optimizer,
    loss=$loss,
    metrics=$metrics,
    steps_per_execution=64,  # in one call of TensorFlow, which saves time between steps
)
model.summary()
"""


def building(experiment: Experiment) -> Cell:
    """Return the cell that makes `model`, compiled and with the initial weights of the experiment's seed."""
    training = experiment.training
    count = len(dense_layers(experiment))
    seeds = iter(np.random.SeedSequence(training.seed).generate_state(count).tolist())
    lines = (line for layer in layers_of(experiment) for line in _layer(layer, experiment, seeds))
    code = fill(
        _BUILD,
        seed=training.seed,
        input_shape=experiment.data.input_shape,
        layers="\n".join(f"        {line}" for line in lines),
        optimizer=OPTIMIZERS[training.optimizer].format(training.learning_rate),
        loss=text(LOSSES[output_activation(experiment)]),
        metrics="[]" if experiment.data.classes is None else '["accuracy"]',
    )
    words = "Each layer's initial weights have a seed of their own, the one that the app uses."
    return Cell("Build the network", words, code, ("import keras",))


def _layer(layer: Layer, experiment: Experiment, seeds: Iterator[int]) -> list[str]:
    """Return the lines of one layer."""
    network = experiment.network
    if layer.kind == "Rescaling":
        return ["keras.layers.Rescaling(1 / 255),"]
    if layer.kind == "Flatten":
        return ["keras.layers.Flatten(),"]
    if layer.kind == "Dropout":
        return [f"keras.layers.Dropout({network.dropout}, seed={experiment.training.seed}),"]
    lines = [
        "keras.layers.Dense(",
        f"    {layer.units},",
        f"    activation={text(layer.activation)},",
        f"    kernel_initializer=keras.initializers.GlorotUniform(seed={next(seeds)}),",
    ]
    if layer.hidden and (penalty := _penalty(network.l1, network.l2)):
        lines.append(f"    kernel_regularizer=keras.regularizers.{penalty},")
    return [*lines, "),"]


def _penalty(l1: float, l2: float) -> str:
    """Return the call that makes the penalty; "" without one."""
    if l1 and l2:
        return f"L1L2(l1={l1}, l2={l2})"
    return f"L1({l1})" if l1 else f"L2({l2})" if l2 else ""
