"""Runs that nobody has trained, for tests of what is made of runs."""

from dataclasses import replace

import numpy as np

from nnkit import Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Run, Snapshot, Training
from nnkit.experiment import Table
from nnkit.experiment.layers import weight_shapes

ROWS = tuple((float(place % 7), float(place % 5), place % 2) for place in range(40))
SMALL = Network((4,), "tanh")
EXPERIMENTS = {
    "mnist": Experiment(Mnist(train_size=500, validation_share=0.1), SMALL, Training()),
    "planar": Experiment(Planar(points=40), SMALL, Training()),
    "table": Experiment(Table(ROWS, columns=("a <b>", "c"), labels=("<i>no", "yes")), SMALL, Training()),
    "imdb": Experiment(Imdb(vocabulary=1_000, train_size=200), Network((8, 4), l2=0.001), Training()),
    "groups": Experiment(Groups(points=60), SMALL, Training()),
    "curve": Experiment(Curve(points=30), SMALL, Training()),
}


def made(experiment: Experiment, **changes) -> Run:
    """Return a run with random weights at the epochs 0 and 3, and a history of three epochs."""
    random = np.random.default_rng(experiment.training.seed)

    def snapshot(epoch):
        shapes = weight_shapes(experiment)
        return Snapshot(epoch, tuple(random.normal(scale=0.5, size=shape).astype("float32") for shape in shapes))

    counts = experiment.data.classes is not None
    history = {
        "epoch": [1, 2, 3],
        "loss": [0.75, 0.5, 0.25],
        "accuracy": [0.5, 0.75, 1.0] if counts else [None] * 3,
        "val_loss": [0.875, 0.625, 0.6875],
        "val_accuracy": [0.5, 0.625, 0.5] if counts else [None] * 3,
    }
    test = {"loss": 0.65625, "accuracy": 0.5625 if counts else None}
    return replace(Run(experiment, history, (snapshot(0), snapshot(3)), test, epochs_done=3, seconds=1.5), **changes)
