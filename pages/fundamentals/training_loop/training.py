"""The small training run that the section shows stage by stage."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from nnkit import Planar, load
from nnkit.concepts.training_loop import TrainingStep, batches, initial_weights, train

DATA = Planar("moons", noise=0.2)
EPOCHS = 20


@dataclass(frozen=True)
class Choice:
    """The settings of the training that the section shows."""

    units: int
    learning_rate: float
    batch_size: int
    seed: int


@lru_cache(maxsize=16)
def steps_of(choice: Choice) -> tuple[TrainingStep, ...]:
    """Return all training steps of EPOCHS epochs."""
    data = load(DATA)
    x, y = data.x_train.astype(float), data.y_train.astype(float)
    batch_sequence = islice(batches(len(x), choice.batch_size, choice.seed), EPOCHS * batches_per_epoch(choice))
    return tuple(train(x, y, initial_weights(2, choice.units, choice.seed), choice.learning_rate, batch_sequence))


@lru_cache(maxsize=16)
def losses_of(choice: Choice) -> np.ndarray:
    """Return the loss of the batch of each step: (steps,)."""
    return np.array([step.loss for step in steps_of(choice)])


def batches_per_epoch(choice: Choice) -> int:
    return -(-len(load(DATA).x_train) // choice.batch_size)
