"""Stand-ins for `nnkit.training.loop.train`, cheap and without TensorFlow. Workers import them by name."""

import os
import time

import numpy as np

from nnkit import Experiment, Network, Planar, Progress, Run, Snapshot, Training
from nnkit.experiment.layers import weight_shapes

STEP = 0.01  # seconds an epoch


def experiment(seed=0, epochs=3, hidden=(3,)):
    return Experiment(Planar(), Network(hidden=hidden), Training(epochs=epochs, batch_size=None, seed=seed))


def run_of(experiment, epochs=3, outcome="finished"):
    """A run with a history of so many epochs and weights drawn from the seed."""
    generator = np.random.default_rng(experiment.training.seed)
    snapshots = tuple(
        Snapshot(epoch, tuple(generator.random(shape, "float32") for shape in weight_shapes(experiment)))
        for epoch in (0, epochs)
    )
    values = [1 / epoch for epoch in range(1, epochs + 1)]
    history = {"epoch": list(range(1, epochs + 1)), "loss": values, "accuracy": values}
    history |= {"val_loss": values, "val_accuracy": values}
    return Run(experiment, history, snapshots, {"loss": 0.5, "accuracy": 0.75}, outcome, seconds=0.1)


def count(experiment, on_progress, should_stop):
    """Let the epochs pass, reporting each."""
    for epoch in range(1, experiment.training.epochs + 1):
        if should_stop():
            return run_of(experiment, epoch, "stopped")
        time.sleep(STEP)
        on_progress(Progress(experiment, epoch, epoch * STEP, (experiment.training.epochs - epoch) * STEP))
    return run_of(experiment)


def instant(experiment, on_progress, should_stop):
    return run_of(experiment)


def fail(experiment, on_progress, should_stop):
    raise RuntimeError("/home/secret/path is wrong")


def fail_unpicklably(experiment, on_progress, should_stop):
    class Local(Exception):
        pass

    raise Local(lambda: None)


class TensorFlowError(Exception):
    """As TensorFlow's own, by the module it says it is from."""

    __module__ = "tensorflow.python.framework.errors_impl"


def fail_on_files(folder):
    """Fail as TensorFlow does on a damaged compiled program: for as long as the process lives."""
    if any(folder.glob("*")) or "_failed" in globals():
        globals()["_failed"] = True
        raise TensorFlowError("Serialized cache key does not match.")
    return os.getpid()


def exit_quietly(experiment, on_progress, should_stop):
    raise SystemExit(0)


def allocate_or_train(experiment, on_progress, should_stop):
    """Seed 1 asks for 8 GB; any other trains at once."""
    if experiment.training.seed == 1:
        np.ones(2**30)
    return run_of(experiment)


def double(number):
    return 2 * number


def sleep(seconds):
    time.sleep(seconds)


def grow(megabytes):
    """Hold on to so much memory for as long as the process lives."""
    globals().setdefault("_held", []).append(np.ones(megabytes * 2**17))
    return os.getpid()


def environment(name):
    return os.environ.get(name)


def state_of_process():
    return {"pid": os.getpid(), "niceness": os.nice(0)}


def loaded_modules():
    import sys

    return sorted(sys.modules)


def nothing():
    """A warm-up that loads nothing."""


def mark(path):
    """A warm-up that leaves a trace."""
    time.sleep(0.1)
    path.touch()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())
