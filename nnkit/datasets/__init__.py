"""The data sets: `load(experiment.data)` returns the arrays of any data spec."""

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

# To add a data set: its data spec in nnkit/experiment/data.py, its loader here.
LOADERS: dict[type[Data], Callable[..., Dataset]] = {
    Mnist: load_mnist,
    Planar: load_planar,
    Table: load_table,
    Imdb: load_imdb,
    Groups: load_groups,
    Curve: load_curve,
}

_ONE_AT_A_TIME = Lock()  # thirty visitors who open a page at the same time must not load it thirty times


def load(data: Data) -> Dataset:
    """Return the arrays of a data spec; shapes as in `Dataset`.

    The same spec gives the same read-only arrays. Raises DataFileError where a file is missing or damaged.
    """
    with _ONE_AT_A_TIME:
        if isinstance(data, Imdb):  # it keeps a few vocabularies itself: 64 would take 300 MB
            return load_imdb(data)
        return _load_table(data) if isinstance(data, Table) else _load(data)


def plane_points(data: Planar | Table) -> Dataset:
    """Return the same points with x1 and x2 (samples, 2) as inputs, whatever the features; a table's are scaled."""
    return load(replace(data, features=COORDINATES))


@lru_cache(maxsize=64)  # enough for ten seeds of some data sets, each with its features and with x1 and x2
def _load(data: Data) -> Dataset:
    return LOADERS[type(data)](data)


@lru_cache(maxsize=8)  # with its rows, a table of a reader's own may take 2 MB
def _load_table(data: Table) -> Dataset:
    return load_table(data)
