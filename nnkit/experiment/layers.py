"""The layers an experiment stands for, told without Keras: what the summary prints and the picture draws."""

from dataclasses import dataclass
from math import prod

from nnkit.experiment.experiment import Experiment


@dataclass(frozen=True)
class Layer:
    """One layer of the Keras model, under the name that Keras gives it."""

    kind: str  # Rescaling, Flatten, Dense or Dropout
    name: str
    output_shape: tuple[int, ...]  # of one sample
    parameters: int = 0
    activation: str = ""  # Dense only
    hidden: bool = False  # Dense only: penalised, and followed by dropout where there is any

    @property
    def units(self) -> int:
        return self.output_shape[-1]


def layers_of(experiment: Experiment) -> tuple[Layer, ...]:
    """Every layer from input to output, in order."""
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
    """Only the layers that have weights: the hidden ones and the output."""
    return tuple(layer for layer in layers_of(experiment) if layer.kind == "Dense")


def weight_shapes(experiment: Experiment) -> tuple[tuple[int, ...], ...]:
    """Shapes of the model's `get_weights()`: kernel (inputs, units) and bias (units,) of each dense layer."""
    inputs, shapes = prod(experiment.data.input_shape), []
    for layer in dense_layers(experiment):
        shapes += [(inputs, layer.units), (layer.units,)]
        inputs = layer.units
    return tuple(shapes)


def output_units(experiment: Experiment) -> int:
    """One sigmoid unit tells two classes apart, more get one softmax unit each; a number comes from one linear unit."""
    return 1 if experiment.data.classes in (None, 2) else experiment.data.classes


def output_activation(experiment: Experiment) -> str:
    return {None: "linear", 2: "sigmoid"}.get(experiment.data.classes, "softmax")


def _numbered(kind: str, index: int) -> str:
    return f"{kind}_{index}" if index else kind
