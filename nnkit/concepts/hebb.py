"""Hebb's rule (1949) and Oja's correction (1982): how the weights into one neuron follow what fires together."""

from dataclasses import dataclass

import numpy as np

from nnkit.experiment.limits import check_number, check_whole

MAX_RATE = 0.05  # beyond it, Oja's rule overshoots where several neurons fire strongly at once
FIRST_LENGTH = 0.1  # of the weights, as a vector, before anything has been learned


@dataclass(frozen=True)
class HebbConfig:
    """Neurons that fire together onto one other, and how fast its weights follow."""

    neurons: int = 2
    correlation: float = 0.8  # between the activities of any two of them
    learning_rate: float = 0.01
    moments: int = 500  # at each of which all neurons are active somehow, and the weights change once
    seed: int = 0  # of the activities and of the first weights

    def __post_init__(self) -> None:
        for name in ("neurons", "moments", "seed"):
            check_whole(self, name)
        check_number(self, "correlation")
        if not 0 < self.learning_rate <= MAX_RATE:
            raise ValueError(f"learning_rate must be above 0 and at most {MAX_RATE}; got {self.learning_rate!r}")


@dataclass(frozen=True, eq=False)
class HebbResult:
    """What became of the weights, from before the first moment to after the last."""

    activities: np.ndarray  # (moments, neurons), each one's distance from its average
    hebb: np.ndarray  # weights by Hebb's rule, (moments + 1, neurons)
    oja: np.ndarray  # weights by Oja's rule, (moments + 1, neurons)

    @property
    def component(self) -> np.ndarray:
        """The first principal component of the activities: (neurons,) of length 1, its sum not negative."""
        _, vectors = np.linalg.eigh(self.activities.T @ self.activities)  # the largest eigenvalue comes last
        first = vectors[:, -1]
        return -first if first.sum() < 0 else first


def learn(config: HebbConfig) -> HebbResult:
    """Both rules on the same activities, from the same first weights."""
    random = np.random.default_rng(config.seed)
    activities = draw_activities(config, random)
    first = random.normal(size=config.neurons)
    first *= FIRST_LENGTH / np.linalg.norm(first)
    follow = (apply_rule(activities, first, config.learning_rate, corrected) for corrected in (False, True))
    return HebbResult(activities, *follow)


def draw_activities(config: HebbConfig, random: np.random.Generator) -> np.ndarray:
    """Gaussian, of mean 0, variance 1 and the chosen correlation between any two: (moments, neurons)."""
    shared = random.normal(size=(config.moments, 1))
    own = random.normal(size=(config.moments, config.neurons))
    return np.sqrt(config.correlation) * shared + np.sqrt(1 - config.correlation) * own


def apply_rule(activities: np.ndarray, first: np.ndarray, learning_rate: float, corrected: bool) -> np.ndarray:
    """The weights over time, (moments + 1, neurons), where the receiving neuron answers y = w · x.

    Hebb: Δw = η x y. Corrected, Oja: Δw = η y (x - y w); Oja (1982), Journal of Mathematical Biology 15, 267-273.
    """
    weights = np.empty((len(activities) + 1, len(first)))
    weights[0] = first
    for moment, x in enumerate(activities):
        w = weights[moment]
        y = w @ x
        weights[moment + 1] = w + learning_rate * y * (x - y * w if corrected else x)
    return weights


def alignment(weights: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """|cos| of the angle between weights (…, neurons) and a direction (neurons,): 1 along it, 0 across."""
    lengths = np.linalg.norm(weights, axis=-1) * np.linalg.norm(direction)
    return np.abs(weights @ direction) / lengths
