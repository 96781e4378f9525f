"""What led to a run and what came out of it, as pairs of a name and a text."""

from dataclasses import asdict
from typing import Any

from nnkit.experiment import (
    ACTIVATIONS,
    CURVES,
    GROUP_SHAPES,
    OPTIMIZERS,
    PLANAR_SHAPES,
    REVIEW_SOURCES,
    Experiment,
    Groups,
)
from nnkit.experiment.layers import layers_of
from nnkit.figures.numbers import epoch_text, percent, plain, scientific
from nnkit.results.run import Run
from nnkit.results.summary import summary_of

Facts = dict[str, str]

NONE = "none"
SECONDS = "time to train"
_DATA = {
    "mnist": "handwritten digits",
    "planar": "points of two classes",
    "table": "points from a reader's table",
    "imdb": "movie reviews",
    "groups": "points of several classes",
    "curve": "points near a curve",
}
# By the names of the fields in nnkit/experiment/, in the order in which they are listed.
_NAMES = {
    "shape": "shape",
    "classes": "classes",
    "points": "training points",
    "noise": "noise",
    "edited": "edited points",
    "rows": "points",
    "columns": "columns",
    "labels": "labels",
    "features": "inputs",
    "corners": "corners",
    "train_size": "training samples",
    "validation_share": "validation share",
    "vocabulary": "vocabulary",
    "source": "source of the reviews",
    "hidden": "hidden units",
    "activation": "activation",
    "l1": "L1 penalty",
    "l2": "L2 penalty",
    "dropout": "dropout",
    "optimizer": "optimizer",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "epochs": "epochs",
    "patience": "early stopping",
    "restore_best": "restore the best weights",
    "seed": "seed of the network",
}
_REGISTRIES = {"activation": ACTIVATIONS, "optimizer": OPTIMIZERS, "source": REVIEW_SOURCES}
_ENDS = {"stopped": " (stopped)", "diverged": " (the loss became too large for a number)"}


def settings_of(experiment: Experiment) -> Facts:
    """Return all settings by their names. What is switched off is "none"."""
    data, network, training = experiment.data, experiment.network, experiment.training
    facts = {"data": _DATA[data.name]}
    shapes = GROUP_SHAPES if isinstance(data, Groups) else {**PLANAR_SHAPES, **CURVES}
    choices = asdict(data)
    facts |= {_NAMES[name]: _text(name, value, shapes) for name, value in choices.items() if name != "seed"}
    if isinstance(data, Groups):
        facts["classes"] = str(data.classes)
    if "seed" in choices:
        facts["seed of the data"] = str(choices["seed"])
    for part in (network, training):
        facts |= {_NAMES[name]: _text(name, value, {}) for name, value in asdict(part).items()}
    if training.batch_size is None:
        facts["batch size"] = "all samples"
    if training.patience is not None:
        facts["early stopping"] = f"after {training.patience:,} epochs without progress"
    return facts


def results_of(run: Run) -> Facts:
    """Return the scores of a run. Losses leave out penalties, so that networks can be compared by them."""
    unit, values = loss_unit(run.experiment), summary_of(run)
    facts = {}
    if values.test_accuracy is not None:
        facts["test accuracy"] = percent(values.test_accuracy)
    if values.test_loss is not None:
        facts[f"test loss ({unit})"] = scientific(values.test_loss)
    if values.best_val_loss is not None and values.best_epoch is not None:
        lowest = f"{scientific(values.best_val_loss)} at epoch {epoch_text(values.best_epoch)}"
        facts[f"lowest validation loss ({unit})"] = lowest
    facts["epochs done"] = f"{epoch_text(values.epochs)}{_ENDS.get(run.outcome, '')}"
    facts["parameters"] = f"{sum(layer.parameters for layer in layers_of(run.experiment)):,}"
    facts[SECONDS] = f"{values.seconds:.1f} s"
    return facts


def loss_unit(experiment: Experiment) -> str:
    """Return in what losses are measured: the loss of a regression has no unit, so its name stands there."""
    return "mean squared error" if experiment.data.classes is None else "nats"


def _text(name: str, value: Any, shapes: dict[str, str]) -> str:
    """Return the value of a field as a reader sees it."""
    registry = shapes if name == "shape" else _REGISTRIES.get(name, {})
    if registry:
        return registry[value].partition(":")[0]
    if isinstance(value, bool):
        return "yes" if value else NONE
    if name == "seed":
        return str(value)
    if name in ("validation_share", "dropout"):
        return percent(value, 0) if value else NONE
    if name in ("edited", "rows", "corners"):
        return f"{len(value):,}" if value else NONE
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value is None or (value == 0 and name in ("l1", "l2")) else plain(value)
