"""Examples to learn from: `load(experiment.data)` for every kind of data there is."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.files import DataFileError
from nnkit.datasets.imdb.imdb import load_imdb
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.datasets.mnist import load_mnist
from nnkit.datasets.own_points.table import load_table
from nnkit.datasets.planar.curves import load_curve
from nnkit.datasets.planar.groups import load_groups
from nnkit.datasets.planar.planar import load_planar
from nnkit.experiment import COORDINATES, Curve, Data, Groups, Imdb, Mnist, Planar, Table

__all__ = ["DataFileError", "Dataset", "Reviews", "load", "plane_points"]

# A new kind of data: its choices in nnkit/experiment/data.py, its loader here.
LOADERS: dict[type[Data], Callable[..., Dataset]] = {
    Mnist: load_mnist,
    Planar: load_planar,
    Table: load_table,
    Imdb: load_imdb,
    Groups: load_groups,
    Curve: load_curve,
}

_ONE_AT_A_TIME = Lock()  # a class that opens a page together must not inflate a file thirty times


def load(data: Data) -> Dataset:
    """The arrays that the choice stands for; shapes as in `Dataset`.

    The same choice gives the same read-only arrays. Raises DataFileError where a bundled file is
    missing or damaged.
    """
    with _ONE_AT_A_TIME:
        if isinstance(data, Imdb):  # keeps a few vocabularies itself: 64 of them would be 300 MB
            return load_imdb(data)
        return _load(data)


def plane_points(data: Planar | Table) -> Dataset:
    """The same draw as places to show: x1 and x2 (samples, 2) whatever the features, a table's as it was scaled."""
    return load(replace(data, features=COORDINATES))


@lru_cache(maxsize=64)  # ten draws of a data set, each with and without what is made of its coordinates
def _load(data: Data) -> Dataset:
    return LOADERS[type(data)](data)
