"""The connection of the app to a scheduler. When it is lost, a thread tries to make a new one."""

import logging
import threading
import time
from asyncio import CancelledError
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any

from distributed import Client, Security

from nnkit.jobs.cluster.remote import TOPIC, Reply, count_waiting

CONNECT_SECONDS = 5.0  # for one attempt to connect
CHECK_SECONDS = 1.0  # between two looks at the connection
# What a client raises whose scheduler is not there or has just gone; the last two if it is closed as it connects.
GONE = (OSError, TimeoutError, ValueError, RuntimeError, CancelledError)
NO_WORKERS_SECONDS = 15.0  # without any worker, after which the cluster counts as lost; a recycled one takes 5

Inbox = SimpleQueue[dict[str, Any] | None]  # messages of a call; None when it is done

logger = logging.getLogger(__name__)


class Connection:
    """A client of the scheduler at an address. Thread-safe.

    It is no `LocalCluster`, which would run app.py again in every process that it starts.
    """

    def __init__(self, address: str):
        """Start to connect, in the background. address: as `check_address` accepts it."""
        self._address = address
        self._client: Client | None = None
        self._inboxes: defaultdict[str, list[Inbox]] = defaultdict(list)  # by the key of the call
        self._later: list[tuple[float, Callable[[], object]]] = []  # what to do, and when on the monotonic clock
        self._pids: dict[str, int] = {}  # of workers that have answered, by their address
        self._threads = 0
        self._waiting = 0
        self._workers_seen = 0.0  # when there was one, on the monotonic clock
        self._tried, self._closed, self._lock = threading.Event(), threading.Event(), threading.Lock()
        threading.Thread(target=self._keep, name="cluster-connection", daemon=True).start()

    def wait(self) -> None:
        """Block until the first attempt to connect has ended."""
        self._tried.wait(2 * CONNECT_SECONDS)

    @property
    def client(self) -> Client | None:
        """The connected client, None while there is none, or no worker to train."""
        client = self._client
        if client is None or client.status != "running" or self.closed:
            return None
        return client if time.monotonic() - self._workers_seen < NO_WORKERS_SECONDS else None

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    @property
    def threads(self) -> int:
        """How many calls the cluster can run at the same time."""
        return self._threads

    @property
    def waiting(self) -> int:
        """How many calls waited for a worker a moment ago."""
        return self._waiting

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers that have answered."""
        with self._lock:
            return list(self._pids.values())

    def learn(self, reply: Reply) -> None:
        """Remember the process that has answered."""
        with self._lock:
            self._pids[reply.address] = reply.pid

    @contextmanager
    def listening(self, key: str) -> Iterator[Inbox]:
        """Receive the messages of a call within the `with` block."""
        inbox: Inbox = SimpleQueue()
        with self._lock:
            self._inboxes[key].append(inbox)
        try:
            yield inbox
        finally:
            with self._lock:
                self._inboxes[key].remove(inbox)
                if not self._inboxes[key]:
                    del self._inboxes[key]

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        """Call a function some seconds from now, if the connection still holds then."""
        with self._lock:
            self._later.append((time.monotonic() + seconds, action))

    def close(self) -> None:
        """End the connection; the cluster forgets what only this server waits for."""
        self._closed.set()
        self._disconnect()

    def _keep(self) -> None:
        """Connect, and connect again whenever the connection is lost, until `close`."""
        while not self.closed:
            if self._client is not None and self._client.status != "running":
                logger.error("the connection to the scheduler %s is lost: networks are trained here", self._address)
                self._disconnect()
            with suppress(*GONE):
                self._look() if self._client else self._connect()
            self._tried.set()
            self._closed.wait(CHECK_SECONDS)

    def _connect(self) -> None:
        security = Security(require_encryption=True) if self._address.startswith("tls://") else None
        client = Client(self._address, timeout=CONNECT_SECONDS, set_as_default=False, security=security)
        self._client = client
        self._look()
        logger.warning("connected to the scheduler %s with %d workers", self._address, self._threads)
        if self.closed:
            self._disconnect()

    def _look(self) -> None:
        """Ask which workers there are, and do what is due."""
        client, now = self._client, time.monotonic()
        assert client is not None
        # Each time: a client that reconnects by itself does not renew this.
        client.subscribe_topic(TOPIC, self._receive)
        workers = client.nthreads()
        self._waiting = client.run_on_scheduler(count_waiting)
        if workers:
            self._workers_seen = now
        with self._lock:
            self._threads = sum(workers.values())
            self._pids = {address: pid for address, pid in self._pids.items() if address in workers}
            due = [action for at, action in self._later if at <= now]
            self._later = [each for each in self._later if each[0] > now]
        for action in due:
            action()

    def _receive(self, event: tuple[float, dict[str, Any]]) -> None:
        """Give a message to all who wait for the call. Runs in the client's own thread."""
        _, message = event
        with self._lock:
            for inbox in self._inboxes.get(message["key"], ()):
                inbox.put(message)

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        with self._lock:
            self._later.clear()
            self._pids.clear()
        if client is not None:
            with suppress(*GONE):
                client.close(timeout=CONNECT_SECONDS)
