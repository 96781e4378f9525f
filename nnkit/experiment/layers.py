"""The layers of an experiment's Keras model, described without Keras, for the summary and the picture of a network."""

from dataclasses import dataclass
from math import prod

from nnkit.experiment.experiment import Experiment

# Keras's names, by the activation of the output layer.
LOSSES = {
    "linear": "mean_squared_error",
    "sigmoid": "binary_crossentropy",
    "softmax": "sparse_categorical_crossentropy",
}


@dataclass(frozen=True)
class Layer:
    """One layer of the Keras model, under the name that Keras gives it."""

    kind: str  # its class in Keras: Rescaling, Flatten, Dense or Dropout
    name: str
    output_shape: tuple[int, ...]  # for one sample
    parameters: int = 0
    activation: str = ""  # Dense only
    hidden: bool = False  # Dense only; the penalties and dropout apply to hidden layers

    @property
    def units(self) -> int:
        """The number of outputs for one sample, or the size of their last axis."""
        return self.output_shape[-1]


def layers_of(experiment: Experiment) -> tuple[Layer, ...]:
    """Return every layer from input to output."""
    data, network = experiment.data, experiment.network
    inputs = prod(data.input_shape)
    layers: list[Layer] = []
    if data.input_scale != 1:
        layers.append(Layer("Rescaling", "rescaling", data.input_shape))
    if len(data.input_shape) > 1:
        layers.append(Layer("Flatten", "flatten", (inputs,)))
    widths = [*network.hidden, output_units(experiment)]
    for index, units in enumerate(widths):
        hidden = index < len(network.hidden)
        activation = network.activation if hidden else output_activation(experiment)
        name, parameters = _numbered("dense", index), (inputs + 1) * units
        layers.append(Layer("Dense", name, (units,), parameters, activation, hidden))
        if hidden and network.dropout:
            layers.append(Layer("Dropout", _numbered("dropout", index), (units,)))
        inputs = units
    return tuple(layers)


def dense_layers(experiment: Experiment) -> tuple[Layer, ...]:
    """Return only the layers that have weights: the hidden layers and the output layer."""
    return tuple(layer for layer in layers_of(experiment) if layer.kind == "Dense")


def weight_shapes(experiment: Experiment) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of the model's `get_weights()`: kernel (inputs, units), bias (units,) for each dense layer."""
    inputs, shapes = prod(experiment.data.input_shape), []
    for layer in dense_layers(experiment):
        shapes += [(inputs, layer.units), (layer.units,)]
        inputs = layer.units
    return tuple(shapes)


def output_units(experiment: Experiment) -> int:
    """Return the units of the output layer: one for each of three or more classes, else one.

    The units have softmax for three or more classes, sigmoid for two, and no activation for a regression.
    """
    return 1 if experiment.data.classes in (None, 2) else experiment.data.classes


def output_activation(experiment: Experiment) -> str:
    """Return softmax, sigmoid or linear; see `output_units`."""
    return {None: "linear", 2: "sigmoid"}.get(experiment.data.classes, "softmax")


def _numbered(name: str, index: int) -> str:
    """Return the name as Keras numbers layers of one class: dense, dense_1, dense_2, …"""
    return f"{name}_{index}" if index else name
