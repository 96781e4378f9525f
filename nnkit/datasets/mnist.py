"""MNIST: 70,000 handwritten digits (LeCun, Cortes, Burges)."""

from functools import lru_cache

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.files import read_arrays
from nnkit.experiment import Mnist


def load_mnist(data: Mnist) -> Dataset:
    """Return the first `train_size` training digits, with the last share kept for validation, and all test digits.

    Raises DataFileError where a file is missing or damaged.
    """
    arrays = _digits()
    train = int(data.train_size * (1 - data.validation_share))  # as Keras's validation_split does
    return Dataset(
        x_train=arrays["x_train"][:train],
        y_train=arrays["y_train"][:train],
        x_val=arrays["x_train"][train : data.train_size],
        y_val=arrays["y_train"][train : data.train_size],
        x_test=arrays["x_test"],
        y_test=arrays["y_test"],
    )


@lru_cache(maxsize=1)
def _digits() -> dict[str, np.ndarray]:
    """Read the files once in a process: every data spec gets views of these arrays."""
    arrays = read_arrays("mnist")
    return {name: array.astype("int32") if name.startswith("y_") else array for name, array in arrays.items()}
