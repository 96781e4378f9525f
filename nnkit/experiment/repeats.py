"""The same choices with other seeds, to tell what follows from the choices and what is chance."""

from dataclasses import replace

from nnkit.experiment.data import Planar, Table
from nnkit.experiment.experiment import Experiment
from nnkit.experiment.limits import LIMITS

SEEDS_ON_POINTS, SEEDS_ON_REVIEWS = 10, 5


def next_seeds(first: int, count: int) -> list[int]:
    """Return `first` and the seeds after it; 0 follows the largest seed."""
    seeds = int(LIMITS["seed"][1]) + 1
    return [(first + number) % seeds for number in range(count)]


def repeats_of(experiment: Experiment) -> tuple[Experiment, ...]:
    """Return the experiment and others that differ in their seeds only.

    On points in the plane, each has other points too, since a network of points is trained in a moment: what holds for
    all of them holds for points of this kind. On reviews, all learn from the same reviews and are tested on the same.
    """
    data, training = experiment.data, experiment.training
    if not isinstance(data, Planar | Table):
        seeds = next_seeds(training.seed, SEEDS_ON_REVIEWS)
        return tuple(replace(experiment, training=replace(training, seed=seed)) for seed in seeds)
    both = zip(next_seeds(training.seed, SEEDS_ON_POINTS), next_seeds(data.seed, SEEDS_ON_POINTS), strict=True)
    return tuple(
        replace(experiment, data=replace(data, seed=other), training=replace(training, seed=seed))
        for seed, other in both
    )
