"""A straight line between the four points of a truth table of two inputs: what a single neuron can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

CORNERS = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])
XOR = np.array([0, 1, 1, 0])  # the class of each corner
ANGLES = np.arange(360)  # degrees that `try_every_line` tries
OFFSETS = np.linspace(-1.5, 1.5, 301)  # no line further out comes between the corners: they lie within √2 of (0, 0)


@dataclass(frozen=True)
class DecisionLine:
    """Class 1 lies where x1 cos(angle) + x2 sin(angle) > offset: the angle is that of the arrow towards class 1."""

    angle: float  # degrees
    offset: float  # of the line from (0, 0), along the arrow

    @property
    def direction(self) -> np.ndarray:
        """Of the arrow: (2,), length 1. It is the weights of a neuron whose threshold is the offset."""
        return np.array([np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))])

    def sums(self, points: np.ndarray) -> np.ndarray:
        """How far points (n, 2) lie from the line, positive on the side of class 1: (n,)."""
        return points @ self.direction - self.offset

    def right(self, points: np.ndarray, labels: Sequence[int]) -> np.ndarray:
        """Which points (n, 2) lie on the side of their class: (n,) bool."""
        return (self.sums(points) > 0) == (np.asarray(labels) == 1)


@dataclass(frozen=True)
class Search:
    """What trying many lines has shown."""

    tried: int
    max_right: int  # corners
    as_good: int  # lines that get as many right


@cache
def try_every_line(labels: tuple[int, ...] = tuple(XOR.tolist())) -> Search:
    """Lines at every angle and offset of the grid, between the corners with these classes."""
    angles = np.radians(ANGLES)
    heights = np.outer(np.cos(angles), CORNERS[:, 0]) + np.outer(np.sin(angles), CORNERS[:, 1])
    ones = heights[:, None, :] > OFFSETS[None, :, None]
    right = (ones == (np.array(labels) == 1)).sum(axis=-1)
    return Search(right.size, int(right.max()), int((right == right.max()).sum()))
