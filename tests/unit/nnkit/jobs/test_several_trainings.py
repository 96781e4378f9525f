"""Jobs of several trainings."""

from nnkit.jobs import RunStore
from nnkit.jobs.waiting_list import TURN_SECONDS
from tests.processes.trainings import experiment, run_of
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, ThreadEngine


def test_a_job_of_several_trains_them_in_order_and_adds_each_run(make_queue, gate):
    queue = make_queue()
    job = queue.submit_all([experiment(1), experiment(2), experiment(3)], "a")
    gate.wait_started(1)
    assert (job.left, job.experiment, job.run) == (3, experiment(1), None)
    gate.release(1)
    gate.wait_started(1, 2)
    assert (job.state, job.left, job.experiment) == ("running", 2, experiment(2))
    assert job.runs[0].experiment == experiment(1)
    gate.release(2, 3)
    assert job.wait(TIMEOUT)
    assert (job.state, job.left, job.experiment) == ("finished", 0, experiment(3))
    assert [run.experiment for run in job.runs] == [experiment(1), experiment(2), experiment(3)]


def test_a_job_of_several_goes_on_within_its_turn(make_queue, gate, clock):
    queue = make_queue()
    several = queue.submit_all([experiment(1), experiment(2)], "a")
    gate.wait_started(1)
    other = queue.submit(experiment(3), "b")
    clock.now += 0.9 * TURN_SECONDS
    gate.release(1, 2, 3)
    assert several.wait(TIMEOUT)
    assert other.wait(TIMEOUT)
    assert gate.started == [1, 2, 3]


def test_other_jobs_run_between_the_trainings_of_a_job_of_several_whose_turn_is_over(make_queue, gate, clock):
    queue = make_queue()
    several = queue.submit_all([experiment(1), experiment(2)], "a")
    gate.wait_started(1)
    queue.submit(experiment(3), "b")
    clock.now += 1.1 * TURN_SECONDS
    gate.release(1)
    gate.wait_started(1, 3)
    assert (several.state, queue.position(several), several.left) == ("waiting", 1, 1)
    gate.release(2, 3)
    assert several.wait(TIMEOUT)
    assert gate.started == [1, 3, 2]


def test_a_job_of_several_does_not_repeat_stored_or_running_trainings(make_queue, gate):
    store = RunStore(None)
    queue = make_queue(ThreadEngine(2), store)
    store.remember(run_of(experiment(2)))
    single = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    several = queue.submit_all([experiment(1), experiment(2), experiment(3)], "b")
    assert (several.state, several.left) == (
        "waiting",
        2,
    )  # despite a free slot: another job trains its first one
    gate.release(1)
    assert single.wait(TIMEOUT)
    gate.wait_started(1, 3)
    gate.release(3)
    assert several.wait(TIMEOUT)
    assert [run.experiment for run in several.runs] == [experiment(1), experiment(2), experiment(3)]


def test_equal_requests_for_several_share_one_job(make_queue, gate):
    queue = make_queue()
    assert queue.submit_all([experiment(1), experiment(2)], "a") is queue.submit_all(
        [experiment(1), experiment(2)], "b"
    )
    assert queue.submit_all([experiment(1)], "c").experiments == (experiment(1),)


def test_a_stopped_job_of_several_keeps_its_runs(make_queue, gate):
    queue = make_queue()
    job = queue.submit_all([experiment(1), experiment(2), experiment(3)], "a")
    gate.release(1)
    gate.wait_started(1, 2)
    assert queue.stop(job, "a")
    assert job.wait(TIMEOUT)
    assert job.state == "stopped"
    assert [run and run.outcome for run in job.runs] == ["finished", "stopped", None]


def test_a_newer_request_replaces_a_job_of_several_between_two_trainings(make_queue, gate, clock):
    queue = make_queue()
    several = queue.submit_all([experiment(1), experiment(2)], "a")
    gate.wait_started(1)
    queue.submit(experiment(3), "b")
    clock.now += TURN_SECONDS
    gate.release(1)
    gate.wait_started(1, 3)
    newer = queue.submit(experiment(4), "a")
    assert (several.state, [run and run.outcome for run in several.runs]) == ("stopped", ["finished", None])
    gate.release(3, 4)
    assert newer.wait(TIMEOUT)
