"""What every loader returns."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Dataset:
    """Read-only arrays to train on, to validate with and to test on.

    x_: (samples, *input_shape) as stored: pixels uint8 0 … 255, coordinates float32. The model scales them itself.
    y_: (samples,) int32 class numbers from 0.
    x_val and y_val have no rows where nothing is kept for validation.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_val: np.ndarray
    y_val: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    def __post_init__(self) -> None:
        for array in vars(self).values():
            array.flags.writeable = False
