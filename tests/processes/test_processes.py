"""Worker processes: started, watched, stopped, replaced, and gone at the end."""

import functools
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest
from joblib.externals.loky.backend import context as copy_of_loky

from nnkit.jobs import JobFailed, JobQueue, LocalEngine, RunStore, WorkerDied
from nnkit.jobs.worker import OUT_OF_MEMORY
from tests.processes import trainings
from tests.processes.trainings import experiment

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 300.0  # seconds that a test waits at most for something that happens soon
posix = pytest.mark.skipif(os.name != "posix", reason="signals and memory limits of POSIX")


@pytest.fixture
def make_engine():
    engines = []

    def make(**options):
        engines.append(LocalEngine(**{"workers": 1, "warm_up": (trainings.nothing,)} | options))
        return engines[-1]

    yield make
    for engine in engines:
        engine.shutdown()


@pytest.fixture(scope="module")
def engine():
    """One worker, shared by all tests that do not change it."""
    engine = LocalEngine(workers=1, warm_up=(trainings.nothing,), memory_limit=2**30)
    yield engine
    engine.shutdown()


@pytest.fixture
def make_queue(engine):
    def make(train=trainings.count, engine=engine):
        queue = JobQueue(engine, RunStore(None), train=train)
        queue.call(trainings.nothing)  # waits until the process has started
        return queue

    return make


def wait_until(condition):
    end = time.monotonic() + TIMEOUT
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


def start_long_training(queue):
    """Submit a training of many epochs; return its job once it has reported."""
    job = queue.submit(experiment(epochs=10_000), "a")
    wait_until(lambda: job.progress is not None)
    return job


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_training_reports_and_its_run_comes_back(engine):
    reports = []
    run = engine.run(0, trainings.count, (experiment(epochs=20),), reports.append, lambda: False)
    assert run.experiment == experiment(epochs=20)
    assert [report.epoch for report in reports] == list(range(1, 21))


def test_each_job_gets_its_own_reports(engine):
    for seed in range(20):
        reports = []
        engine.run(0, trainings.count, (experiment(seed, epochs=1),), reports.append, lambda: False)
        assert [report.experiment.training.seed for report in reports] == [seed]


def test_a_stop_request_after_the_end_does_not_stop_the_next_job(engine):
    for _ in range(5):
        reports = []
        late = engine.run(0, trainings.instant, (experiment(),), reports.append, lambda: True)
        following = engine.run(0, trainings.count, (experiment(),), reports.append, lambda: False)
        assert (late.outcome, following.outcome) == ("finished", "finished")


def test_a_stop_ends_the_training_after_a_few_more_epochs(make_queue):
    queue = make_queue()
    job = start_long_training(queue)
    epoch = job.progress.epoch
    assert queue.stop(job, "a") is True
    assert job.stopping
    assert job.wait(TIMEOUT)
    assert (job.state, job.run.outcome) == ("stopped", "stopped")
    assert 0 < job.run.snapshots[-1].epoch < epoch + 50  # half a second of epochs


@posix
def test_a_killed_worker_fails_its_job_and_the_next_one_runs(make_queue, make_engine):
    engine = make_engine()
    queue = make_queue(engine=engine)
    job = start_long_training(queue)
    (pid,) = engine.pids()
    os.kill(pid, signal.SIGKILL)
    assert job.wait(TIMEOUT)
    assert job.state == "failed"
    assert "ended unexpectedly" in job.error
    following = queue.submit(experiment(), "a")
    assert following.wait(TIMEOUT)
    assert following.state == "finished"
    assert engine.pids() != [pid]


@posix
def test_a_worker_that_hangs_after_a_request_to_stop_is_replaced(make_queue, make_engine, monkeypatch):
    monkeypatch.setattr("nnkit.jobs.watchdog.STOP_SECONDS", 0.3)
    engine = make_engine()
    queue = make_queue(engine=engine)
    job = start_long_training(queue)
    (pid,) = engine.pids()
    os.kill(pid, signal.SIGSTOP)
    queue.stop(job, "a")
    assert job.wait(TIMEOUT)
    assert (job.state, "no longer answered" in job.error) == ("failed", True)
    assert not alive(pid)
    assert queue.submit(experiment(), "a").wait(TIMEOUT)


@posix
def test_a_worker_that_no_longer_reports_is_replaced(make_queue, make_engine, monkeypatch):
    engine = make_engine()
    queue = make_queue(engine=engine)
    job = start_long_training(queue)
    monkeypatch.setattr("nnkit.jobs.watchdog.REPORT_SECONDS", 0.5)
    os.kill(engine.pids()[0], signal.SIGSTOP)
    assert job.wait(TIMEOUT)
    assert (job.state, "no longer answered" in job.error) == ("failed", True)


@posix
def test_a_worker_that_hangs_in_a_short_call_is_replaced(make_engine, monkeypatch):
    engine = make_engine()
    pid = engine.run(0, trainings.state_of_process, ())["pid"]
    monkeypatch.setattr("nnkit.jobs.process.REPORT_SECONDS", 0.3)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(WorkerDied, match="no longer answered"):
        engine.run(0, trainings.double, (4,))
    monkeypatch.undo()
    assert engine.run(0, trainings.double, (4,)) == 8


def test_a_worker_is_started_by_loky_and_not_by_the_copy_in_joblib(make_engine, monkeypatch):
    monkeypatch.setitem(multiprocessing.context._concrete_contexts, "loky", copy_of_loky.ctx_loky)
    engine = make_engine()
    assert engine.run(0, trainings.double, (4,)) == 8
    (process,) = engine._workers[0]._executor._processes.values()
    assert type(process).__module__ == "loky.backend.process"


@posix
def test_the_death_of_an_idle_worker_fails_no_job(make_engine):
    engine = make_engine()
    pid = engine.run(0, trainings.state_of_process, ())["pid"]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: engine._workers[0]._executor._flags.broken)  # loky has noticed it
    assert engine.run(0, trainings.double, (4,)) == 8


def test_the_death_of_a_process_raises_its_own_exception(make_engine):
    engine = make_engine()
    with pytest.raises(WorkerDied, match="ended unexpectedly"):
        engine.run(0, os._exit, (3,))


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA holds back allocations on Linux")
def test_a_too_large_allocation_fails_one_job_and_the_worker_is_replaced(make_queue, engine):
    queue = make_queue(trainings.allocate_or_train)
    before = engine.pids()
    large, small = queue.submit(experiment(seed=1), "a"), queue.submit(experiment(seed=2), "b")
    assert large.wait(TIMEOUT)
    assert (large.state, large.error) == ("failed", OUT_OF_MEMORY)
    assert small.wait(TIMEOUT)
    assert small.state == "finished"
    assert engine.pids() != before
    assert not alive(before[0])


@pytest.mark.parametrize("training", [trainings.fail, trainings.fail_unpicklably, trainings.exit_quietly])
def test_any_exception_fails_one_job_and_not_the_worker(make_queue, engine, training):
    before = engine.pids()
    job = make_queue(training).submit(experiment(), "a")
    assert job.wait(TIMEOUT)
    assert job.state == "failed"
    assert "secret" not in job.error
    assert engine.run(0, trainings.double, (4,)) == 8
    assert engine.pids() == before or not before


def test_a_worker_with_too_much_memory_is_replaced_after_its_job(make_engine):
    megabyte = 2**20
    engine = make_engine(recycle_above=300 * megabyte)
    first = engine.run(0, trainings.grow, (10,))
    assert engine.pids() == [first]
    assert engine.run(0, trainings.grow, (300,)) == first
    assert not alive(first)
    assert engine.run(0, trainings.state_of_process, ())["pid"] == engine.pids()[0] != first


def test_only_recycle_above_replaces_a_worker(make_engine):
    """loky itself would end a worker that has grown by 300 MB since its first call."""
    engine = make_engine(recycle_above=2**40)
    first = engine.run(0, trainings.grow, (1,))
    engine.run(0, trainings.check_memory_at_each_call, ())
    engine.run(0, trainings.grow, (350,))
    assert engine.run(0, trainings.state_of_process, ())["pid"] == first


@posix
def test_a_worker_gets_its_environment_and_a_low_priority(make_engine, monkeypatch, tmp_path):
    monkeypatch.setenv("TF_XLA_FLAGS", "--of_the_teacher")
    engine = make_engine(programs=tmp_path)
    flags = engine.run(0, trainings.environment, ("TF_XLA_FLAGS",))
    assert flags == f"--of_the_teacher --tf_xla_persistent_cache_directory='{tmp_path}'"
    assert engine.run(0, trainings.environment, ("CUDA_VISIBLE_DEVICES",)) == "-1"
    assert engine.run(0, trainings.state_of_process, ())["niceness"] == 19  # the lowest priority


@posix
def test_a_worker_ignores_ctrl_c(make_queue, make_engine):
    engine = make_engine()
    queue = make_queue(engine=engine)
    job = queue.submit(experiment(epochs=30), "a")
    wait_until(lambda: job.progress is not None)
    os.kill(engine.pids()[0], signal.SIGINT)  # a terminal sends it to all of its processes
    assert job.wait(TIMEOUT)
    assert job.state == "finished"


def test_a_damaged_compiled_program_replaces_the_process_and_fails_no_job(make_engine, tmp_path):
    damaged = tmp_path / "programs" / "damaged"
    damaged.parent.mkdir()
    damaged.write_bytes(b"")
    engine = make_engine(programs=damaged.parent)
    engine.warm()
    (first,) = engine.pids()
    with pytest.raises(JobFailed):
        engine.run(0, trainings.fail, (None, None, None))
    assert damaged.exists()  # the error did not come from TensorFlow
    assert engine.run(0, trainings.fail_on_files, (damaged.parent,)) != first
    assert not damaged.exists()


def test_where_compiled_programs_cannot_be_kept_trainings_go_on_without(make_engine, tmp_path, caplog):
    engine = make_engine(programs=tmp_path / "programs")
    for _ in range(2):
        assert engine.run(0, trainings.fail_where_programs_are_kept, (tmp_path / "programs",)) == "without"
    told = [record.message for record in caplog.records if "is the disk full?" in record.message]
    assert len(told) == 1
    assert "No space left on device" in told[0]


def test_the_death_of_a_process_deletes_the_compiled_programs(make_engine, tmp_path):
    """A program compiled for another processor would end the next process too."""
    (tmp_path / "programs").mkdir()
    with pytest.raises(WorkerDied):
        make_engine(programs=tmp_path / "programs").run(0, os._exit, (3,))
    assert not (tmp_path / "programs").exists()


def warm_up_in(folder):
    return [functools.partial(trainings.mark, folder / name) for name in ("first", "second", "third")]


def test_a_worker_makes_all_warm_up_calls_until_there_is_a_job(make_engine, tmp_path, monkeypatch):
    monkeypatch.setattr("nnkit.jobs.process.WARM_UP_DELAY_SECONDS", 0.01)
    make_engine(warm_up=warm_up_in(tmp_path)).warm()
    wait_until((tmp_path / "third").exists)


def test_a_job_waits_for_the_first_warm_up_call_and_ends_the_warm_up(make_engine, tmp_path, monkeypatch):
    submit_next = []  # the calls that a timer would make

    def make_timer(seconds, function):
        submit_next.append(function)
        return Mock()

    monkeypatch.setattr("nnkit.jobs.process.threading.Timer", make_timer)
    engine = make_engine(warm_up=warm_up_in(tmp_path))
    engine.warm()
    assert engine.run(0, trainings.names_in, (tmp_path,)) == ["first"]
    wait_until(lambda: submit_next)
    submit_next[0]()
    assert engine.run(0, trainings.names_in, (tmp_path,)) == ["first"]
    assert len(submit_next) == 1


def test_each_slot_has_its_own_process(make_engine):
    engine = make_engine(workers=2)
    engine.warm()
    pids = engine.pids()
    assert len(set(pids)) == 2
    with pytest.raises(WorkerDied):
        engine.run(0, os._exit, (1,))
    assert engine.run(1, trainings.state_of_process, ())["pid"] == pids[1]


def test_shutdown_ends_processes_in_the_middle_of_a_job(make_engine, make_queue):
    engine = make_engine(workers=2)
    queue = make_queue(engine=engine)
    engine.warm()
    job = start_long_training(queue)
    pids = engine.pids()
    queue.shutdown()
    assert not any(map(alive, pids))
    assert job.wait(TIMEOUT)
    # It is asked to stop, and its process is ended: either may come first.
    assert (job.state, job.error) in {("stopped", None), ("failed", "The server is shutting down.")}
    with pytest.raises(JobFailed, match="shutting down"):
        engine.run(0, trainings.double, (4,))


@posix
@pytest.mark.parametrize("end", ["exit", "SIGTERM", "SIGINT", "SIGKILL"])
def test_no_process_outlives_the_server(end):
    """Neither a worker in the middle of a job, nor loky's own processes."""
    script = textwrap.dedent("""
        import signal, sys, time
        from nnkit.jobs import JobQueue, LocalEngine, RunStore
        from tests.processes import trainings

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as Streamlit does
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in a shell's background ignores it
        queue = JobQueue(LocalEngine(1, warm_up=(trainings.nothing,)), RunStore(None), trainings.count)
        job = queue.submit(trainings.experiment(epochs=20_000), "a")
        while job.progress is None:
            time.sleep(0.01)
        print("training", flush=True)
        sys.stdin.readline()
    """)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, **pipes) as server:
        assert server.stdout.readline() == "training\n"
        children = psutil.Process(server.pid).children(recursive=True)
        assert children
        if end == "exit":
            server.stdin.write("\n")
            server.stdin.flush()
        else:
            server.send_signal(getattr(signal, end))
        server.wait(TIMEOUT)
        wait_until(lambda: not any(alive(child.pid) for child in children))


def test_tensorflow_trains_in_the_worker_and_stays_there(tmp_path):
    before = set(sys.modules)  # other tests may have loaded TensorFlow
    programs = tmp_path / "with a space" / "programs"
    engine = LocalEngine(workers=1, programs=programs)
    try:
        queue = JobQueue(engine, RunStore(None))
        job = queue.submit(experiment(epochs=20), "a")
        assert job.wait(300)  # the worker has the lowest priority
        assert (job.state, job.error) == ("finished", None)
        loaded = queue.call(trainings.loaded_modules)
        assert "tensorflow" in loaded
        assert not {"pandas", "sklearn"} & set(loaded)  # a third of the time to load it, and a fifth of the memory
        assert "tensorflow" not in sys.modules.keys() - before
        assert list(programs.iterdir())
    finally:
        engine.shutdown()
