"""The last and the best values of a run, as it is compared with others."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from nnkit.results.inference import penalty
from nnkit.results.run import Run


class Summary(NamedTuple):
    """Accuracies are shares of 1. Losses leave out penalties: nats, or mean squared errors of a regression.

    None where something was not measured. best_epoch: the one with the lowest validation loss, without a validation
    the one with the lowest training loss; the two best values belong to any epoch.
    """

    epochs: float
    seconds: float
    loss: float | None
    accuracy: float | None
    val_loss: float | None
    val_accuracy: float | None
    best_val_loss: float | None
    best_val_accuracy: float | None
    best_epoch: float | None
    test_loss: float | None
    test_accuracy: float | None


def summary_of(run: Run) -> Summary:
    """Return the last value of each curve, the best of those of validation, and the scores on the test data."""
    history, test = run.data_history, run.test
    losses = _array(history["val_loss"])
    losses = _array(history["loss"]) if np.isnan(losses).all() else losses
    best = None if np.isnan(losses).all() else history["epoch"][int(np.nanargmin(losses))]
    test_loss = test["loss"]
    return Summary(
        run.epochs_done,
        run.seconds,
        _last(history["loss"]),
        _last(history["accuracy"]),
        _last(history["val_loss"]),
        _last(history["val_accuracy"]),
        _best(history["val_loss"], np.nanmin),
        _best(history["val_accuracy"], np.nanmax),
        best,
        None if test_loss is None else test_loss - penalty(run.experiment, run.weights),
        test["accuracy"],
    )


def _array(values: list) -> np.ndarray:
    return np.array(values, float)  # None becomes NaN


def _last(values: list) -> float | None:
    return values[-1] if values else None


def _best(values: list, choose: Callable[[np.ndarray], Any]) -> float | None:
    known = _array(values)
    return None if np.isnan(known).all() else float(choose(known))
