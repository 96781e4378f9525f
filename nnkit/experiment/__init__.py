"""The choices of a reader: data, network and training, together as an `Experiment`, and what is allowed for each."""

from nnkit.experiment.data import DATA, Corner, Curve, Data, Groups, Imdb, Mnist, Planar, Row, Table
from nnkit.experiment.experiment import Experiment
from nnkit.experiment.network import Network, Training
from nnkit.experiment.options import (
    ACTIVATIONS,
    COORDINATES,
    CURVES,
    FEATURES,
    GROUP_SHAPES,
    OPTIMIZERS,
    PLANAR_SHAPES,
    REVIEW_SOURCES,
)
from nnkit.experiment.presets import PRESETS

__all__ = [
    "ACTIVATIONS",
    "COORDINATES",
    "CURVES",
    "DATA",
    "FEATURES",
    "GROUP_SHAPES",
    "OPTIMIZERS",
    "PLANAR_SHAPES",
    "PRESETS",
    "REVIEW_SOURCES",
    "Corner",
    "Curve",
    "Data",
    "Experiment",
    "Groups",
    "Imdb",
    "Mnist",
    "Network",
    "Planar",
    "Row",
    "Table",
    "Training",
]
