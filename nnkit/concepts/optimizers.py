"""The way down a loss over two weights: the steps of Keras's optimizers, and a verdict on where they lead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnkit.concepts.loss_surfaces import Surface, lowest

MOMENTUM, RHO, BETA_1, BETA_2, EPSILON = (
    0.9,
    0.9,
    0.9,
    0.999,
    1e-7,
)  # as in nnkit/training/model.py, and Keras's defaults
FAR = 1e6  # weights beyond have diverged
ARRIVED = 0.99  # of the way from the first loss down to the lowest one
FLAT = 1e-3  # of the steepest gradient of a path
RISEN = 0.005  # of the height between the first loss and the lowest one

Memory = tuple[np.ndarray, np.ndarray]  # what an optimizer keeps of earlier gradients, zeros at first
Step = Callable[[np.ndarray, Memory, np.ndarray, int], tuple[np.ndarray, Memory]]

VERDICTS = {
    "diverges": "ends higher than it began, or leaves for infinity: the learning rate is too large",
    "oscillates": "most of its way goes back against the step before: the learning rate is close to too large",
    "overshoots": "has passed the lowest place on its way, climbed again, and not arrived in so few steps",
    "arrives": "has come down at least 99 % of the way to the lowest loss",
    "too small": "is on its way down, but its steps are too small to arrive in so few of them",
    "rests": "stands where the slope is (almost) zero though it is not the lowest place",
}


def sgd(gradient: np.ndarray, memory: Memory, rate: np.ndarray, step: int) -> tuple[np.ndarray, Memory]:
    """Δw = -η g"""
    return -rate * gradient, memory


def momentum(gradient: np.ndarray, memory: Memory, rate: np.ndarray, step: int) -> tuple[np.ndarray, Memory]:
    """v ← 0.9 v - η g, Δw = v (Polyak 1964)"""
    velocity = MOMENTUM * memory[0] - rate * gradient
    return velocity, (velocity, memory[1])


def rmsprop(gradient: np.ndarray, memory: Memory, rate: np.ndarray, step: int) -> tuple[np.ndarray, Memory]:
    """s ← 0.9 s + 0.1 g², Δw = -η g / √(s + ε) (Hinton, Srivastava and Swersky 2012; ε where Keras has it)"""
    squares = RHO * memory[1] + (1 - RHO) * gradient**2
    return -rate * gradient / np.sqrt(squares + EPSILON), (memory[0], squares)


def adam(gradient: np.ndarray, memory: Memory, rate: np.ndarray, step: int) -> tuple[np.ndarray, Memory]:
    """m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g², Δw = -η √(1 - 0.999ᵗ) / (1 - 0.9ᵗ) · m / (√s + ε), t from 1

    Kingma and Ba 2015, in the form of the last lines of their section 2, as Keras has it.
    """
    mean = BETA_1 * memory[0] + (1 - BETA_1) * gradient
    squares = BETA_2 * memory[1] + (1 - BETA_2) * gradient**2
    corrected = rate * np.sqrt(1 - BETA_2**step) / (1 - BETA_1**step)
    return -corrected * mean / (np.sqrt(squares) + EPSILON), (mean, squares)


# By the names of nnkit.experiment.options.OPTIMIZERS.
STEPS: dict[str, Step] = {"sgd": sgd, "momentum": momentum, "rmsprop": rmsprop, "adam": adam}


def descend(
    surface: Surface,
    optimizer: str,
    rates: Sequence[float],
    start: Sequence[float],
    batches: Sequence[np.ndarray | None],
) -> np.ndarray:
    """Weights (steps + 1, rates, 2) float64 on the way from the start, for each learning rate.

    They are NaN from where they diverge beyond FAR. batches: the samples that each step sees, None for all of them.
    """
    rate = np.array(rates, float)[:, None]
    way = np.empty((len(batches) + 1, len(rates), 2))
    way[0] = start
    memory = np.zeros_like(way[0]), np.zeros_like(way[0])
    for step, batch in enumerate(batches, 1):
        change, memory = STEPS[optimizer](surface.gradient(way[step - 1], batch), memory, rate, step)
        way[step] = way[step - 1] + change
        way[step][(np.abs(way[step]) > FAR).any(axis=-1)] = np.nan
    return way


@dataclass(frozen=True)
class Verdict:
    """What a path came to: a name of VERDICTS, and the numbers that it rests on."""

    kind: str
    steps: int  # until the end, or until it diverged
    first: float  # loss
    last: float
    came_down: float  # share of the way from the first loss to the lowest
    turned_back: float  # share of the way after the first step that goes back against the step before
    risen: float  # all climbs together, as a share of the height between the first loss and the lowest


def judge(surface: Surface, way: np.ndarray) -> Verdict:
    """The verdict on weights (steps + 1, 2), computed from them and their losses over all samples alone."""
    finite = way[np.isfinite(way).all(axis=-1)]
    losses = surface.loss(finite)
    first, last, bottom = float(losses[0]), float(losses[-1]), lowest_loss(surface)
    height = max(first - bottom, np.finfo(float).tiny)  # from the lowest place itself there is no way down
    risen = float(np.maximum(np.diff(losses), 0).sum()) / height
    numbers = len(finite) - 1, first, last, (first - last) / height, turned_back(finite), risen
    gone = len(finite) < len(way) or last > first
    return Verdict("diverges" if gone else _kind(surface, finite, Verdict("", *numbers)), *numbers)


def turned_back(way: np.ndarray) -> float:
    """The share of the way (steps + 1, 2) after its first step whose steps make an angle above 90° with those before.

    On a quadratic loss along one direction of curvature λ, plain gradient descent steps by the factor 1 - ηλ: for
    ηλ < 1 no step turns back, above all of them do.
    """
    steps = np.diff(way, axis=0)
    lengths = np.linalg.norm(steps, axis=1)[1:]
    back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
    return float(lengths[back].sum() / lengths.sum()) if lengths.sum() > 0 else 0.0


@lru_cache(maxsize=16)
def lowest_loss(surface: Surface) -> float:
    return float(surface.loss(lowest(surface)[0]))


def _kind(surface: Surface, way: np.ndarray, numbers: Verdict) -> str:
    """Of a path that did not diverge."""
    if numbers.turned_back > 0.5:
        return "oscillates"
    if numbers.came_down >= ARRIVED or numbers.first == numbers.last == lowest_loss(surface):
        return "arrives"
    slopes = np.linalg.norm(surface.gradient(way), axis=-1)
    if slopes[-1] <= FLAT * slopes.max():
        return "rests"
    return "overshoots" if numbers.risen > RISEN else "too small"
