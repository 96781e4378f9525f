"""Examples to learn from: `load(experiment.data)` for every kind of data there is."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.files import DataFileError
from nnkit.datasets.mnist import load_mnist
from nnkit.datasets.planar import load_planar
from nnkit.experiment import Data, Mnist, Planar

__all__ = ["DataFileError", "Dataset", "load"]

# A new kind of data: its choices in nnkit/experiment.py, its loader here.
LOADERS: dict[type[Data], Callable[..., Dataset]] = {Mnist: load_mnist, Planar: load_planar}


_ONE_AT_A_TIME = Lock()  # a class that opens a page together must not inflate a file thirty times


def load(data: Data) -> Dataset:
    """The arrays that the choice stands for; shapes as in `Dataset`.

    The same choice gives the same read-only arrays. Raises DataFileError where a bundled file is
    missing or damaged.
    """
    with _ONE_AT_A_TIME:
        return _load(data)


@lru_cache(maxsize=8)
def _load(data: Data) -> Dataset:
    return LOADERS[type(data)](data)
