"""Settings of worker processes, from environment variables: for those of this machine and those of a cluster."""

import os
import platform
from pathlib import Path

from nnkit.jobs.executors import MAX_RESIDENT_BYTES
from nnkit.jobs.version import code_version


def recycle_above() -> int:
    """Return the bytes that a worker may have resident after a job; with more it is replaced."""
    megabytes = os.environ.get("NNKIT_WORKER_MEMORY_MB")
    return int(megabytes) * 2**20 if megabytes else MAX_RESIDENT_BYTES


def programs_folder(cache: Path) -> Path:
    """Return the folder of compiled programs within the cache.

    Each machine and version has one: home folders can be shared, and libraries are updated.
    """
    return cache / "programs" / f"{platform.node()}-{code_version()[:12]}"
