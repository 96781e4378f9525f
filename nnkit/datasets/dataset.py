"""What every loader returns."""

from dataclasses import dataclass

import numpy as np

from nnkit.datasets.imdb.reviews import Reviews


@dataclass(frozen=True, eq=False)
class Dataset:
    """Read-only arrays to train on, to validate with and to test on.

    x_: (samples, *input_shape) as stored: pixels uint8 0 … 255, coordinates float32. The model scales them itself.
        Of reviews all three are `Reviews`, the words that occur, since (samples, vocabulary) would be gigabytes.
    y_: (samples,) int32 class numbers from 0, or float32 numbers to predict.
    x_val and y_val have no rows where nothing is kept for validation.
    """

    x_train: np.ndarray | Reviews
    y_train: np.ndarray
    x_val: np.ndarray | Reviews
    y_val: np.ndarray
    x_test: np.ndarray | Reviews
    y_test: np.ndarray

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if not isinstance(array, Reviews):  # which froze its arrays itself
                array.flags.writeable = False
