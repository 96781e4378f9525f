"""Replacements for `nnkit.training.loop.train`, fast and without TensorFlow. Workers import them by name."""

import os
import time
from dataclasses import replace

import numpy as np
from loky import process_executor

from nnkit import Experiment, Network, Planar, Progress, Run, Snapshot, Training
from nnkit.experiment.layers import weight_shapes

EPOCH_SECONDS = 0.01


def experiment(seed=0, epochs=3, hidden=(3,)):
    return Experiment(Planar(), Network(hidden=hidden), Training(epochs=epochs, batch_size=None, seed=seed))


def run_of(experiment, epochs=3, outcome="finished"):
    """A run with a history of `epochs` epochs and weights drawn from the seed."""
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
    """Sleep for each epoch, and report it."""
    epochs = experiment.training.epochs
    for epoch in range(1, epochs + 1):
        if should_stop():
            return run_of(experiment, epoch, "stopped")
        time.sleep(EPOCH_SECONDS)
        on_progress(Progress(experiment, epoch, epoch * EPOCH_SECONDS, (epochs - epoch) * EPOCH_SECONDS))
    return run_of(experiment)


def count_with_pid(experiment, on_progress, should_stop):
    """Like `count`; its reports hold the id of the process."""

    def report(progress):
        on_progress(replace(progress, history={"pid": os.getpid()}))

    return count(experiment, report, should_stop)


def instant(experiment, on_progress, should_stop):
    return run_of(experiment)


def fail(experiment, on_progress, should_stop):
    raise RuntimeError("/home/secret/path is wrong")


def fail_unpicklably(experiment, on_progress, should_stop):
    class Local(Exception):
        pass

    raise Local(lambda: None)


class TensorFlowError(Exception):
    """An exception that seems to come from a module of TensorFlow."""

    __module__ = "tensorflow.python.framework.errors_impl"


def fail_on_files(folder):
    """Fail if the folder has files, and from then on in this process, as TensorFlow does for a damaged program."""
    if any(folder.glob("*")) or "_failed" in globals():
        globals()["_failed"] = True
        raise TensorFlowError("Serialized cache key does not match.")
    return os.getpid()


def fail_where_programs_are_kept(folder):
    """Fail as TensorFlow does on a full disk, if this process keeps compiled programs in the folder."""
    if str(folder) in os.environ.get("TF_XLA_FLAGS", ""):
        raise TensorFlowError(f"RESOURCE_EXHAUSTED: {folder}/xla_compile_cache__1.tmp; No space left on device")
    return "without"


def exit_quietly(experiment, on_progress, should_stop):
    raise SystemExit(0)


def allocate_or_train(experiment, on_progress, should_stop):
    """Seed 1 asks for 8 GB; any other trains at once."""
    if experiment.training.seed == 1:
        np.ones(2**30)
    return run_of(experiment)


def double(number):
    return 2 * number


def grow(megabytes):
    """Allocate memory that is never freed."""
    globals().setdefault("_held", []).append(np.ones(megabytes * 2**17))
    return os.getpid()


def environment(name):
    return os.environ.get(name)


def state_of_process():
    return {"pid": os.getpid(), "niceness": os.nice(0)}


def loaded_modules():
    import sys

    return sorted(sys.modules)


def check_memory_at_each_call():
    """Let loky check its own memory limit after every call, not only once a second."""
    process_executor._MEMORY_LEAK_CHECK_DELAY = 0


def nothing():
    """A warm-up call that loads nothing."""


def mark(path):
    """A warm-up call that makes a file."""
    time.sleep(0.1)
    path.touch()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())
