"""A straight line between the four points of a truth table of two inputs: what a single neuron can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

CORNERS = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])
XOR = np.array([0, 1, 1, 0])  # the class of each corner
ANGLES = np.arange(360)  # degrees that `try_every_line` tries
OFFSETS = np.linspace(-1.5, 1.5, 301)  # a line further out has all corners on one side: they lie within √2 of (0, 0)


@dataclass(frozen=True)
class DecisionLine:
    """A line with an arrow towards class 1, which lies where x1 cos(angle) + x2 sin(angle) > offset."""

    angle: float  # of the arrow, in degrees
    offset: float  # distance of the line from (0, 0), along the arrow

    @property
    def direction(self) -> np.ndarray:
        """The arrow's direction, (2,) of length 1: the weights of a neuron whose threshold is the offset."""
        return np.array([np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))])

    def signed_distances(self, points: np.ndarray) -> np.ndarray:
        """The distances of points (n, 2) from the line, positive on the side of class 1: (n,)."""
        return points @ self.direction - self.offset

    def is_correct(self, points: np.ndarray, labels: Sequence[int]) -> np.ndarray:
        """Whether each of the points (n, 2) lies on the side of its class, 0 or 1: (n,) bool."""
        return (self.signed_distances(points) > 0) == (np.asarray(labels) == 1)


@dataclass(frozen=True)
class LineSearchResult:
    """The result of trying many lines."""

    tried: int  # lines
    max_correct: int  # corners on the side of their class, with the best line
    best_count: int  # lines that reach max_correct


@cache
def try_every_line(labels: tuple[int, ...] = tuple(XOR.tolist())) -> LineSearchResult:
    """Try lines at all of ANGLES and OFFSETS. labels: the class, 0 or 1, of each of CORNERS."""
    angles = np.radians(ANGLES)
    heights = np.outer(np.cos(angles), CORNERS[:, 0]) + np.outer(np.sin(angles), CORNERS[:, 1])
    predictions = heights[:, None, :] > OFFSETS[None, :, None]
    correct = (predictions == (np.array(labels) == 1)).sum(axis=-1)  # corners, (angles, offsets)
    return LineSearchResult(correct.size, int(correct.max()), int((correct == correct.max()).sum()))
