"""Hebb's rule (1949) and Oja's correction (1982), which change the weights from several neurons to one neuron."""

from dataclasses import dataclass

import numpy as np

from nnkit.experiment.limits import check_number, check_whole

MAX_LEARNING_RATE = 0.05  # above it, Oja's rule overshoots where several neurons fire strongly at once
INITIAL_LENGTH = 0.1  # of the vector of initial weights


@dataclass(frozen=True)
class HebbConfig:
    """Choices for a neuron that learns from several others. Raises ValueError for a number out of bounds."""

    neurons: int = 2
    correlation: float = 0.8  # between the activities of any two neurons
    learning_rate: float = 0.01
    moments: int = 500  # at each moment all neurons have an activity, and the weights change once
    seed: int = 0  # of the activities and of the initial weights

    def __post_init__(self) -> None:
        for name in ("neurons", "moments", "seed"):
            check_whole(self, name)
        check_number(self, "correlation")
        if not 0 < self.learning_rate <= MAX_LEARNING_RATE:
            raise ValueError(
                f"learning_rate must be above 0 and at most {MAX_LEARNING_RATE}; got {self.learning_rate!r}"
            )


@dataclass(frozen=True, eq=False)
class HebbResult:
    """The activities, and the weights from before the first moment to after the last."""

    activities: np.ndarray  # (moments, neurons), as differences from their mean
    hebb: np.ndarray  # (moments + 1, neurons) weights by Hebb's rule
    oja: np.ndarray  # (moments + 1, neurons) weights by Oja's rule

    @property
    def component(self) -> np.ndarray:
        """The first principal component of the activities: (neurons,), of length 1 and with a sum of at least 0."""
        _, vectors = np.linalg.eigh(self.activities.T @ self.activities)  # the largest eigenvalue comes last
        first = vectors[:, -1]
        return -first if first.sum() < 0 else first


def learn(config: HebbConfig) -> HebbResult:
    """Apply both rules to the same activities, from the same initial weights."""
    random = np.random.default_rng(config.seed)
    activities = draw_activities(config, random)
    initial = random.normal(size=config.neurons)
    initial *= INITIAL_LENGTH / np.linalg.norm(initial)
    hebb, oja = (apply_rule(activities, initial, config.learning_rate, corrected) for corrected in (False, True))
    return HebbResult(activities, hebb, oja)


def draw_activities(config: HebbConfig, random: np.random.Generator) -> np.ndarray:
    """Draw Gaussian activities of mean 0, variance 1 and the chosen correlation between any two: (moments, neurons)."""
    shared = random.normal(size=(config.moments, 1))
    own = random.normal(size=(config.moments, config.neurons))
    return np.sqrt(config.correlation) * shared + np.sqrt(1 - config.correlation) * own


def apply_rule(activities: np.ndarray, initial: np.ndarray, learning_rate: float, corrected: bool) -> np.ndarray:
    """Apply a rule once for each moment, where x are the activities and y = w · x is the receiving neuron's output.

    activities: (moments, neurons). initial: (neurons,) weights. Returns the weights over time, (moments + 1, neurons).
    Hebb's rule: Δw = η x y; Hebb (1949), The Organization of Behavior, p. 62, says it in words. Corrected is Oja's
    rule: Δw = η y (x - y w); Oja (1982), Journal of Mathematical Biology 15, 267-273.
    """
    weights = np.empty((len(activities) + 1, len(initial)))
    weights[0] = initial
    for moment, x in enumerate(activities):
        w = weights[moment]
        y = w @ x
        weights[moment + 1] = w + learning_rate * y * (x - y * w if corrected else x)
    return weights


def alignment(weights: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """|cos| of the angle between weights (…, neurons) and a direction (neurons,): 1 where parallel. Returns (…)."""
    lengths = np.linalg.norm(weights, axis=-1) * np.linalg.norm(direction)
    return np.abs(weights @ direction) / lengths
