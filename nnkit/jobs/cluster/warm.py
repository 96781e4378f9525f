"""Lets a worker of the cluster load TensorFlow at its start: `--preload nnkit.jobs.cluster.warm`, after the other."""

from distributed import Worker

from nnkit.jobs.worker import load_tensorflow


def dask_setup(worker: Worker) -> None:
    """Load TensorFlow in the thread that calls will run in, so that none of them runs meanwhile."""
    worker.executor.submit(load_tensorflow)
