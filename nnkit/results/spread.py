"""Means over several trainings, and whether two of them differ by more than chance explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt

import numpy as np

# Of how many standard errors a mean of so many differences must be, to be called different from 0: the 97.5 %
# quantile of Student's t with one degree of freedom less.
MIN_STANDARD_ERRORS = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}


@dataclass(frozen=True)
class Spread:
    """Mean, standard deviation, smallest and largest of several values."""

    mean: float
    deviation: float
    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """The mean of differences, its standard error, and whether it is too large for chance alone."""

    mean: float
    error: float
    is_clear: bool


def spread_of(values: Sequence[float]) -> Spread:
    """Return the spread of at least two values."""
    return Spread(float(np.mean(values)), float(np.std(values, ddof=1)), min(values), max(values))


def paired_difference(values: Sequence[float], others: Sequence[float]) -> Difference:
    """Compare two networks that were trained with the same seeds: values minus others, seed by seed.

    From 2 to 10 seeds. It is clear if a two-sided t test at 5 % says so.
    """
    differences = np.subtract(values, others)
    mean, error = float(differences.mean()), float(differences.std(ddof=1)) / sqrt(len(differences))
    return Difference(mean, error, abs(mean) > MIN_STANDARD_ERRORS[len(differences)] * error)


def standard_error(share: float, count: int) -> float:
    """Return the standard error of a share that is measured on so many independent samples."""
    return sqrt(share * (1 - share) / count)


def probability_of_luck(right: int, count: int, right_of_new: int, new: int) -> float:
    """Return how likely it is that at least so many of the first samples are right, if both kinds are equally hard.

    right of `count` samples, and right_of_new of `new` ones. Given their sum, the first number is hypergeometric:
    Fisher's exact test. It holds for any numbers, also for 20 samples that are all right.
    """
    total, all_right = count + new, right + right_of_new
    every_way = _log_comb(total, all_right)
    hits = range(max(right, all_right - new), min(count, all_right) + 1)
    return sum(exp(_log_comb(count, one) + _log_comb(new, all_right - one) - every_way) for one in hits)


def binomial_tail(right: int, count: int, share: float) -> float:
    """Return the probability that at least `right` of `count` samples are right if each is with probability `share`."""
    if share in (0, 1):
        return float(share == 1 or right == 0)
    yes, no = log(share), log1p(-share)
    return sum(exp(_log_comb(count, hits) + hits * yes + (count - hits) * no) for hits in range(right, count + 1))


def _log_comb(count: int, chosen: int) -> float:
    """Return ln of the number of ways to choose so many of `count`: the numbers themselves overflow."""
    return lgamma(count + 1) - lgamma(chosen + 1) - lgamma(count - chosen + 1)
