"""Which job runs next, which ones are replaced or abandoned, and how long they take."""

import pytest

from nnkit import Progress
from nnkit.jobs import QueueFull
from tests.processes.trainings import experiment
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, ThreadEngine


def test_a_session_has_one_running_job_even_if_slots_are_free(make_queue, gate):
    queue = make_queue(ThreadEngine(3))
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    mine = queue.submit(experiment(2), "a")
    queue.submit(experiment(3), "b")
    gate.wait_started(1, 3)
    assert mine.state == "waiting"
    gate.release(1)
    gate.wait_started(1, 3, 2)


def test_a_newer_request_replaces_the_waiting_job(make_queue, gate):
    queue = make_queue()
    running = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    replaced = queue.submit(experiment(2), "a")
    newest = queue.submit(experiment(3), "a")
    assert (replaced.state, replaced.run, replaced.done) == ("stopped", None, True)
    assert (running.stopping, queue.position(newest)) == (False, 1)
    gate.release(1, 3)
    assert newest.wait(TIMEOUT)
    assert gate.started == [1, 3]


def test_a_replaced_job_stays_for_other_sessions(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(1), "a")
    gate.wait_started(1)
    shared = queue.submit(experiment(2), "a")
    assert queue.submit(experiment(2), "b") is shared
    queue.submit(experiment(3), "a")
    assert shared.state == "waiting"


def test_the_waiting_list_is_bounded(make_queue, gate):
    queue = make_queue(max_waiting=2)
    queue.submit(experiment(0), "a")
    gate.wait_started(0)
    queue.submit(experiment(1), "b")
    last = queue.submit(experiment(2), "c")
    with pytest.raises(QueueFull, match="2 trainings are waiting already: please try again"):
        queue.submit(experiment(3), "d")
    assert queue.submit(experiment(2), "d") is last  # following an existing job takes no place
    assert queue.position(queue.submit(experiment(4), "b")) == 2  # nor does replacing the own job


def test_a_running_job_that_nobody_follows_is_stopped(make_queue, gate, clock):
    queue = make_queue(abandon_after=180)
    left, followed = queue.submit(experiment(1), "a"), queue.submit(experiment(2), "b")
    gate.wait_started(1)
    clock.now += 179
    queue.touch(followed, "b")
    queue.touch(left, "c")  # a session that does not follow the job cannot keep it
    clock.now += 2
    assert left.wait(TIMEOUT)
    assert left.state == "stopped"
    assert left.run.outcome == "stopped"
    gate.wait_started(1, 2)
    assert followed.state == "running"


def test_an_abandoned_job_leaves_the_waiting_list(make_queue, gate, clock):
    queue = make_queue(abandon_after=180, max_waiting=1)
    running = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    left = queue.submit(experiment(2), "b")
    clock.now += 179
    queue.touch(running, "a")
    clock.now += 2
    queue.submit(experiment(3), "c")  # finds room
    assert left.state == "stopped"
    assert not running.stopping


def test_a_stop_ignores_sessions_that_are_gone(make_queue, gate, clock):
    queue = make_queue(abandon_after=180)
    job = queue.submit(experiment(1), "gone")
    queue.submit(experiment(1), "here")
    clock.now += 179
    queue.touch(job, "here")
    clock.now += 2
    assert queue.stop(job, "here") is True


def test_without_a_time_limit_no_session_counts_as_gone(make_queue, gate, clock):
    queue = make_queue(abandon_after=None)
    job = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    clock.now += 1e9
    queue.submit(experiment(2), "b")  # would cancel all abandoned jobs
    assert not job.stopping


def test_estimates_add_up_running_and_waiting_jobs(make_queue, gate, clock):
    queue = make_queue(ThreadEngine(2))
    first = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    assert queue.seconds_left(first) is None  # nothing was measured yet
    clock.now += 6
    gate.release(1)
    assert first.wait(TIMEOUT)
    assert queue.seconds_left(first) == 0

    running = [queue.submit(experiment(seed), f"session {seed}") for seed in (2, 3)]
    gate.wait_started(1, 2, 3)
    clock.now += 4
    running[1].report(Progress(experiment(3), 1, 4.0, seconds_left=10.0))
    assert [queue.seconds_left(job) for job in running] == [6 - 4, 10]
    waiting = [queue.submit(experiment(seed), f"session {seed}") for seed in (4, 5)]
    assert [queue.seconds_left(job) for job in waiting] == [(2 + 10) / 2, (2 + 10 + 6) / 2]
