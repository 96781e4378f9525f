"""Which job runs next, which ones are replaced or abandoned, and how long they take."""

import pytest

from nnkit import Progress
from nnkit.jobs import QueueFull
from nnkit.jobs.waiting_list import TURN_SECONDS
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
    with pytest.raises(QueueFull, match="2 trainings are waiting already"):
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


def test_the_time_left_adds_up_running_and_waiting_jobs(make_queue, gate, clock, monkeypatch):
    """A training takes ten times its seed in seconds."""
    queue = make_queue(ThreadEngine(2))
    waiting_list = queue._waiting_list
    first = queue.submit(experiment(1), "a")
    gate.wait_started(1)
    monkeypatch.setattr(waiting_list, "estimate", lambda experiments: None)
    assert queue.seconds_left(first) is None  # nothing was measured yet
    monkeypatch.setattr(
        waiting_list, "estimate", lambda experiments: 10.0 * sum(each.training.seed for each in experiments)
    )
    clock.now += 6
    assert queue.seconds_left(first) == 10 - 6
    gate.release(1)
    assert first.wait(TIMEOUT)
    assert queue.seconds_left(first) == 0

    running = [queue.submit(experiment(2), "b"), queue.submit_all([experiment(3), experiment(4)], "c")]
    gate.wait_started(1, 2, 3)
    clock.now += 4
    running[1].report(Progress(experiment(3), 1, 4.0, seconds_left=15.0))
    assert [queue.seconds_left(job) for job in running] == [20 - 4, 15 + 40]
    waiting = [queue.submit(experiment(seed), f"session {seed}") for seed in (5, 6)]
    turns = [queue.seconds_left(job) for job in waiting]
    assert turns == [2 * TURN_SECONDS / 2, 3 * TURN_SECONDS / 2]  # all of these are longer than a turn
    running[0].report(Progress(experiment(2), 3, 18.9, seconds_left=0.5))
    assert queue.seconds_left(waiting[0]) == (0.5 + TURN_SECONDS) / 2


# --- In the background


def test_a_job_in_the_background_comes_after_all_others_and_shares_one_training(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(0), "a")
    gate.wait_started(0)
    shared = queue.submit_all([experiment(1)], "b", background=True)
    assert queue.submit_all([experiment(1)], "c", background=True) is shared
    later = queue.submit(experiment(2), "d")
    assert (queue.position(later), queue.position(shared)) == (1, 2)
    gate.release(0, 1, 2)
    assert shared.wait(TIMEOUT)
    assert gate.started == [0, 2, 1]


def test_a_press_overtakes_a_training_in_the_background_while_it_runs(make_queue, gate):
    queue = make_queue()
    many = queue.submit_all([experiment(1), experiment(2)], "a", background=True)
    gate.wait_started(1)
    pressed = queue.submit(experiment(3), "a")
    gate.wait_started(1, 3)  # the first one was never released: it has made room
    assert (many.state, many.left, many.error) == ("waiting", 2, None)
    gate.release(1, 2, 3)
    assert pressed.wait(TIMEOUT)
    assert many.wait(TIMEOUT)
    assert gate.started == [1, 3, 1, 2]
    assert [run.outcome for run in many.runs] == ["finished", "finished"]


def test_a_job_that_may_not_run_yet_stops_nothing_in_the_background(make_queue, gate):
    queue = make_queue(ThreadEngine(2))
    queue.submit(experiment(0), "a")
    many = queue.submit_all([experiment(1)], "b", background=True)
    gate.wait_started(0, 1)
    queue.submit(experiment(2), "a")  # waits for the session's own training
    gate.release(1)
    assert many.wait(TIMEOUT)
    assert gate.started == [0, 1]


def test_jobs_in_the_background_take_no_place_and_hold_up_nobody(make_queue, gate):
    queue = make_queue(max_waiting=1)
    queue.submit(experiment(0), "a")
    gate.wait_started(0)
    queue.submit_all([experiment(1)], "b", background=True)
    assert not queue.somebody_waits()
    with pytest.raises(QueueFull):
        queue.submit_all([experiment(2)], "c", background=True)
    queue.submit(experiment(3), "d")
    assert queue.somebody_waits()
    with pytest.raises(QueueFull, match="1 trainings"):
        queue.submit(experiment(4), "e")


def test_a_call_overtakes_a_training_in_the_background(make_queue, gate):
    queue = make_queue()
    many = queue.submit_all([experiment(1)], "a", background=True)
    gate.wait_started(1)
    assert queue.call(abs, -3, timeout=TIMEOUT) == 3
    gate.release(1)
    assert many.wait(TIMEOUT)


def test_what_the_background_leaves_is_found_there_and_nowhere_else(make_queue, gate):
    queue = make_queue()
    gate.release(1)
    many = queue.submit_all([experiment(1)], "a", background=True)
    assert many.wait(TIMEOUT)
    assert len(many.run.snapshots) == 1
    again = queue.submit_all([experiment(1)], "b", background=True)
    assert again.wait(0)
    assert gate.started == [1]
    whole = queue.submit(experiment(1), "c")  # needs its history and all snapshots
    assert whole.wait(TIMEOUT)
    assert gate.started == [1, 1]


# --- Visitors who leave


def test_what_a_visitor_who_left_has_submitted_is_stopped_soon(make_queue, gate, clock):
    here = {"a.x", "b.x"}
    queue = make_queue()
    queue.watch(here.__contains__)
    running, waiting, other = (queue.submit(experiment(seed), name) for seed, name in enumerate(("a.x", "a.y", "b.x")))
    here |= {"a.y"}
    gate.wait_started(0)
    here -= {"a.x", "a.y"}
    clock.now += 2.9
    assert not running.stopping
    queue.submit(experiment(7), "b.y")  # looks who is gone, as the queue's own thread does
    clock.now += 3.1
    assert running.wait(TIMEOUT)
    assert waiting.wait(TIMEOUT)
    assert (running.state, waiting.state) == ("stopped", "stopped")
    gate.wait_started(0, 2)
    assert other.state == "running"


def test_a_visitor_who_comes_back_in_time_loses_nothing(make_queue, gate, clock):
    here = {"a.x"}
    queue = make_queue()
    queue.watch(here.__contains__)
    job = queue.submit(experiment(1), "a.x")
    gate.wait_started(1)
    for _ in range(3):
        here.clear()
        clock.now += 2
        assert queue.submit(experiment(1), "b.x") is job  # looks who is gone
        queue.stop(job, "b.x")
        here.add("a.x")
        queue.submit(experiment(1), "b.x")
        queue.stop(job, "b.x")
    assert not job.stopping


def test_a_job_goes_on_for_others_when_one_visitor_has_left(make_queue, gate, clock):
    here = {"b.x"}
    queue = make_queue()
    queue.watch(here.__contains__)
    job = queue.submit(experiment(1), "a.x")
    assert queue.submit(experiment(1), "b.x") is job
    gate.wait_started(1)
    clock.now += 10
    queue.submit(experiment(2), "b.y")
    clock.now += 10
    queue.submit(experiment(3), "b.y")
    assert (job.stopping, list(job.followers)) == (False, ["b.x"])
