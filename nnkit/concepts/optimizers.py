"""Gradient descent on a loss over two weights: the update rules of Keras's optimizers, and a verdict on the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.concepts.loss_surfaces import Surface, find_minima

# The values of nnkit/training/model.py, which are Keras's defaults.
MOMENTUM, RHO, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.9, 0.999, 1e-7
MAX_WEIGHT = 1e6  # a trajectory with a larger weight has diverged
MIN_PROGRESS = 0.99  # share of the height between the first loss and the lowest, from which on it has arrived
MAX_FLAT_SLOPE = 1e-3  # share of a trajectory's steepest gradient, up to which it rests
MIN_CLIMB = 0.005  # share of the height between the first loss and the lowest, above which it overshoots

OptimizerState = tuple[np.ndarray, np.ndarray]  # means of earlier gradients and of their squares; zeros at first
Update = tuple[np.ndarray, OptimizerState]  # the change Δw, and the state for the next step
# gradient (…, 2), state, learning rate (…, 1), number of the step from 1 -> the update. Each formula is in terms of
# the gradient g, the learning rate η and the number of the step t.
UpdateRule = Callable[[np.ndarray, OptimizerState, np.ndarray, int], Update]

VERDICTS = {
    "diverges": "It ends higher than it started, or its weights grow without end. The learning rate is too large.",
    "oscillates": "Most of its way goes back against the step before. The learning rate is nearly too large.",
    "overshoots": "It passes the lowest place, climbs again and does not arrive in so few steps.",
    "arrives": "It comes down at least 99\u00a0% of the way to the lowest loss.",
    "too small": "It is on its way down, but its steps are too small to arrive in so few steps.",
    "rests": "It stands where the slope is (almost) zero, but this is not the lowest place.",
}


def sgd(gradient: np.ndarray, state: OptimizerState, learning_rate: np.ndarray, step: int) -> Update:
    """Δw = -η g"""
    return -learning_rate * gradient, state


def momentum(gradient: np.ndarray, state: OptimizerState, learning_rate: np.ndarray, step: int) -> Update:
    """v ← 0.9 v - η g, Δw = v. Polyak (1964), USSR Computational Mathematics and Mathematical Physics 4(5), 1-17."""
    velocity = MOMENTUM * state[0] - learning_rate * gradient
    return velocity, (velocity, state[1])


def rmsprop(gradient: np.ndarray, state: OptimizerState, learning_rate: np.ndarray, step: int) -> Update:
    """s ← 0.9 s + 0.1 g², Δw = -η g / √(s + ε).

    Hinton, Srivastava and Swersky (2012), Neural Networks for Machine Learning, lecture 6; ε stands where Keras has it.
    """
    squares = RHO * state[1] + (1 - RHO) * gradient**2
    return -learning_rate * gradient / np.sqrt(squares + EPSILON), (state[0], squares)


def adam(gradient: np.ndarray, state: OptimizerState, learning_rate: np.ndarray, step: int) -> Update:
    """m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g², Δw = -η √(1 - 0.999ᵗ) / (1 - 0.9ᵗ) · m / (√s + ε).

    Kingma and Ba (2015), ICLR, in the form of the last lines of their section 2, which Keras uses.
    """
    mean = BETA_1 * state[0] + (1 - BETA_1) * gradient
    squares = BETA_2 * state[1] + (1 - BETA_2) * gradient**2
    corrected = learning_rate * np.sqrt(1 - BETA_2**step) / (1 - BETA_1**step)
    return -corrected * mean / (np.sqrt(squares) + EPSILON), (mean, squares)


# By the names of nnkit.experiment.options.OPTIMIZERS.
UPDATE_RULES: dict[str, UpdateRule] = {"sgd": sgd, "momentum": momentum, "rmsprop": rmsprop, "adam": adam}


def descend(
    surface: Surface,
    optimizer: str,
    learning_rates: Sequence[float],
    start: Sequence[float],
    batches: Sequence[np.ndarray | None],
) -> np.ndarray:
    """The trajectory of the weights from the start, for each learning rate: (steps + 1, learning rates, 2) float64.

    optimizer: a name of UPDATE_RULES. start: both weights. batches: for each step the row numbers of its samples, or
    None for all samples. Weights are NaN after one of them has passed MAX_WEIGHT.
    """
    learning_rate = np.array(learning_rates, float)[:, None]
    trajectory = np.empty((len(batches) + 1, len(learning_rates), 2))
    trajectory[0] = start
    state = np.zeros_like(trajectory[0]), np.zeros_like(trajectory[0])
    for step, batch in enumerate(batches, 1):
        gradient = surface.gradient(trajectory[step - 1], batch)
        change, state = UPDATE_RULES[optimizer](gradient, state, learning_rate, step)
        trajectory[step] = trajectory[step - 1] + change
        trajectory[step][(np.abs(trajectory[step]) > MAX_WEIGHT).any(axis=-1)] = np.nan
    return trajectory


@dataclass(frozen=True)
class Verdict:
    """A judgement of a trajectory, and the numbers that it is based on."""

    kind: str  # a name of VERDICTS
    steps: int  # until the end, or until it diverged
    first: float  # loss
    last: float  # loss
    progress: float  # share of the height between the first loss and the lowest that the last loss has come down
    oscillation: float  # as the function `oscillation` computes it
    climbed: float  # sum of all increases of the loss, as a share of the height between the first loss and the lowest


def judge(surface: Surface, trajectory: np.ndarray) -> Verdict:
    """The verdict on a trajectory (steps + 1, 2), based on its weights and their losses over all samples."""
    finite = trajectory[np.isfinite(trajectory).all(axis=-1)]
    losses = surface.loss(finite)
    first, last, bottom = float(losses[0]), float(losses[-1]), lowest_loss(surface)
    height = max(first - bottom, np.finfo(float).tiny)  # 0 where the trajectory starts at the lowest loss
    climbed = float(np.maximum(np.diff(losses), 0).sum()) / height
    numbers = len(finite) - 1, first, last, (first - last) / height, oscillation(finite), climbed
    has_diverged = len(finite) < len(trajectory) or last > first
    return Verdict("diverges" if has_diverged else _kind(surface, finite, Verdict("", *numbers)), *numbers)


def oscillation(trajectory: np.ndarray) -> float:
    """The share of a trajectory's length (steps + 1, 2), after its first step, that goes against the step before.

    A step goes against another where their angle is above 90°. On a quadratic loss along one direction of curvature
    λ, plain gradient descent multiplies its steps by 1 - ηλ: for ηλ < 1 no step does so, for ηλ > 1 all of them do.
    """
    steps = np.diff(trajectory, axis=0)
    lengths = np.linalg.norm(steps, axis=1)[1:]
    back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
    return float(lengths[back].sum() / lengths.sum()) if lengths.sum() > 0 else 0.0


@lru_cache(maxsize=16)
def lowest_loss(surface: Surface) -> float:
    """The loss at the minima of the surface."""
    return float(surface.loss(find_minima(surface)[0]))


def _kind(surface: Surface, trajectory: np.ndarray, numbers: Verdict) -> str:
    """The verdict's name for a trajectory that did not diverge."""
    if numbers.oscillation > 0.5:
        return "oscillates"
    if numbers.progress >= MIN_PROGRESS or numbers.first == numbers.last == lowest_loss(surface):
        return "arrives"
    slopes = np.linalg.norm(surface.gradient(trajectory), axis=-1)
    if slopes[-1] <= MAX_FLAT_SLOPE * slopes.max():
        return "rests"
    return "overshoots" if numbers.climbed > MIN_CLIMB else "too small"
