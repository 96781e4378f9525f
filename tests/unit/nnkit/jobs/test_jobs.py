"""The rules of the queue and the store, in one process."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nnkit import Progress, jobs
from nnkit.jobs import (
    InlineEngine,
    JobFailed,
    JobQueue,
    QueueFull,
    RunStore,
    WorkersBusy,
    default_queue,
    shutdown,
)
from nnkit.jobs.store import key_of, size_of
from tests.processes import trainings
from tests.processes.trainings import experiment, run_of

SOON = 5.0  # seconds within which whatever should happen has happened


class ThreadEngine:
    """Runs functions in the queue's own threads, so that a test holds every string."""

    background = True

    def __init__(self, slots=1):
        self.slots = slots

    def run(self, slot, function, args, on_progress=None, should_stop=None):
        hooks = {} if on_progress is None else {"on_progress": on_progress, "should_stop": should_stop}
        return function(*args, **hooks)

    def warm(self):
        pass

    def shutdown(self):
        pass


class Gate:
    """A training that ends when it is let go or told to stop; `started` lists seeds in order."""

    def __init__(self):
        self.started, self._gone, self._changed = [], set(), threading.Condition()

    def train(self, experiment, on_progress, should_stop):
        with self._changed:
            self.started.append(experiment.training.seed)
            self._changed.notify_all()
            while experiment.training.seed not in self._gone:
                if should_stop():
                    return run_of(experiment, outcome="stopped")
                self._changed.wait(0.01)
        return run_of(experiment)

    def let_go(self, *seeds):
        with self._changed:
            self._gone |= set(seeds)
            self._changed.notify_all()

    def wait_started(self, *seeds):
        with self._changed:
            assert self._changed.wait_for(lambda: self.started == list(seeds), SOON), self.started


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def make_queue(gate):
    queues = []

    def make(engine=None, store=None, **options):
        queues.append(JobQueue(engine or ThreadEngine(), store or RunStore(None), train=gate.train, **options))
        return queues[-1]

    yield make
    for queue in queues:
        queue.shutdown()


def test_a_job_goes_from_waiting_to_its_run(make_queue, gate):
    queue = make_queue()
    first = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    second = queue.submit(experiment(2), "b")
    assert (first.state, first.position, second.state, second.position) == ("running", 0, "waiting", 1)
    gate.let_go(1, 2)
    assert first.wait(SOON)
    assert second.wait(SOON)
    assert (second.state, second.done, second.error, second.position) == ("finished", True, None, 0)
    assert second.run.experiment == experiment(2)


def test_one_flight_for_simultaneous_submits(make_queue, gate):
    queue, together = make_queue(ThreadEngine(4)), threading.Barrier(20)

    def submit(number):
        together.wait(SOON)
        return queue.submit(experiment(1), f"session {number}")

    with ThreadPoolExecutor(20) as pool:
        jobs = list(pool.map(submit, range(20)))
    gate.let_go(1)
    assert all(job.wait(SOON) for job in jobs)
    assert len(set(jobs)) == 1
    assert gate.started == [1]


def test_no_second_training_where_a_flight_lands_while_the_disk_is_read(make_queue, gate):
    store = RunStore(None)
    queue = make_queue(store=store)
    gate.let_go(1)

    def slow_get(experiment):
        del store.get  # what follows is asked at full speed
        assert queue.submit(experiment, "quick").wait(SOON)
        # and returns None: the file was not there yet

    store.get = slow_get
    assert queue.submit(experiment(1), "slow").state == "finished"
    assert gate.started == [1]


def test_a_stored_run_is_there_at_once(make_queue, gate):
    store = RunStore(None)
    store.remember(run_of(experiment(1)))
    job = make_queue(store=store).submit(experiment(1), "a")
    assert job.state == "finished"
    assert job.wait(0)
    assert job.run.experiment == experiment(1)
    assert gate.started == []


def test_a_job_of_several_trains_them_in_order_and_fills_as_they_come(make_queue, gate):
    queue = make_queue()
    job = queue.submit_all([experiment(1), experiment(2), experiment(3)], "a")
    gate.wait_started(1)
    assert (job.left, job.experiment, job.run) == (3, experiment(1), None)
    gate.let_go(1)
    gate.wait_started(1, 2)
    assert (job.state, job.left, job.experiment) == ("running", 2, experiment(2))
    assert job.runs[0].experiment == experiment(1)
    gate.let_go(2, 3)
    assert job.wait(SOON)
    assert (job.state, job.left, job.experiment) == ("finished", 0, experiment(3))
    assert [run.experiment for run in job.runs] == [experiment(1), experiment(2), experiment(3)]


def test_a_job_of_several_lets_others_in_between(make_queue, gate):
    queue = make_queue()
    several = queue.submit_all([experiment(1), experiment(2)], "a")
    gate.wait_started(1)
    queue.submit(experiment(3), "b")
    gate.let_go(1)
    gate.wait_started(1, 3)
    assert (several.state, several.position, several.left) == ("waiting", 1, 1)
    gate.let_go(2, 3)
    assert several.wait(SOON)
    assert gate.started == [1, 3, 2]


def test_a_job_of_several_trains_nothing_that_is_stored_or_under_way_elsewhere(make_queue, gate):
    store = RunStore(None)
    queue = make_queue(ThreadEngine(2), store)
    store.remember(run_of(experiment(2)))
    single = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    several = queue.submit_all([experiment(1), experiment(2), experiment(3)], "b")
    assert (several.state, several.left) == ("waiting", 2)  # though a slot is free: its first is being trained
    gate.let_go(1)
    assert single.wait(SOON)
    gate.wait_started(1, 3)
    gate.let_go(3)
    assert several.wait(SOON)
    assert [run.experiment for run in several.runs] == [experiment(1), experiment(2), experiment(3)]


def test_equal_wishes_for_several_share_one_job(make_queue, gate):
    queue = make_queue()
    assert queue.submit_all([experiment(1), experiment(2)], "a") is queue.submit_all(
        [experiment(1), experiment(2)], "b"
    )
    assert queue.submit_all([experiment(1)], "c").experiments == (experiment(1),)


def test_a_stopped_job_of_several_keeps_what_is_trained(make_queue, gate):
    queue = make_queue()
    job = queue.submit_all([experiment(1), experiment(2), experiment(3)], "a")
    gate.let_go(1)
    gate.wait_started(1, 2)
    assert queue.stop(job, "a")
    assert job.wait(SOON)
    assert job.state == "stopped"
    assert [run and run.outcome for run in job.runs] == ["finished", "stopped", None]


def test_a_newer_wish_replaces_a_job_of_several_between_two_trainings(make_queue, gate):
    queue = make_queue()
    several = queue.submit_all([experiment(1), experiment(2)], "a")
    gate.wait_started(1)
    queue.submit(experiment(3), "b")
    gate.let_go(1)
    gate.wait_started(1, 3)
    newer = queue.submit(experiment(4), "a")
    assert (several.state, [run and run.outcome for run in several.runs]) == ("stopped", ["finished", None])
    gate.let_go(3, 4)
    assert newer.wait(SOON)


def test_the_estimate_for_several_counts_those_still_to_come(make_queue, gate):
    queue = make_queue()
    queue._waiting_list._durations[experiment(1).data.name].extend([2.0, 4.0])
    job = queue.submit_all([experiment(1), experiment(2), experiment(3)], "a")
    gate.wait_started(1)
    job.report(Progress(experiment(1), 1, 1.0, seconds_left=1.5))
    assert job.seconds_left == pytest.approx(1.5 + 2 * 3.0)
    assert queue.submit(experiment(9), "b").seconds_left == pytest.approx(7.5)


def test_a_session_runs_one_job_even_where_slots_are_free(make_queue, gate):
    queue = make_queue(ThreadEngine(3))
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    mine = queue.submit(experiment(2), "a")
    queue.submit(experiment(3), "b")
    gate.wait_started(1, 3)
    assert mine.state == "waiting"
    gate.let_go(1)
    gate.wait_started(1, 3, 2)


def test_a_newer_wish_replaces_the_waiting_one(make_queue, gate):
    queue = make_queue()
    running = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    replaced = queue.submit(experiment(2), "a")
    newest = queue.submit(experiment(3), "a")
    assert (replaced.state, replaced.run, replaced.done) == ("stopped", None, True)
    assert (running.stopping, newest.position) == (False, 1)
    gate.let_go(1, 3)
    assert newest.wait(SOON)
    assert gate.started == [1, 3]


def test_a_replaced_wish_stays_for_others(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    shared = queue.submit(experiment(2), "a")
    assert queue.submit(experiment(2), "b") is shared
    queue.submit(experiment(3), "a")
    assert shared.state == "waiting"


def test_the_line_is_bounded(make_queue, gate):
    queue = make_queue(max_waiting=2)
    queue.submit(experiment(0), "a")
    gate.wait_started(0)
    queue.submit(experiment(1), "b")
    last = queue.submit(experiment(2), "c")
    with pytest.raises(QueueFull, match="2 trainings are waiting already: please try again"):
        queue.submit(experiment(3), "d")
    assert queue.submit(experiment(2), "d") is last  # joining takes no place
    assert queue.submit(experiment(4), "b").position == 2  # nor does replacing one's own


def test_stop_is_acknowledged_at_once_and_keeps_what_was_learned(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    assert queue.stop(job, "a") is True
    assert job.stopping
    assert job.wait(0.5)
    assert (job.state, job.run.outcome, job.error) == ("stopped", "stopped", None)
    gate.let_go(1)
    again = queue.submit(experiment(1), "a")
    assert again is not job  # a stopped run was not stored
    assert again.wait(SOON)
    assert again.state == "finished"


def test_stop_of_a_waiting_job_frees_its_place(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    waiting, behind = queue.submit(experiment(2), "b"), queue.submit(experiment(3), "c")
    assert queue.stop(waiting, "b") is True
    assert (waiting.state, behind.position) == ("stopped", 1)
    assert queue.stop(waiting, "b") is False  # it is over already


def test_stop_leaves_the_job_to_those_who_still_follow_it(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    queue.submit(experiment(1), "b")
    gate.wait_started(1)
    assert queue.stop(job, "a") is False
    assert (job.stopping, job.state) == (False, "running")
    assert queue.stop(job, "b") is True


def test_pressing_train_again_while_stopping_trains_anew(make_queue, gate):
    queue = make_queue(ThreadEngine(2))
    stopping = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    queue.stop(stopping, "a")
    again = queue.submit(experiment(1), "a")
    assert again is not stopping
    gate.let_go(1)
    assert again.wait(SOON)
    assert again.state == "finished"


def test_a_job_that_nobody_looks_at_is_abandoned(make_queue, gate):
    queue = make_queue(abandon_after=0.3)
    left, looked_at = queue.submit(experiment(1), "a"), queue.submit(experiment(2), "b")
    end = time.monotonic() + SOON
    while looked_at.state == "waiting" and time.monotonic() < end:
        queue.touch(looked_at, "b")
        queue.touch(left, "stranger")  # who does not follow it and cannot keep it up
        time.sleep(0.02)
    assert left.state == "stopped"
    assert left.run.outcome == "stopped"
    assert looked_at.state == "running"


def test_an_abandoned_job_leaves_the_line(make_queue, gate):
    queue = make_queue(abandon_after=0.2, max_waiting=1)
    running = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    left = queue.submit(experiment(2), "b")
    for _ in range(15):
        queue.touch(running, "a")
        time.sleep(0.02)
    queue.submit(experiment(3), "c")  # which finds room
    assert left.state == "stopped"


def test_a_stop_does_not_wait_for_sessions_that_are_gone(make_queue, gate):
    queue = make_queue(abandon_after=0.2)
    job = queue.submit(experiment(1), "gone")
    queue.submit(experiment(1), "here")
    for _ in range(15):
        queue.touch(job, "here")
        time.sleep(0.02)
    assert queue.stop(job, "here") is True


def test_never_abandons_where_it_is_told_so(make_queue, gate):
    queue = make_queue(abandon_after=None)
    job = queue.submit(experiment(1), "a")
    time.sleep(0.2)
    assert not job.stopping


def test_a_call_goes_ahead_of_waiting_trainings(make_queue, gate):
    queue, order = make_queue(), []
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    queue.submit(experiment(2), "b")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(queue.call, lambda: order.append(list(gate.started)) or "answer")
        while not queue._calls:
            time.sleep(0.005)
        gate.let_go(1, 2)
        assert answer.result(SOON) == "answer"
    assert order == [[1]]  # the second training had not started


def test_a_call_gives_up_when_workers_are_busy(make_queue, gate):
    queue, called = make_queue(), []
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    with pytest.raises(WorkersBusy, match="busy: please try again"):
        queue.call(called.append, 1, timeout=0.05)
    gate.let_go(1)
    assert job.wait(SOON)
    assert queue.call(trainings.double, 4) == 8  # the slot has gone past the one given up
    assert called == []


def test_estimates_add_up_what_runs_and_waits(make_queue, gate, monkeypatch):
    queue = make_queue(ThreadEngine(2))
    now = [1000.0]
    for module in ("job", "waiting_list", "queue"):
        monkeypatch.setattr(f"nnkit.jobs.{module}.monotonic", lambda: now[0])
    first = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    assert first.seconds_left is None  # nothing was measured yet
    now[0] += 6
    gate.let_go(1)
    assert first.wait(SOON)
    assert first.seconds_left == 0

    running = [queue.submit(experiment(seed), f"session {seed}") for seed in (2, 3)]
    gate.wait_started(1, 2, 3)
    now[0] += 4
    running[1].report(Progress(experiment(3), 1, 4.0, seconds_left=10.0))
    assert [job.seconds_left for job in running] == [6 - 4, 10]
    waiting = [queue.submit(experiment(seed), f"session {seed}") for seed in (4, 5)]
    assert [job.seconds_left for job in waiting] == [(2 + 10) / 2, (2 + 10 + 6) / 2]


def test_a_failure_is_a_sentence_without_paths(caplog):
    queue = JobQueue(InlineEngine(), RunStore(None), train=trainings.fail)
    job = queue.submit(experiment(), "a")
    assert (job.state, job.run) == ("failed", None)
    assert job.error.endswith(".")
    assert "secret" not in job.error
    assert "/home/secret/path is wrong" in caplog.text
    assert queue.submit(experiment(), "a") is not job  # and is tried again


def test_a_thread_survives_what_no_engine_should_raise(make_queue, gate, caplog):
    engine = ThreadEngine()
    engine.run = lambda *args: sys.exit(1)
    queue = make_queue(engine)
    for seed in (1, 2):
        job = queue.submit(experiment(seed), "a")
        assert job.wait(SOON)
        assert job.state == "failed"
    assert "SystemExit" in caplog.text


def test_inline_gives_back_a_done_job_in_the_callers_thread():
    reports, before = [], set(threading.enumerate())

    def train(experiment, on_progress, should_stop):
        on_progress(Progress(experiment, 1, 0.1))
        reports.append((threading.current_thread(), should_stop()))
        return run_of(experiment)

    queue = JobQueue(InlineEngine(), RunStore(None), train=train)
    job = queue.submit(experiment(), "a")
    assert (job.state, job.progress.epoch) == ("finished", 1)
    assert reports == [(threading.current_thread(), False)]
    assert queue.call(trainings.double, 4) == 8
    with pytest.raises(JobFailed):
        queue.call(trainings.double, None)
    assert set(threading.enumerate()) <= before


def test_inline_does_not_abandon_a_long_training():
    def train(experiment, on_progress, should_stop):
        time.sleep(0.05)
        return run_of(experiment, outcome="stopped" if should_stop() else "finished")

    queue = JobQueue(InlineEngine(), RunStore(None), train=train, abandon_after=0.01)
    assert queue.submit(experiment(), "a").state == "finished"


def test_ctrl_c_in_a_notebook_leaves_a_queue_that_works():
    calls = []

    def train(experiment, on_progress, should_stop):
        calls.append(experiment)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return run_of(experiment)

    queue = JobQueue(InlineEngine(), RunStore(None), train=train)
    with pytest.raises(KeyboardInterrupt):
        queue.submit(experiment(), "a")
    assert queue.submit(experiment(), "a").state == "finished"


def test_a_call_that_was_given_up_does_not_keep_a_queue_from_shutting_down(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    with pytest.raises(WorkersBusy):
        queue.call(trainings.double, 1, timeout=0.01)
    queue.shutdown()
    assert job.wait(SOON)


def test_after_shutdown_nothing_waits_and_nothing_is_taken(make_queue, gate):
    queue = make_queue()
    running, waiting = queue.submit(experiment(1), "a"), queue.submit(experiment(2), "b")
    gate.wait_started(1)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(queue.call, trainings.double, 4)
        while not queue._calls:
            time.sleep(0.005)
        queue.shutdown()
        with pytest.raises(JobFailed, match="shutting down"):
            answer.result(SOON)
    assert running.wait(SOON)
    assert waiting.state == running.state == "stopped"
    with pytest.raises(JobFailed, match="shutting down"):
        queue.submit(experiment(3), "c")


# The store


def same(one, other):
    return (
        one.experiment == other.experiment
        and one.history == other.history
        and all(map(np.array_equal, one.weights, other.weights))
    )


def test_a_run_comes_back_from_memory_and_from_disk(tmp_path):
    run, store = run_of(experiment(1)), RunStore(tmp_path / "runs")
    assert store.get(experiment(1)) is None
    store.remember(run)
    store.save(run)
    assert store.get(experiment(1)) is run
    assert store.get(experiment(2)) is None
    assert same(RunStore(tmp_path / "runs").get(experiment(1)), run)


def test_a_diverged_run_is_kept_and_a_stopped_one_is_not(tmp_path):
    store = RunStore(tmp_path)
    for seed, outcome in enumerate(("finished", "diverged", "stopped")):
        store.remember(run_of(experiment(seed), outcome=outcome))
        store.save(run_of(experiment(seed), outcome=outcome))
    for reader in (store, RunStore(tmp_path)):
        assert [reader.get(experiment(seed)) is not None for seed in range(3)] == [True, True, False]


def test_memory_forgets_what_was_unused_for_longest():
    runs = [run_of(experiment(seed)) for seed in range(4)]
    store = RunStore(None, memory_bytes=3 * size_of(runs[0]))
    for run in runs[:3]:
        store.remember(run)
    store.get(experiment(0))
    store.remember(runs[2])  # twice the same takes no more room
    store.remember(runs[3])
    assert [store.get(experiment(seed)) is not None for seed in range(4)] == [True, False, True, True]


def test_disk_forgets_what_was_unused_for_longest(tmp_path):
    runs = [run_of(experiment(seed)) for seed in range(4)]
    size = len(runs[0].to_bytes())
    store = RunStore(tmp_path, memory_bytes=0, disk_bytes=int(3.5 * size))
    (tmp_path / "unfinished.part").write_bytes(b"x" * size)
    os.utime(tmp_path / "unfinished.part", (0, 0))
    for seed, run in enumerate(runs[:3], 1):
        store.save(run)
        os.utime(tmp_path / f"{key_of(run.experiment)}.npz", (seed, seed))
    assert store.get(experiment(0)) is not None  # which makes it the last used
    store.save(runs[3])
    assert {path.stem for path in tmp_path.iterdir()} == {key_of(experiment(seed)) for seed in (0, 2, 3)}


@pytest.mark.parametrize("damage", ["empty", "half", "other bytes", "another experiment's"])
def test_a_damaged_file_is_dropped(tmp_path, damage, caplog):
    run = run_of(experiment(1))
    RunStore(tmp_path).save(run)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "half": whole[: len(whole) // 2],
            "other bytes": whole[:200] + bytes(100) + whole[300:],
            "another experiment's": run_of(experiment(2)).to_bytes(),
        }[damage]
    )
    assert RunStore(tmp_path).get(experiment(1)) is None
    assert not path.exists()
    assert "dropped" in caplog.text


def test_without_a_folder_to_write_memory_does(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way of a folder")
    store, run = RunStore(tmp_path / "file" / "runs"), run_of(experiment(1))
    store.remember(run)
    store.save(run)
    assert store.get(experiment(1)) is run
    assert store.get(experiment(2)) is None
    assert "memory only" in caplog.text


def test_concurrent_writers_and_readers(tmp_path):
    runs = [run_of(experiment(seed % 5)) for seed in range(60)]
    size = len(runs[0].to_bytes())

    def use(run):
        store = RunStore(tmp_path, memory_bytes=0, disk_bytes=3 * size)
        store.save(run)
        found = store.get(run.experiment)
        return found is None or same(found, run)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, runs))
    assert 1 <= len(list(tmp_path.iterdir())) <= 3


def test_the_key_is_the_experiments_and_the_codes(monkeypatch):
    assert key_of(experiment(1)) == key_of(experiment(1)) != key_of(experiment(2))
    before = key_of(experiment(1))
    monkeypatch.setattr("nnkit.jobs.store.code_version", lambda: "another")
    assert key_of(experiment(1)) != before


# The queue of the process


def test_one_default_queue(monkeypatch, tmp_path):
    monkeypatch.setenv("NNKIT_ENGINE", "inline")
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(8) as pool:
        queues = set(pool.map(lambda _: default_queue(), range(8)))
    assert len(queues) == 1
    shutdown()
    assert default_queue() not in queues
    shutdown()


def test_without_a_cache_folder_to_write_there_is_a_private_one(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way of a folder")
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = jobs._cache_folder()
    assert folder.parent == tmp_path
    assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0


def test_an_unknown_engine_is_named(monkeypatch):
    monkeypatch.setenv("NNKIT_ENGINE", "abacus")
    with pytest.raises(ValueError, match="NNKIT_ENGINE must be local or inline; got 'abacus'"):
        default_queue()


def test_importing_loads_neither_tensorflow_nor_streamlit():
    code = "import sys, nnkit.jobs; sys.exit(bool({'tensorflow', 'keras', 'streamlit'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
