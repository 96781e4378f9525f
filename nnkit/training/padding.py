"""Layers padded to a few widths, so that moving the slider of the units compiles nothing."""

from collections.abc import Sequence
from math import prod

import numpy as np

from nnkit.experiment import Experiment
from nnkit.experiment.layers import weight_shapes

PADDED_WIDTHS = (8, 16, 32, 64, 128)

Shapes = Sequence[tuple[int, ...]]  # of padded weights, in `get_weights()` order


def padded_width(units: int) -> int:
    """The smallest of the padded widths that holds so many units."""
    return next(width for width in PADDED_WIDTHS if units <= width)


def pad(weights: Sequence[np.ndarray], shapes: Shapes) -> tuple[np.ndarray, ...]:
    """Extend the weights of the real network to these shapes with zeros."""
    return tuple(
        np.pad(array, [(0, big - small) for small, big in zip(array.shape, shape, strict=True)])
        for array, shape in zip(weights, shapes, strict=True)
    )


def split(vector: np.ndarray, shapes: Shapes) -> list[np.ndarray]:
    """Cut a vector (values,) that holds padded weights one after another into arrays of these shapes."""
    ends = np.cumsum([prod(shape) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)]


def unpad(weights: Sequence[np.ndarray], experiment: Experiment) -> tuple[np.ndarray, ...]:
    """Cut the weights of the real network out of the padded ones.

    They are copies: views would keep all snapshots of a call in memory.
    """
    return tuple(
        array[tuple(slice(size) for size in shape)].copy()
        for array, shape in zip(weights, weight_shapes(experiment), strict=True)
    )
