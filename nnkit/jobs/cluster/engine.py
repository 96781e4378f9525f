"""The engine that runs functions in a Dask cluster, and in worker processes of this machine while there is none."""

import logging
import pickle
import threading
import time
from collections.abc import Callable
from typing import Any

from nnkit.experiment import Experiment
from nnkit.experiment.callbacks import ShouldStop
from nnkit.jobs.cluster.address import check_address
from nnkit.jobs.cluster.call import Call
from nnkit.jobs.cluster.connection import Connection
from nnkit.jobs.cluster.key import key_of_call
from nnkit.jobs.errors import CLUSTER_LOST, TRAINED_FOR_OTHERS, ClusterLost, TrainingLeft
from nnkit.jobs.executors import Engine
from nnkit.jobs.process import request_of
from nnkit.jobs.worker import CallResult
from nnkit.results.run import Checkpoint, OnProgress, Progress, Run

POLL_SECONDS = 0.1  # between two looks for a free process of this machine
AGAIN_SECONDS = 0.2  # before a call that got what was left for others is tried again

logger = logging.getLogger(__name__)


class DaskEngine:
    """Runs functions in the workers of a cluster, which several servers may share."""

    background = True

    def __init__(self, address: str, local: Engine, workers: int | None = None):
        """Connect to the scheduler; it may also start later.

        local: the engine that takes over while the cluster can't be reached.
        workers: how many calls run at the same time; as many as the cluster has workers now if None.
        Raises ValueError for an address without encryption, unless it is of this machine.
        """
        self._connection = Connection(check_address(address))
        self._connection.wait()
        self._local = local
        self._local_slots = [threading.Lock() for _ in range(local.slots)]
        self.slots = max(local.slots, workers or self._connection.threads)

    def run(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Any:
        """As in `Engine`. A call whose training had not begun when the cluster was lost runs here instead."""
        trained = False

        def report(progress: Progress) -> None:
            nonlocal trained
            trained = trained or progress.epoch > 0
            if on_progress is not None:
                on_progress(progress)

        hooks = (None, None) if on_progress is None else (report, should_stop)
        if self._connection.client is not None:
            try:
                return _run_in_cluster(self._connection, function, args, *hooks).value_or_raise()
            except ClusterLost:
                if trained:
                    raise
        return self._run_here(slot, function, args, *hooks)

    def warm(self) -> None:
        """Start the processes of this machine if there is no cluster; those of a cluster start by themselves."""
        if self._connection.client is None:
            self._local.warm()

    def pids(self) -> list[int]:
        """Return the process ids of the cluster's workers that have answered; they may be of other machines."""
        return self._connection.pids if self._connection.client is not None else self._local.pids()

    def memory(self) -> dict[int, int]:
        """Return that of the processes of this machine; the cluster's scheduler shows that of its own."""
        return self._local.memory()

    def others_wait(self) -> bool:
        """Whether calls wait for a worker of the cluster. They are of other servers: here is a slot for each worker."""
        return self._connection.client is not None and self._connection.waiting > 0

    def shutdown(self) -> None:
        """End the connection, and the processes of this machine. The cluster stays."""
        self._connection.close()
        self._local.shutdown()

    def _run_here(
        self,
        slot: int,
        function: Callable[..., Any],
        args: tuple,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
    ) -> Any:
        """Run the call in a process of this machine, of which there may be fewer than slots."""
        own = slot % len(self._local_slots)
        while not self._local_slots[own].acquire(timeout=POLL_SECONDS):
            if request_of(should_stop):
                raise TrainingLeft(TRAINED_FOR_OTHERS)
        try:
            return self._local.run(own, function, args, on_progress, should_stop)
        finally:
            self._local_slots[own].release()


def _run_in_cluster(
    connection: Connection,
    function: Callable[..., Any],
    args: tuple,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> CallResult:
    """Call the function in a worker of the cluster, and return its result.

    Equal trainings share one call, whichever servers ask for them. Raises ClusterLost, TrainingLeft, and WorkerDied
    after two workers have died.
    """
    key = key_of_call(function, args)
    while True:
        call = Call(connection, key, on_progress, should_stop)
        reply = call.reply(pickle.dumps((function, args)))
        if reply.refused == "version":
            logger.error("the worker %s has another version of the app", reply.address)
            raise ClusterLost(CLUSTER_LOST)
        connection.learn(reply)
        if reply.result is not None and (not reply.stopped or call.asked_to_stop):
            return reply.result
        # Another server had stopped the training before this one joined it, or its result was lost after another
        # server had fetched it: train on, or anew, as soon as they have let go of it.
        args = _further(args, reply.result)
        call.forget()
        time.sleep(AGAIN_SECONDS)


def _further(args: tuple, result: CallResult | None) -> tuple:
    """Return the arguments of `worker.train_and_measure` that go on where a training was stopped, if it was."""
    match (args, result):
        case (function, Experiment() as experiment, *_), CallResult(value=(Run(checkpoint=Checkpoint() as last), _)):
            return function, experiment, last
    return args
