"""What runs in a worker of the cluster: one call, with hooks that talk to all servers that wait for it."""

import os
import pickle
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from distributed import Event, Scheduler, Worker, get_worker

from nnkit.jobs import worker
from nnkit.jobs.cluster import recycling
from nnkit.jobs.version import code_version
from nnkit.results.run import Progress

TOPIC = "nnkit"  # of all messages; Dask keeps the last ones of each topic for ever, so there is only one
STOP_CHECK_SECONDS = 0.25  # between two questions to the scheduler whether to stop: each takes some milliseconds


@dataclass(frozen=True)
class Reply:
    """The result of a call, and where it ran.

    result: None where it did not run, for the reason in `refused`: the worker has another version of the code, or the
        result was fetched already.
    stopped: whether the call was told to stop.
    """

    address: str
    pid: int
    result: worker.CallResult | None = None
    refused: Literal["", "version", "fetched"] = ""
    stopped: bool = False


def answer(version: str, call: bytes, with_hooks: bool) -> Reply:
    """Call a function in a worker of the cluster.

    version: of the code that the server has; runs of another one would be stored under a wrong name.
    call: the function and its arguments, pickled. Only this worker needs to understand them, not the scheduler.
    """
    here = get_worker()
    if version != code_version():
        return Reply(here.address, os.getpid(), refused="version")
    # The scheduler repeats a call whose result was lost with a worker, though all servers may have fetched it.
    if Event(fetched_event(str(here.get_current_task()))).is_set():
        return Reply(here.address, os.getpid(), refused="fetched")
    function, args = pickle.loads(call)
    hooks = Hooks(here)
    named: dict[str, Callable[..., Any]] = {}
    if with_hooks:
        named = {"on_progress": hooks.report, "should_stop": hooks.should_stop}
    hooks.send(begins=True)
    result = worker.attempt(function, args, **named)
    hooks.send(ends="failed" if result.failure else "stopped" if hooks.stopped else "finished")
    hooks.clear()
    recycling.after_call(here, result)
    return Reply(here.address, os.getpid(), result, stopped=hooks.stopped)


class Hooks:
    """Sends reports of one call to the servers, and asks whether to stop.

    A call that begins again elsewhere, after its worker was lost, has hooks of another name.
    """

    def __init__(self, here: Worker):
        self._worker, self._key, self._name = here, here.get_current_task(), uuid.uuid4().hex
        self._stop = Event(stop_event(self._name))
        self._checked = time.monotonic()
        self.stopped = False

    def send(self, **content: Any) -> None:
        """Send a message to all servers."""
        self._worker.log_event(TOPIC, {"key": self._key, "name": self._name, **content})

    def report(self, progress: Progress) -> None:
        self.send(progress=pickle.dumps(progress))

    def should_stop(self) -> bool:
        """Whether a server has asked to stop, or no server waits for the call any more."""
        now = time.monotonic()
        if not self.stopped and now - self._checked > STOP_CHECK_SECONDS:
            self._checked = now
            self.stopped = self._is_cancelled() or self._stop.is_set()
        return self.stopped

    def clear(self) -> None:
        """Make the scheduler forget a request to stop."""
        if self.stopped:
            self._stop.clear()

    def _is_cancelled(self) -> bool:
        """Whether the scheduler has told this worker that nobody wants the result."""
        task = self._worker.state.tasks.get(self._key)
        return task is None or task.state == "cancelled"


def stop_event(name: str) -> str:
    """The name of the event that asks the call with hooks of this name to stop."""
    return f"nnkit-stop-{name}"


def fetched_event(key: str) -> str:
    """The name of the event that says that a server has the result of the call."""
    return f"nnkit-fetched-{key}"


def count_waiting(dask_scheduler: Scheduler) -> int:
    """Return how many calls wait for a worker. It runs in the scheduler, which sets `dask_scheduler`."""
    return len(dask_scheduler.queued)


def count_others(key: str, client: str, dask_scheduler: Scheduler) -> int:
    """Return how many other servers wait for the call. It runs in the scheduler, which sets `dask_scheduler`.

    client: the id of the client that asks.
    """
    task = dask_scheduler.tasks.get(key)
    return 0 if task is None else sum(each.client_key != client for each in task.who_wants or ())
