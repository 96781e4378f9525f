"""From a submitted experiment to its run: stored, shared, stopped and failed jobs, and short calls."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from nnkit import Progress
from nnkit.jobs import InlineEngine, JobFailed, JobQueue, RunStore, WorkersBusy
from tests.processes import trainings
from tests.processes.trainings import experiment, run_of
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, DyingEngine, SharedEngine, ThreadEngine


def test_a_job_goes_from_waiting_to_its_run(make_queue, gate):
    queue = make_queue()
    first = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    second = queue.submit(experiment(2), "b")
    assert (first.state, queue.position(first), second.state, queue.position(second)) == ("running", 0, "waiting", 1)
    gate.release(1, 2)
    assert first.wait(TIMEOUT)
    assert second.wait(TIMEOUT)
    assert (second.state, second.done, second.error, queue.position(second)) == ("finished", True, None, 0)
    assert second.run.experiment == experiment(2)


def test_simultaneous_submits_share_one_training(make_queue, gate):
    queue, together = make_queue(ThreadEngine(4)), threading.Barrier(20)

    def submit(number):
        together.wait(TIMEOUT)
        return queue.submit(experiment(1), f"session {number}")

    with ThreadPoolExecutor(20) as pool:
        jobs = list(pool.map(submit, range(20)))
    gate.release(1)
    assert all(job.wait(TIMEOUT) for job in jobs)
    assert len(set(jobs)) == 1
    assert gate.started == [1]


def test_a_run_stored_while_the_disk_is_read_is_not_trained_again(make_queue, gate):
    store = RunStore(None)
    queue = make_queue(store=store)
    gate.release(1)

    def slow_get(experiment):
        del store.get  # later calls are fast again
        assert queue.submit(experiment, "quick").wait(TIMEOUT)
        # returns None: the file did not exist yet when it looked

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


def test_a_run_that_came_with_the_app_can_be_trained_anew(make_queue, gate, tmp_path):
    one = experiment(1)
    RunStore(tmp_path).save(run_of(one))
    queue = make_queue(store=RunStore(None, bundled=tmp_path))
    bundled = queue.submit(one, "a")
    assert bundled.state == "finished"
    assert queue.came_with_app(bundled)
    anew = queue.submit_all((one,), "a", anew=True)
    assert not anew.done
    gate.release(1)
    assert anew.wait(TIMEOUT)
    assert anew.run is not bundled.run
    assert not queue.came_with_app(anew)
    assert queue.submit(one, "b").run is anew.run


def test_trainings_go_on_when_the_disk_takes_nothing_any_more(make_queue, gate, tmp_path, caplog):
    queue = make_queue(store=RunStore(tmp_path / "runs"))
    (tmp_path / "runs").write_text("in the way of the folder")
    gate.release(1, 2, 3)
    jobs = [queue.submit(experiment(seed), f"{seed}") for seed in (1, 2, 3)]
    assert all(job.wait(TIMEOUT) for job in jobs)
    assert [job.state for job in jobs] == ["finished"] * 3
    assert all(queue.submit(experiment(seed), "late").run is job.run for seed, job in enumerate(jobs, 1))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_stop_returns_at_once_and_keeps_the_run_so_far(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    assert queue.stop(job, "a") is True
    assert job.stopping
    assert job.wait(TIMEOUT)
    assert (job.state, job.run.outcome, job.error) == ("stopped", "stopped", None)
    gate.release(1)
    again = queue.submit(experiment(1), "a")
    assert again is not job  # a stopped run was not stored
    assert again.wait(TIMEOUT)
    assert again.state == "finished"


def test_stopping_a_waiting_job_frees_its_place(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    waiting, behind = queue.submit(experiment(2), "b"), queue.submit(experiment(3), "c")
    assert queue.stop(waiting, "b") is True
    assert (waiting.state, queue.position(behind)) == ("stopped", 1)
    assert queue.stop(waiting, "b") is False  # it is done already


def test_a_job_goes_on_for_its_other_followers(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    queue.submit(experiment(1), "b")
    gate.wait_started(1)
    assert queue.stop(job, "a") is False
    assert (job.stopping, job.state) == (False, "running")
    assert queue.stop(job, "b") is True


def test_submitting_again_while_the_job_stops_makes_a_new_job(make_queue, gate):
    queue = make_queue(ThreadEngine(2))
    stopping = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    queue.stop(stopping, "a")
    again = queue.submit(experiment(1), "a")
    assert again is not stopping
    gate.release(1)
    assert again.wait(TIMEOUT)
    assert again.state == "finished"


def test_a_call_runs_before_waiting_trainings(make_queue, gate):
    queue, order = make_queue(), []
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    queue.submit(experiment(2), "b")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(queue.call, lambda: order.append(list(gate.started)) or "answer")
        while not queue._calls:
            time.sleep(0.005)
        gate.release(1, 2)
        assert answer.result(TIMEOUT) == "answer"
    assert order == [[1]]  # the second training had not started


def test_a_call_gives_up_when_workers_are_busy(make_queue, gate):
    queue, called = make_queue(), []
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    with pytest.raises(WorkersBusy, match=r"busy\. Please try again"):
        queue.call(called.append, 1, timeout=0.05)
    gate.release(1)
    assert job.wait(TIMEOUT)
    assert queue.call(trainings.double, 4) == 8  # the slot has skipped the call that timed out
    assert called == []


def test_a_failure_is_a_sentence_without_paths(caplog):
    queue = JobQueue(InlineEngine(), RunStore(None), train=trainings.fail)
    job = queue.submit(experiment(), "a")
    assert (job.state, job.run) == ("failed", None)
    assert job.error.endswith(".")
    assert "secret" not in job.error
    assert "/home/secret/path is wrong" in caplog.text
    assert queue.submit(experiment(), "a") is not job  # a failed job is not shared


def test_a_slot_goes_on_after_a_system_exit(make_queue, gate, caplog):
    engine = ThreadEngine()
    engine.run = lambda *args: sys.exit(1)
    queue = make_queue(engine)
    for seed in (1, 2):
        job = queue.submit(experiment(seed), "a")
        assert job.wait(TIMEOUT)
        assert job.state == "failed"
    assert "SystemExit" in caplog.text


def test_inline_trains_in_the_callers_thread_and_returns_a_done_job():
    reports, before = [], set(threading.enumerate())

    def train(experiment, on_progress, should_stop):
        on_progress(Progress(experiment, 1, 0.1))
        reports.append((threading.current_thread(), bool(should_stop())))
        return run_of(experiment)

    queue = JobQueue(InlineEngine(), RunStore(None), train=train)
    job = queue.submit(experiment(), "a")
    assert (job.state, job.progress.epoch) == ("finished", 1)
    assert reports == [(threading.current_thread(), False)]
    assert queue.call(trainings.double, 4) == 8
    with pytest.raises(JobFailed):
        queue.call(trainings.double, None)
    assert set(threading.enumerate()) <= before


def test_inline_never_counts_the_caller_as_gone():
    def train(experiment, on_progress, should_stop):
        time.sleep(0.05)
        return run_of(experiment, outcome="stopped" if should_stop() else "finished")

    queue = JobQueue(InlineEngine(), RunStore(None), train=train, abandon_after=0.01)
    assert queue.submit(experiment(), "a").state == "finished"


def test_the_queue_works_after_ctrl_c_in_a_notebook():
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


def test_the_queue_shuts_down_after_a_call_timed_out(make_queue, gate):
    queue = make_queue()
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    with pytest.raises(WorkersBusy):
        queue.call(trainings.double, 1, timeout=0.01)
    queue.shutdown()
    assert job.wait(TIMEOUT)


def test_shutdown_stops_all_jobs_and_takes_no_more(make_queue, gate):
    queue = make_queue()
    running, waiting = queue.submit(experiment(1), "a"), queue.submit(experiment(2), "b")
    gate.wait_started(1)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(queue.call, trainings.double, 4)
        while not queue._calls:
            time.sleep(0.005)
        queue.shutdown()
        with pytest.raises(JobFailed, match="shutting down"):
            answer.result(TIMEOUT)
    assert running.wait(TIMEOUT)
    assert waiting.state == running.state == "stopped"
    with pytest.raises(JobFailed, match="shutting down"):
        queue.submit(experiment(3), "c")


def test_a_training_that_had_not_begun_is_tried_again_once(make_queue, gate):
    gate.release(1)
    job = make_queue(DyingEngine(0)).submit(experiment(1), "a")
    assert job.wait(TIMEOUT)
    assert (job.state, gate.started) == ("finished", [1])
    job = make_queue(DyingEngine(None, None)).submit(experiment(1), "a")
    assert job.wait(TIMEOUT)
    assert (job.state, job.error) == ("failed", "it ended")


def test_a_training_that_had_begun_fails_at_the_first_death(make_queue, gate):
    job = make_queue(DyingEngine(1)).submit(experiment(1), "a")
    assert job.wait(TIMEOUT)
    assert (job.state, job.error, gate.started) == ("failed", "it ended", [])


def test_an_experiment_that_ends_two_processes_is_refused_by_name_and_others_are_not(make_queue, gate):
    gate.release(2)
    queue = make_queue(DyingEngine(0, 0))
    assert queue.submit(experiment(1, hidden=(100, 3)), "a").wait(TIMEOUT)
    with pytest.raises(JobFailed, match=r"with 100 \+ 3 hidden units has ended its process twice"):
        queue.submit(experiment(1, hidden=(100, 3)), "b")
    assert queue.submit(experiment(2), "a").wait(TIMEOUT)
    assert gate.started == [2]


def test_deaths_before_a_training_has_begun_do_not_count_against_its_experiment(make_queue, gate):
    gate.release(1)
    queue = make_queue(DyingEngine(None, None))
    assert queue.submit(experiment(1), "a").wait(TIMEOUT)
    assert queue.submit(experiment(1), "a").wait(TIMEOUT)
    assert gate.started == [1]


def test_a_training_that_goes_on_for_other_servers_is_stopped_here_without_an_error(make_queue):
    queue = make_queue(SharedEngine())
    job = queue.submit(experiment(1), "a.page")
    assert queue.stop(job, "a.page")
    assert job.wait(TIMEOUT)
    assert (job.state, job.error, job.run) == ("stopped", None, None)


def test_a_training_that_pauses_here_and_goes_on_for_other_servers_is_joined_again(make_queue, gate):
    engine = SharedEngine()
    queue = make_queue(engine)
    job = queue.submit_all([experiment(1)], "a.page", background=True)
    quick = queue.submit(experiment(2), "b.page")
    gate.release(1, 2)
    assert quick.wait(TIMEOUT)
    assert not job.done
    engine.others.clear()
    assert job.wait(TIMEOUT)
    assert job.state == "finished"
