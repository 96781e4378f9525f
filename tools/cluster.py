"""Run a Dask cluster on this machine for tests and benchmarks: a scheduler and workers, as deploy/ starts them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tools.serve import ROOT, free_port

DASK = Path(sys.executable).with_name("dask")
PRELOAD = "nnkit.jobs.cluster.preload"


@dataclass
class Cluster:
    """A scheduler and workers, each a process of its own.

    config: the file or folder that configures Dask. environment: further variables for the workers.
    """

    folder: Path
    protocol: str = "tcp"
    config: Path = ROOT / "deploy/dask/config/dask.yaml"
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=lambda: free_port())
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        options = ["--host", self.address, "--no-dashboard", "--no-show"]
        self.scheduler = self._start("scheduler", "scheduler", *options)

    def start_worker(self, *preload: str) -> None:
        options = ["--nthreads", "1", "--memory-limit", "3GiB", "--no-dashboard"]
        options += ["--local-directory", str(self.folder), "--host", "127.0.0.1", "--preload", PRELOAD]
        options += [option for module in preload for option in ("--preload", module)]
        self.workers.append(self._start(f"worker-{len(self.workers)}", "worker", self.address, *options))

    def log(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        """End all processes, those of the workers' nannies included."""
        processes = [process for process in (*self.workers, self.scheduler) if process is not None]
        running = [psutil.Process(each.pid) for each in processes if each.poll() is None]
        for process in [child for each in running for child in each.children(recursive=True)] + running:
            process.kill()
        for each in processes:
            each.wait()

    def _start(self, name: str, *command: str) -> subprocess.Popen:
        environment = {**os.environ, "DASK_CONFIG": str(self.config), "PYTHONPATH": str(ROOT), **self.environment}
        with (self.folder / f"{name}.log").open("ab") as output:
            return subprocess.Popen([DASK, *command], cwd=ROOT, env=environment, stdout=output, stderr=output)


@contextmanager
def running(cluster: Cluster, workers: int = 2, preload: tuple[str, ...] = ()) -> Iterator[Cluster]:
    """Start the cluster, and end it afterwards. It may take some seconds until the workers have arrived."""
    cluster.start_scheduler()
    try:
        for _ in range(workers):
            cluster.start_worker(*preload)
        yield cluster
    finally:
        cluster.end()


def trainers_of(nanny: subprocess.Popen) -> list[int]:
    """Return the ids of the processes that train: those that the nanny has started, and that have not ended."""
    found = []
    for child in psutil.Process(nanny.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # which has just ended
            if "resource_tracker" not in " ".join(child.cmdline()):
                found.append(child.pid)
    return found
