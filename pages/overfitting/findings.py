"""Scores of runs on points in the plane, and sentences on what they mean."""

from dataclasses import dataclass

import numpy as np

from nnkit import Experiment, Planar, Run, load
from nnkit import figures as draw
from nnkit.datasets import plane_points
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.results.grid import MARGIN as USUAL_MARGIN
from nnkit.results.grid import Grid, grid_around
from nnkit.results.inference import evaluate, penalty
from nnkit.results.spread import standard_error
from ui.memoize import memoize_per_run

SIDE = 64  # grid points along an edge of a map
MAX_HIDDEN_CHANGE = 0.001  # nats from one recorded epoch to the next that cannot be seen in a curve


@dataclass(frozen=True)
class Scores:
    """Scores of a network after training, without dropout: losses in nats; accuracies from 0 to 1.

    Losses are those of the data, without the penalty, so that networks with different penalties can be compared.
    """

    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    penalty: float  # in nats; Keras adds it to both losses


@memoize_per_run
def scores_of(run: Run) -> Scores:
    data = load(run.experiment.data)
    train = evaluate(run.experiment, run.weights, data.x_train, data.y_train)
    validation = evaluate(run.experiment, run.weights, data.x_val, data.y_val)
    extra = penalty(run.experiment, run.weights)
    losses = train["loss"] - extra, validation["loss"] - extra
    return Scores(losses[0], train["accuracy"], losses[1], validation["accuracy"], extra)


def best_possible(experiment: Experiment) -> float | None:
    """Return the accuracy on new points that no classifier beats on average; None if it is not known for them."""
    return bayes_accuracy(experiment.data) if isinstance(experiment.data, Planar) else None


def luck_on(points: int, best: float) -> str:
    """Write how far luck moves the accuracy of the best possible classifier on so many points: two standard errors."""
    return f"{200 * standard_error(best, points):.1f} percentage points"


def view_of(run: Run, side: int = SIDE, margin: float | None = None) -> tuple[Grid, draw.Points, np.ndarray | None]:
    """Return a grid around the training points, these points, and the true probability of class 1 if it is known.

    margin: on each side, as a share of the points' extent; the usual one of `grid_around` unless given.
    """
    points, data = plane_points(run.experiment.data), run.experiment.data
    grid = grid_around(points.x_train, side)
    if margin is not None:
        share = (1 + 2 * margin) / (1 + 2 * USUAL_MARGIN)
        grid = Grid(*(values.mean() + share * (values - values.mean()) for values in (grid.x1, grid.x2)))
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
        "Why the curves have steps: with this learning rate, every step of the training overshoots. The network jumps "
        "back and forth between two states, one after even epochs and one after odd epochs. The curves show "
        f"{len(epochs)} of {round(run.epochs_done):,} epochs, and these are sometimes even and sometimes odd."
    )
