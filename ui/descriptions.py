"""What pages write about the settings of a network."""

from nnkit import Network
from nnkit.experiment import (
    ACTIVATIONS,
    CURVES,
    GROUP_SHAPES,
    OPTIMIZERS,
    PLANAR_SHAPES,
    Data,
    Imdb,
    Mnist,
    Table,
)
from ui.numbers import plain

_TITLES = {"mnist": "digits", "imdb": "reviews", "table": "own points"}
_SHAPES = PLANAR_SHAPES | GROUP_SHAPES | CURVES


def data_title(data: Data) -> str:
    """Return a word or two for the data."""
    if isinstance(data, Mnist | Imdb | Table):
        return _TITLES[data.name]
    shape = _SHAPES[data.shape].partition(":")[0]
    return f"{shape}, edited" if getattr(data, "edited", ()) else shape


def regularisation_terms(network: Network) -> list[str]:
    """Write each penalty and the dropout rate that the network has: ["L1 0.001", "dropout 0.5"]."""
    settings = (("L1", network.l1), ("L2", network.l2), ("dropout", network.dropout))
    return [f"{name} {plain(value)}" for name, value in settings if value]


def usual_spelling(name: str) -> str:
    """Return the usual spelling of the name that an activation or an optimizer has in Keras, such as ReLU for relu."""
    return (ACTIVATIONS | OPTIMIZERS)[name].partition(":")[0]
