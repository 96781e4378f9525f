"""The experiments in the chapter's own cells, by name."""

from nnkit.experiment.data import Imdb, Mnist, Planar
from nnkit.experiment.experiment import Experiment
from nnkit.experiment.network import Network, Training


def _moons(units: int, l1: float = 0.0, dropout: float = 0.0) -> Experiment:
    """Return one of the chapter's planar cells: one hidden layer, 200 noisy points, 5,000 steps of gradient descent."""
    network = Network((units,), "tanh", l1=l1, dropout=dropout)
    return Experiment(Planar(), network, Training("sgd", 1.0, None, 5_000))


def _imdb(units: int, l2: float = 0.0, dropout: float = 0.0) -> Experiment:
    """Return one of the chapter's cells on reviews: two hidden layers, 20 epochs."""
    network = Network((units, units), l2=l2, dropout=dropout)
    return Experiment(Imdb(), network, Training(batch_size=512, epochs=20))


PRESETS: dict[str, Experiment] = {
    "mnist": Experiment(Mnist(), Network(), Training()),
    **{f"moons-{units}": _moons(units) for units in (1, 3, 5, 20, 50)},
    "moons-50-l1": _moons(50, l1=0.001),
    "moons-50-dropout": _moons(50, dropout=0.25),
    "imdb-baseline": _imdb(16),
    "imdb-smaller": _imdb(8),
    "imdb-l2": _imdb(8, l2=0.001),
    "imdb-dropout": _imdb(8, l2=0.001, dropout=0.5),
}
