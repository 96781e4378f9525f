"""Neurons that answer with a probability of ½ everywhere: they have no line, but rounding would draw one."""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from nnkit.concepts.logistic import cross_entropy_terms
from nnkit.concepts.perceptron import Samples
from nnkit.results.inference import expit
from pages.perceptron.lines import plane_of, weighted_sums

MAX_DISTANCE = 0.0005  # of a probability that is written as 0.500
MAX_SLOPE = 1e-9  # of a loss whose slope is 0 but for rounding


def is_undecided(samples: Samples, w: np.ndarray) -> bool:
    """Whether a model of probabilities with the weights b, w1, w2 answers 0.500 everywhere in the picture."""
    z = weighted_sums(tuple(map(Fraction, w)), plane_of(samples))
    return bool(np.abs(expit(z) - 0.5).max() < MAX_DISTANCE)


def undecided_text(samples: Samples, names: Iterable[str]) -> str:
    """Say why the models with these names have no line; an empty text if there are none."""
    if not (models := " and ".join(names)):
        return ""
    text = f"{models}: there is no line, because the answer p is 0.500 everywhere in the picture."
    slopes = cross_entropy_terms(samples.points, np.array(samples.labels), (0, 0), 0).gradient
    if np.abs(slopes).max() < MAX_SLOPE:
        return (
            f"{text} No weights give these points a lower loss. The slope of the loss is 0 at w = 0, and this loss is "
            "lowest where its slope is 0."
        )
    return text
