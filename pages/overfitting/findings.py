"""Scores of runs on points in the plane, and sentences on what they mean."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from nnkit import Experiment, Planar, Run, load
from nnkit import figures as draw
from nnkit.datasets import plane_points
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.results.grid import Grid, grid_around
from nnkit.results.inference import evaluate, penalty
from ui.memoize import memoize_per_run
from ui.numbers import percent

SIDE = 64  # grid points along an edge of a map
MAX_HIDDEN_CHANGE = 0.001  # nats from one recorded epoch to the next that cannot be seen in a curve


@dataclass(frozen=True)
class Scores:
    """Scores of a network after training, without dropout: losses in nats, penalty included; accuracies from 0 to 1."""

    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    penalty: float


@memoize_per_run
def scores_of(run: Run) -> Scores:
    data = load(run.experiment.data)
    train = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    validation = evaluate(run.experiment, run.weights, data.x_val, data.y_val)
    weight_penalty = penalty(run.experiment, run.weights)
    return Scores(train["loss"], train["accuracy"], validation["loss"], validation["accuracy"], weight_penalty)


def best_possible(experiment: Experiment) -> float | None:
    """Return the accuracy on new points that no classifier can beat; None if their distribution is not known."""
    return bayes_accuracy(experiment.data) if isinstance(experiment.data, Planar) else None


@memoize_per_run
def memorisation_sentence(run: Run) -> str:
    """Return a sentence if the training accuracy exceeds the best possible one by more than chance explains, or ""."""
    best, points = best_possible(run.experiment), len(load(run.experiment.data).x_train)
    if best is None:
        return ""
    accuracy = scores_of(run).accuracy
    # Two standard errors of the accuracy of the best classifier on this number of points.
    chance = 2 * sqrt(best * (1 - best) / points)
    if accuracy <= best + chance:
        return ""
    return (
        f"It gets {percent(accuracy)} of its {points:,} training points right, though no classifier gets more than "
        f"{percent(best)} of new points right, give or take {percent(chance)} on so few: the rest is memorised noise."
    )


def view_of(run: Run, side: int = SIDE) -> tuple[Grid, draw.Points, np.ndarray | None]:
    """Return a grid around the training points, these points, and the true probability of class 1 if it is known."""
    points = plane_points(run.experiment.data)
    grid, data = grid_around(points.x_train, side), run.experiment.data
    best = bayes_map(data, grid.x1, grid.x2) if isinstance(data, Planar) else None
    return grid, draw.Points(points.x_train, points.y_train), best


@memoize_per_run
def oscillation_sentence(run: Run) -> str:
    """Return a sentence if the validation loss alternates between even and odd epochs, or "".

    Recorded epochs are then sometimes even and sometimes odd, and the curves have steps.
    """
    epochs, losses = run.history["epoch"], np.array(run.history["val_loss"], float)
    late = slice(len(epochs) // 2, None)
    changes, odd = np.abs(np.diff(losses[late])), np.diff(epochs[late]) % 2 == 1
    if not odd.any() or odd.all() or np.median(changes[odd]) < MAX_HIDDEN_CHANGE + 5 * np.median(changes[~odd]):
        return ""
    return (
        "Why the curves have steps: with this learning rate every step overshoots, so that the network hops to and fro "
        f"between two states, one after even and one after odd epochs. Of {run.experiment.training.epochs:,} epochs "
        f"the curves hold {len(epochs)}, which are now of one kind, now of the other."
    )
