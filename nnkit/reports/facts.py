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
    "edited": "points after changes",
    "rows": "points",
    "columns": "columns",
    "labels": "labels",
    "features": "inputs",
    "corners": "corners of the curve",
    "train_size": "training samples",
    "validation_share": "kept for validation",
    "vocabulary": "words in the vocabulary",
    "source": "source",
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
    "restore_best": "best weights restored",
    "seed": "seed",
}
_REGISTRIES = {"activation": ACTIVATIONS, "optimizer": OPTIMIZERS, "source": REVIEW_SOURCES}
_FORMER = {"stopped": " (stopped)", "diverged": " (the loss became too large for a number)"}


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
        facts["seed of the points"] = str(choices["seed"])
    for part in (network, training):
        facts |= {_NAMES[name]: _text(name, value, {}) for name, value in asdict(part).items()}
    if training.batch_size is None:
        facts["batch size"] = "all samples"
    if training.patience is not None:
        facts["early stopping"] = f"after {training.patience:,} epochs without progress"
    return facts


def results_of(run: Run) -> Facts:
    """Return the scores of a run. Losses contain the penalties, as Keras reports them."""
    unit = loss_unit(run.experiment)
    facts = {}
    if run.test["accuracy"] is not None:
        facts["test accuracy"] = percent(run.test["accuracy"])
    if run.test["loss"] is not None:
        facts[f"test loss ({unit})"] = scientific(run.test["loss"])
    if best := _lowest(run):
        facts[f"lowest validation loss ({unit})"] = f"{scientific(best[0])} at epoch {epoch_text(best[1])}"
    facts["epochs done"] = f"{epoch_text(run.epochs_done)}{_FORMER.get(run.outcome, '')}"
    facts["parameters"] = f"{sum(layer.parameters for layer in layers_of(run.experiment)):,}"
    facts[SECONDS] = f"{run.seconds:.1f} s"
    return facts


def loss_unit(experiment: Experiment) -> str:
    """Return in what losses are measured: the loss of a regression has no unit, so its name stands there."""
    return "mean squared error" if experiment.data.classes is None else "nats"


def _lowest(run: Run) -> tuple[float, float] | None:
    """Return the lowest validation loss and its epoch; None where there was no validation."""
    pairs = zip(run.history["val_loss"], run.history["epoch"], strict=True)
    return min(((loss, epoch) for loss, epoch in pairs if loss is not None), default=None)


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
