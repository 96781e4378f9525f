"""The arrays that every loader returns."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews


@dataclass(frozen=True, eq=False)
class Dataset:
    """Read-only arrays for training, validation and test.

    x_: (samples, *input_shape) as stored: pixels uint8 0 … 255, coordinates float32. The model scales them.
        For reviews these are `Reviews`, since arrays (samples, vocabulary) would take gigabytes.
    y_: (samples,) int32 class numbers from 0, or float32 numbers to predict.
    x_val and y_val have no rows where no data is kept for validation.
    """

    x_train: np.ndarray | Reviews
    y_train: np.ndarray
    x_val: np.ndarray | Reviews
    y_val: np.ndarray
    x_test: np.ndarray | Reviews
    y_test: np.ndarray

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if not isinstance(array, Reviews):  # whose arrays are read-only already
                array.flags.writeable = False
