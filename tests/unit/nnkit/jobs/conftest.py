import pytest

from nnkit.jobs import JobQueue, RunStore
from tests.unit.nnkit.jobs.stand_ins import Gate, ThreadEngine


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def make_queue(gate):
    """Make queues that train through the gate; they are shut down after the test."""
    queues = []

    def make(engine=None, store=None, **options):
        queues.append(JobQueue(engine or ThreadEngine(), store or RunStore(None), train=gate.train, **options))
        return queues[-1]

    yield make
    for queue in queues:
        queue.shutdown()


class Clock:
    """A monotonic clock that moves only when the test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """The clock of all modules of jobs."""
    clock = Clock()
    for module in ("job", "waiting_list", "queue", "statistics"):
        monkeypatch.setattr(f"nnkit.jobs.{module}.monotonic", clock)
    return clock
