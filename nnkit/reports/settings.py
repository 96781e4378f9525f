"""The settings of an experiment as a reader sees them: their names and their texts."""

from collections.abc import Mapping
from typing import Any

from nnkit.experiment import (
    ACTIVATIONS,
    CURVES,
    GROUP_SHAPES,
    OPTIMIZERS,
    PLANAR_SHAPES,
    REVIEW_SOURCES,
    Experiment,
)
from nnkit.figures.numbers import PERCENT, plain
from nnkit.results.settings import DATA_NAME, SEEDS, settings_of

Facts = dict[str, str]

MISSING = "–"  # what another data set has no choice of
NONE = "none"
OFF = (NONE, "no")  # the texts of settings that are switched off
# By their names in nnkit/results/settings.py.
SETTINGS = {
    "data.name": "data",
    "data.shape": "shape",
    "data.classes": "classes",
    "data.points": "training points",
    "data.noise": "noise",
    "data.seed": "seed of the data",
    "data.features": "inputs",
    "data.edited": "edited points",
    "data.rows": "own points",
    "data.corners": "corners",
    "data.vocabulary": "vocabulary",
    "data.train_size": "training samples",
    "data.validation_share": "validation share",
    "data.source": "source of the reviews",
    "network.hidden": "hidden units",
    "network.activation": "activation",
    "network.l1": "L1 penalty",
    "network.l2": "L2 penalty",
    "network.dropout": "dropout",
    "training.optimizer": "optimizer",
    "training.learning_rate": "learning rate",
    "training.batch_size": "batch size",
    "training.epochs": "epochs",
    "training.seed": "seed of the network",
    "training.patience": "early stopping",
    "training.restore_best": "restore the best weights",
}
_DATA = {
    "mnist": "handwritten digits",
    "planar": "points of two classes",
    "table": "points from a table",
    "imdb": "movie reviews",
    "groups": "points of several classes",
    "curve": "points near a curve",
}
_OPTIONS = ACTIVATIONS | OPTIMIZERS | PLANAR_SHAPES | GROUP_SHAPES | CURVES | REVIEW_SOURCES
_SHARES = ("data.validation_share", "network.dropout")
_OFF_AT_ZERO = ("network.l1", "network.l2", *_SHARES)
_POINTS = ("data.rows", "data.edited", "data.corners")
_WITHOUT_NUMBER = {"training.batch_size": "all samples", "training.patience": NONE}


def setting_text(settings: Mapping[str, Any], name: str) -> str:
    """Write a setting of an experiment; a dash where it has no such one, and "none" or "no" where it is off.

    settings: those of the experiment, from `nnkit.results.settings`.
    """
    if name not in settings:
        return MISSING
    value = settings[name]
    if name == DATA_NAME:
        return _DATA[value]
    if name in _POINTS:
        return f"{len(value):,}" if value else NONE
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _OPTIONS[value].partition(":")[0] if isinstance(value, str) else _number(name, value)


def _number(name: str, value: float | None) -> str:
    if value is None:
        return _WITHOUT_NUMBER[name]
    if value == 0 and name in _OFF_AT_ZERO:
        return NONE
    if name in SEEDS:  # it counts nothing
        return str(value)
    if name in _SHARES:
        return f"{plain(100 * value, 12)}{PERCENT}"
    if name == "training.patience":
        return f"after {value:,} epoch{'' if value == 1 else 's'} without progress"
    return plain(value, 12)


def written_settings(experiment: Experiment) -> Facts:
    """Return all settings of an experiment as texts by what a reader calls them."""
    settings = settings_of(experiment)
    return {SETTINGS[name]: setting_text(settings, name) for name in settings}
