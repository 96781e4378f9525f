"""One call in the cluster, as the server follows it: submitted, reported, stopped, fetched."""

import logging
import pickle
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from queue import Empty
from typing import NoReturn

from dask.task_spec import Task
from distributed import Client, Event, Future
from distributed.scheduler import KilledWorker

from nnkit.experiment.callbacks import Request, ShouldStop
from nnkit.jobs.cluster import remote
from nnkit.jobs.cluster.connection import Connection, Inbox
from nnkit.jobs.errors import (
    CLUSTER_LOST,
    SHUTTING_DOWN,
    TRAINED_FOR_OTHERS,
    WORKER_DIED,
    WORKER_HUNG,
    ClusterLost,
    JobFailed,
    TrainingLeft,
    WorkerDied,
)
from nnkit.jobs.process import request_of
from nnkit.jobs.version import code_version
from nnkit.jobs.watchdog import BUSY_STOP_SECONDS, REPORT_SECONDS
from nnkit.jobs.worker import FAILED
from nnkit.results.run import OnProgress

POLL_SECONDS = 0.05  # between two checks for messages and for a request to stop
FETCH_SECONDS = 10.0  # for a result to arrive; if its worker is lost with it, the call runs once more
HELD_SECONDS = 10.0  # that a result stays in the cluster: another server may ask before this one has stored it
SHARED_SECONDS = 1.0  # between two questions to the scheduler whether others wait for a training that shall pause
SHORT_CALL_PRIORITY = 10  # before all trainings that wait

logger = logging.getLogger(__name__)


class Call:
    """A call in the cluster that this server waits for."""

    def __init__(
        self, connection: Connection, key: str, on_progress: OnProgress | None, should_stop: ShouldStop | None
    ):
        self._connection, self._key = connection, key
        self._on_progress, self._should_stop = on_progress, should_stop
        self._name: str | None = None  # of its hooks, once it runs
        self._trains = False  # whether it has reported
        self._heard = time.monotonic()  # the last message
        self._sent = Request.GO_ON  # what it was asked to do
        self._asked: float | None = None  # when it was asked to stop for good
        self._shared = float("-inf")  # when other servers were found to wait for it

    @property
    def asked_to_stop(self) -> bool:
        """Whether it was asked to stop, or to pause."""
        return bool(self._sent)

    def reply(self, call: bytes) -> remote.Reply:
        """Submit the call, unless another server has, and wait for its reply."""
        client = self._client()
        try:
            with self._connection.listening(self._key) as inbox:
                return self._wait(client, self._submit(client, call), inbox)
        except JobFailed:
            raise
        except KilledWorker:
            logger.exception("a call has ended two workers of the cluster")
            raise WorkerDied(WORKER_DIED) from None
        except (Exception, CancelledError) as error:
            if self._connection.client is client and not isinstance(error, CancelledError):
                logger.exception("a worker of the cluster could not run a call")
                raise JobFailed(FAILED) from None
            raise self._lost() from None

    def _wait(self, client: Client, future: Future, inbox: Inbox) -> remote.Reply:
        future.add_done_callback(lambda _: inbox.put(None))
        held = False
        try:
            while True:
                self._follow(client, future, inbox)
                with suppress(TimeoutError):  # the result is lost with its worker, and is computed once more
                    reply = future.result(FETCH_SECONDS)
                    held = self._hold(client, future, reply)
                    return reply
        finally:
            if not held:  # here, since the traceback of an exception would keep the future, and with it the result
                future.release()

    def forget(self) -> None:
        """Let the call run once more although its result was fetched."""
        Event(remote.fetched_event(self._key), client=self._client()).clear()

    def _client(self) -> Client:
        client = self._connection.client
        if client is None:
            raise self._lost()
        return client

    def _lost(self) -> JobFailed:
        """The reason why there is no cluster."""
        return JobFailed(SHUTTING_DOWN) if self._connection.closed else ClusterLost(CLUSTER_LOST)

    def _submit(self, client: Client, call: bytes) -> Future:
        # What `Client.submit` does, but for the last argument: the scheduler keeps a task that produces data until a
        # worker is free. Any other task it gives to a busy worker, and leaves it there when another one is free first.
        with_hooks = self._on_progress is not None
        task = Task(self._key, remote.answer, code_version(), call, with_hooks, _data_producer=True)
        # fifo_timeout=0: or else calls within a minute would have no order.
        priority = 0 if with_hooks else SHORT_CALL_PRIORITY
        return client.get({self._key: task}, self._key, sync=False, retries=0, priority=priority, fifo_timeout=0)

    def _hold(self, client: Client, future: Future, reply: remote.Reply) -> bool:
        """Keep the run of a finished training in the cluster for a moment, but let it not be trained again.

        Return False for any other call.
        """
        if reply.stopped or reply.result is None or reply.result.failure is not None or self._on_progress is None:
            return False
        fetched = Event(remote.fetched_event(self._key), client=client)
        fetched.set()
        self._connection.later(HELD_SECONDS, future.release)
        self._connection.later(3 * HELD_SECONDS, fetched.clear)  # after other servers have let go of it, too
        return True

    def _follow(self, client: Client, future: Future, inbox: Inbox) -> None:
        """Pass on reports and the request to stop until the call is done, or there is no use in waiting."""
        while not future.done():
            self._read(inbox, POLL_SECONDS)
            self._pass_on(client, request_of(self._should_stop))
            self._check_alive(client)
        while not inbox.empty():  # what came just before the end
            self._read(inbox)

    def _read(self, inbox: Inbox, timeout: float = 0.0) -> None:
        """Note the next message of the call, if one comes in time, and pass its report on."""
        try:
            message = inbox.get(timeout=timeout)
        except Empty:
            return
        if message is None:  # it is done
            return
        self._heard, self._name = time.monotonic(), message["name"]
        if "progress" in message and self._on_progress is not None:
            self._trains = True
            self._on_progress(pickle.loads(message["progress"]))

    def _pass_on(self, client: Client, request: Request) -> None:
        """Ask the call to stop or to pause, once for each."""
        if not request or self._sent is Request.STOP:
            return
        if self._sent or self._ask(client, request):
            self._sent = request
            if request is Request.STOP:
                self._asked = time.monotonic()

    def _ask(self, client: Client, request: Request) -> bool:
        """Ask the call to end early. Return False if it shall pause and other servers wait for it: then it goes on.

        Raises TrainingLeft if it has not begun, or shall stop and other servers wait for it.
        """
        shared = self._trains and self._is_shared(client)
        if not self._trains or (shared and request is Request.STOP):
            raise TrainingLeft(TRAINED_FOR_OTHERS)  # whereupon this server holds the future no more
        if not shared:
            Event(remote.stop_event(self._name or ""), client=client).set()
        return not shared

    def _is_shared(self, client: Client) -> bool:
        """Whether other servers wait for the call; True is remembered for a moment."""
        now = time.monotonic()
        if now - self._shared > SHARED_SECONDS and client.run_on_scheduler(remote.count_others, self._key, client.id):
            self._shared = now
        return now - self._shared <= SHARED_SECONDS

    def _check_alive(self, client: Client) -> None:
        """Raise ClusterLost without a cluster, and WorkerDied if the call no longer answers."""
        if self._connection.client is not client:
            raise self._lost()
        now = time.monotonic()
        if self._name is not None and now - self._heard > REPORT_SECONDS:
            if client.run_on_scheduler(remote.is_running, self._key):
                self._give_up()
            self._name = None  # its worker was lost, and it waits for another one
        if self._asked is not None and now - self._asked > BUSY_STOP_SECONDS:
            self._give_up()

    def _give_up(self) -> NoReturn:
        logger.error("a worker of the cluster no longer answers")
        raise WorkerDied(WORKER_HUNG)
