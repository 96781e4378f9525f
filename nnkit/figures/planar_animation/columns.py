"""Where the neurons of a network stand: in a column for each layer, which zigzags where the layer has many."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

STEPS = 36  # units of the x axis from one column to the next: whole numbers below 256 take one byte each
_MAX_STEP = 0.13  # from one circle to the one below it, as a share of the height; few stand in the middle
_APART, _ASIDE = 8, 9  # px from a circle to the next one below it, at least, and to the one beside it in a zigzag
_CIRCLES = (5, 16)  # px of the smallest and of the largest


class Column(NamedTuple):
    """The places of a layer's circles, in the units of the axes, and their size in px."""

    x: np.ndarray  # (units,) uint8
    y: np.ndarray  # (units,) float32, from above, between 1 and 0
    circle: int


def place_columns(sizes: Sequence[int], width: float, height: float) -> list[Column]:
    """Return a column for each layer. width, height: in px, from the first column to the last and from 0 to 1."""
    distance = width / (len(sizes) - 1)
    return [_place_column(number, size, distance, height) for number, size in enumerate(sizes)]


def _place_column(number: int, size: int, distance: float, height: float) -> Column:
    """Return the column of a number, from 0. distance: from one column to the next, in px."""
    step = min(_MAX_STEP, 1 / max(1, size - 1))
    zigzag = min(ceil(_APART / (step * height)), 1 + int(distance / 2 / _ASIDE))  # circles side by side
    units = np.arange(size)
    aside = ceil(STEPS * _ASIDE / distance)  # in whole units of the axis
    x = STEPS * number + units % zigzag * aside - (zigzag - 1) * aside // 2
    largest = _CIRCLES[1] if zigzag == 1 else _ASIDE - 1
    circle = round(np.clip(0.85 * zigzag * step * height, _CIRCLES[0], largest))
    y = 0.5 + step * ((size - 1) / 2 - units)
    return Column(x.astype(np.uint8), y.astype(np.float32), circle)
