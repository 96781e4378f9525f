"""Training in a Dask cluster: a real scheduler and two workers, which share runs among servers and may be lost."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from distributed import Client

from nnkit.experiment.callbacks import Request
from nnkit.jobs import LocalEngine, WorkerDied, worker
from nnkit.jobs.cluster.engine import DaskEngine
from nnkit.jobs.cluster.remote import TOPIC
from nnkit.jobs.errors import CLUSTER_LOST, ClusterLost, TrainingLeft
from tests.processes import trainings
from tests.processes.trainings import experiment
from tools.cluster import Cluster, running, trainers_of

TIMEOUT = 300.0  # seconds that a test waits at most for something that happens soon
LONG = 10_000  # epochs of a training that the test ends

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def wait_until(condition):
    end = time.monotonic() + TIMEOUT
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with running(Cluster(tmp_path_factory.mktemp("cluster"))) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def local():
    engine = LocalEngine(workers=1, warm_up=(trainings.nothing,))
    yield engine
    engine.shutdown()


@pytest.fixture(scope="module")
def make_engine(cluster, local):
    """Return a function that makes the engine of another server."""
    engines = []

    def make():
        engines.append(DaskEngine(cluster.address, local))
        wait_until(lambda: engines[-1]._connection.client is not None)
        return engines[-1]

    yield make
    for engine in engines:
        engine.shutdown()
    for thread in threading.enumerate():
        if thread.name == "cluster-connection":  # one that was about to connect again, which takes its time
            thread.join()


@pytest.fixture(scope="module")
def engine(make_engine):
    return make_engine()


@pytest.fixture(scope="module")
def other(make_engine):
    return make_engine()


class Messages(list):
    """What the workers have sent about one training: who has begun it, and how it has ended."""

    @property
    def story(self):
        """Who has begun and how it has ended, each with a letter for the training."""
        keys = list(dict.fromkeys(message["key"] for message in self if "name" in message))
        words = [("begins" if "begins" in each else each.get("ends"), each["key"]) for each in self if "name" in each]
        return [f"{'abcdefgh'[keys.index(key)]} {word}" for word, key in words if word]


@pytest.fixture
def messages(cluster):
    found = Messages()
    with Client(cluster.address, timeout="10s", set_as_default=False) as client:
        client.subscribe_topic(TOPIC, lambda event: found.append(event[1]))
        wait_until(lambda: found or client.log_event(TOPIC, {"key": ""}))  # returns None; it may come before we listen
        yield found


class Training:
    """A training that an engine runs in a thread, and that the test may ask to stop, or to pause."""

    def __init__(self, engine, asked, function=trainings.count, request=Request.STOP):
        self.reports, self.stop = [], threading.Event()
        self._pool = ThreadPoolExecutor(1)
        hooks = (self.reports.append, lambda: request if self.stop.is_set() else Request.GO_ON)
        self.future = self._pool.submit(engine.run, 0, function, (asked,), *hooks)
        self._pool.shutdown(wait=False)

    def has_begun(self):
        return bool(self.reports)

    def result(self):
        return self.future.result(TIMEOUT)


def equal(run, other):
    arrays = zip(run.snapshots, other.snapshots, strict=True)
    return run.history == other.history and all(
        one.epoch == two.epoch and all(map(np.array_equal, one.weights, two.weights)) for one, two in arrays
    )


def test_a_run_is_that_of_the_local_engine_bit_for_bit(engine, local):
    asked, reports = experiment(seed=3, epochs=200, hidden=(5,)), []
    run = engine.run(0, worker.train, (asked,), reports.append, lambda: False)
    here = local.run(0, worker.train, (asked,), lambda progress: None, lambda: False)
    assert run.outcome == "finished"
    assert equal(run, here)
    assert reports[0].epoch == 0
    assert {report.experiment for report in reports} == {asked}
    assert set(engine.pids()).isdisjoint([os.getpid(), *local.pids()])


def test_short_calls_return_their_value(engine):
    assert engine.run(0, trainings.double, (21,)) == 42
    assert engine.run(0, trainings.state_of_process, ())["niceness"] == 19
    assert engine.run(0, trainings.environment, ("KERAS_BACKEND",)) == "tensorflow"


def test_a_stop_ends_the_training_between_two_chunks(engine, messages):
    training = Training(engine, experiment(seed=10, epochs=LONG))
    wait_until(training.has_begun)
    training.stop.set()
    run = training.result()
    assert run.outcome == "stopped"
    assert 0 < run.snapshots[-1].epoch < LONG
    wait_until(lambda: messages.story == ["a begins", "a stopped"])


def test_two_servers_share_one_training(engine, other, messages):
    asked = experiment(seed=11, epochs=100)
    both = [Training(each, asked) for each in (engine, other)]
    one, two = (training.result() for training in both)
    assert equal(one, two)
    assert [both[0].reports[-1].epoch, both[1].reports[-1].epoch] == [100, 100]
    wait_until(lambda: len(messages.story) > 1)
    assert messages.story == ["a begins", "a finished"]


def test_a_stop_by_one_server_leaves_the_training_to_the_other(engine, other, messages):
    both = [Training(each, experiment(seed=12, epochs=200)) for each in (engine, other)]
    wait_until(lambda: all(training.has_begun() for training in both))
    both[0].stop.set()
    with pytest.raises(TrainingLeft, match="others wait"):
        both[0].result()
    assert both[1].result().outcome == "finished"
    wait_until(lambda: len(messages.story) > 1)
    assert messages.story == ["a begins", "a finished"]


def test_a_training_pauses_unless_another_server_waits_for_it(engine, other, messages):
    asked = experiment(seed=19, epochs=200)
    both = [Training(each, asked, request=Request.PAUSE) for each in (engine, other)]
    wait_until(lambda: all(training.has_begun() for training in both))
    both[0].stop.set()
    assert [training.result().outcome for training in both] == ["finished", "finished"]
    alone = Training(engine, experiment(seed=23, epochs=LONG), request=Request.PAUSE)
    wait_until(alone.has_begun)
    alone.stop.set()
    assert alone.result().outcome == "stopped"
    wait_until(lambda: len(messages.story) > 3)
    assert messages.story == ["a begins", "a finished", "b begins", "b stopped"]


def test_a_server_knows_that_trainings_of_others_wait_for_a_worker(engine, other):
    wait_until(lambda: engine._connection.threads == 2)
    longer, long = (Training(engine, experiment(seed=seed, epochs=LONG)) for seed in (20, 21))
    wait_until(lambda: long.has_begun() and longer.has_begun())
    waiting = Training(other, experiment(seed=22))
    wait_until(engine.others_wait)
    assert not waiting.has_begun()
    long.stop.set()
    assert waiting.result().outcome == "finished"
    wait_until(lambda: not engine.others_wait())
    longer.stop.set()
    assert [each.result().outcome for each in (long, longer)] == ["stopped", "stopped"]


def test_a_training_ends_when_its_server_has_gone(make_engine, messages):
    server = make_engine()
    training = Training(server, experiment(seed=13, epochs=LONG))
    wait_until(training.has_begun)
    server._connection.close()
    wait_until(lambda: messages.story == ["a begins", "a stopped"])
    with pytest.raises(Exception, match="shutting down"):
        training.result()


def test_a_training_whose_worker_is_killed_begins_once_more_elsewhere(engine, messages):
    training = Training(engine, experiment(seed=14, epochs=200), trainings.count_with_pid)
    wait_until(training.has_begun)
    first = training.reports[0].history["pid"]
    os.kill(first, signal.SIGKILL)
    assert training.result().outcome == "finished"
    assert training.reports[-1].history["pid"] != first
    assert messages.story == ["a begins", "a begins", "a finished"]


def test_a_worker_that_does_not_answer_a_request_to_stop_is_left(engine, monkeypatch):
    monkeypatch.setattr("nnkit.jobs.cluster.call.BUSY_STOP_SECONDS", 0.3)
    training = Training(engine, experiment(seed=18, epochs=LONG), trainings.count_with_pid)
    wait_until(training.has_begun)
    pid = training.reports[0].history["pid"]
    os.kill(pid, signal.SIGSTOP)
    training.stop.set()
    with pytest.raises(WorkerDied, match="no longer answered"):
        training.result()
    os.kill(pid, signal.SIGCONT)


def test_a_worker_that_has_grown_too_large_is_replaced(engine, cluster):
    wait_until(lambda: engine._connection.threads == 2)  # those that the tests before have ended are back
    grown = engine.run(0, trainings.grow, (1_100,))
    wait_until(lambda: grown not in [pid for nanny in cluster.workers for pid in trainers_of(nanny)])
    wait_until(lambda: engine._connection.threads == 2)
    assert engine.run(0, trainings.double, (2,)) == 4


def test_without_its_scheduler_a_server_trains_by_itself_until_it_is_back(engine, cluster, local):
    training = Training(engine, experiment(seed=16, epochs=LONG))
    wait_until(training.has_begun)
    cluster.scheduler.kill()
    with pytest.raises(ClusterLost) as lost:
        training.result()
    assert str(lost.value) == CLUSTER_LOST
    asked = experiment(seed=17)
    assert Training(engine, asked).result().outcome == "finished"
    assert engine.pids() == local.pids()

    cluster.end()
    cluster.start_scheduler()
    cluster.start_worker()
    wait_until(lambda: engine._connection.client is not None)
    assert engine.run(0, os.getpid, ()) not in local.pids()
