"""Sets up a worker of the cluster: `dask worker … --preload nnkit.jobs.cluster.preload`."""

import os

from distributed import Worker

from nnkit.datasets.cache import cache_folder
from nnkit.datasets.files import DataFileError
from nnkit.jobs import worker
from nnkit.jobs.cluster import recycling
from nnkit.jobs.executors import MAX_ALLOCATED_BYTES
from nnkit.jobs.process import environment_of_worker
from nnkit.jobs.programs import remove_old_versions
from nnkit.jobs.settings import programs_folder, recycle_above


def dask_setup(_worker: Worker) -> None:
    """Do for this process what `nnkit.jobs.worker.prepare` does for a process of a server. Dask calls it first."""
    try:
        programs = programs_folder(cache_folder())
        programs.mkdir(parents=True, exist_ok=True)
        remove_old_versions(programs)
    except (OSError, DataFileError):  # no home folder, or one without write access
        programs = None
    os.environ.update(environment_of_worker(programs))  # before TensorFlow is imported
    worker.set_limits(MAX_ALLOCATED_BYTES, programs)
    recycling.programs, recycling.recycle_above = programs, recycle_above()
