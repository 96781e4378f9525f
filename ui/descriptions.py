"""What pages write about the settings of a network."""

from typing import Any

from nnkit import Network
from nnkit.experiment import (
    ACTIVATIONS,
    CURVES,
    GROUP_SHAPES,
    OPTIMIZERS,
    PLANAR_SHAPES,
    REVIEW_SOURCES,
    Data,
    Imdb,
    Mnist,
    Table,
)
from ui.numbers import counted, plain

SETTINGS = {
    "data.name": "data",
    "data.shape": "shape",
    "data.classes": "classes",
    "data.points": "training points",
    "data.noise": "noise",
    "data.seed": "seed of the data",
    "data.features": "inputs",
    "data.edited": "edited points",
    "data.rows": "your own points",
    "data.corners": "corners",
    "data.vocabulary": "vocabulary",
    "data.train_size": "training samples",
    "data.validation_share": "validation share",
    "data.source": "source of the reviews",
    "network.hidden": "units of the hidden layers",
    "network.activation": "activation",
    "network.l1": "L1 penalty",
    "network.l2": "L2 penalty",
    "network.dropout": "dropout",
    "training.optimizer": "optimizer",
    "training.learning_rate": "learning rate",
    "training.batch_size": "batch size",
    "training.epochs": "epochs",
    "training.seed": "seed of the network",
    "training.patience": "patience",
    "training.restore_best": "restore the best weights",
}
_DATA = {"mnist": "digits", "imdb": "reviews", "table": "own points", "planar": "points", "groups": "groups"}
_MISSING = "–"  # what another data set has no choice of
_NONE = {"training.batch_size": "full batch", "training.patience": "never stops early"}
_OPTIONS = ACTIVATIONS | OPTIMIZERS | PLANAR_SHAPES | GROUP_SHAPES | CURVES | REVIEW_SOURCES


def setting_text(settings: dict[str, Any], name: str) -> str:
    """Write a setting of an experiment, by its name in `nnkit.results.settings`; a dash where it has no such one."""
    if name not in settings:
        return _MISSING
    value = settings[name]
    if name == "data.name":
        return _DATA.get(value, value)
    if name in ("data.rows", "data.edited", "data.corners"):
        return counted(len(value), "point") if value else "none"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "no hidden layer"
    return _plain_text(name, value)


def _plain_text(name: str, value: Any) -> str:
    if value is None:
        return _NONE[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _OPTIONS[value].partition(":")[0] if isinstance(value, str) else plain(value, 12)


def data_title(data: Data) -> str:
    """Return a word or two for the data."""
    if isinstance(data, Mnist | Imdb | Table):
        return _DATA[data.name]
    shape = _OPTIONS[data.shape].partition(":")[0]
    return f"{shape}, edited" if getattr(data, "edited", ()) else shape


def regularisation_terms(network: Network) -> list[str]:
    """Write each penalty and the dropout rate that the network has: ["L1 0.001", "dropout 0.5"]."""
    settings = (("L1", network.l1), ("L2", network.l2), ("dropout", network.dropout))
    return [f"{name} {plain(value)}" for name, value in settings if value]


def usual_spelling(name: str) -> str:
    """Return the usual spelling of the name that an activation or an optimizer has in Keras, such as ReLU for relu."""
    return (ACTIVATIONS | OPTIMIZERS)[name].partition(":")[0]
