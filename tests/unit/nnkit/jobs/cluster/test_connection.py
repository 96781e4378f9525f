"""The connection to a scheduler that goes and comes back, with a stand-in for Dask's client."""

from asyncio import CancelledError
from time import monotonic, sleep

import pytest

from nnkit.jobs.cluster import connection
from nnkit.jobs.cluster.connection import Connection

SECONDS = 60.0  # for what happens within milliseconds


class StandIn:
    """A client. `made` has all of them, the newest last."""

    made: list["StandIn"]
    fails: type[BaseException]

    def __init__(self, address, **options):
        self.status = "running"
        self.made.append(self)

    def subscribe_topic(self, topic, handler):
        pass

    def nthreads(self):
        return {"tcp://127.0.0.1:1": 1}

    def run_on_scheduler(self, function):
        return 0

    def close(self, timeout):
        if self.status == "connecting":
            raise self.fails("ConnectionPool is closed")


@pytest.mark.parametrize("error", [RuntimeError, OSError, TimeoutError, CancelledError])
def test_a_client_that_fails_while_it_is_closed_is_replaced_all_the_same(monkeypatch, error):
    monkeypatch.setattr(connection, "Client", StandIn)
    monkeypatch.setattr(connection, "CHECK_SECONDS", 0.01)
    monkeypatch.setattr(StandIn, "made", [], raising=False)
    monkeypatch.setattr(StandIn, "fails", error, raising=False)
    kept = Connection("tcp://127.0.0.1:1")
    kept.wait()
    lost = kept.client
    lost.status = "connecting"
    end = monotonic() + SECONDS
    while kept.client is None and monotonic() < end:
        sleep(0.01)
    assert kept.client is StandIn.made[1]
    kept.close()
    assert kept.client is None
