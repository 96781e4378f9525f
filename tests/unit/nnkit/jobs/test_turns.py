"""Visitors take turns, whatever each of them submits."""

import pytest

from nnkit.jobs import QueueFull
from nnkit.jobs.waiting_list import TURN_SECONDS
from tests.processes.trainings import experiment
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT


def submitted(queue, *names):
    """Submit a job for each name, with seeds from 1 on; return the jobs."""
    return [queue.submit(experiment(seed), name) for seed, name in enumerate(names, 1)]


def test_whoever_submits_much_holds_up_nobody_else(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(0), "other.x")
    gate.wait_started(0)
    jobs = submitted(queue, "greedy.a", "greedy.b", "greedy.c", "modest.a", "other.a")
    assert [queue.position(job) for job in jobs] == [1, 4, 5, 2, 3]
    gate.release(*range(6))
    assert all(job.wait(TIMEOUT) for job in jobs)
    assert gate.started == [0, 1, 4, 5, 2, 3]


def test_the_one_whose_turn_was_the_longest_ago_comes_first(make_queue, gate):
    queue = make_queue()
    submitted(queue, "a.x")
    gate.wait_started(1)
    again, first = queue.submit(experiment(2), "a.y"), queue.submit(experiment(3), "b.x")
    assert [queue.position(job) for job in (again, first)] == [2, 1]


def test_a_job_that_somebody_else_waits_for_too_has_the_better_turn(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(0), "z.x")
    gate.wait_started(0)
    jobs = submitted(queue, "a.x", "a.y", "b.x")
    assert queue.submit(experiment(2), "c.x") is jobs[1]
    assert [queue.position(job) for job in jobs] == [1, 2, 3]


def test_a_visitor_has_at_most_four_waiting_jobs(make_queue, gate):
    queue = make_queue()
    queue.submit(experiment(0), "z.x")
    gate.wait_started(0)
    submitted(queue, *(f"a.{part}" for part in range(4)))
    with pytest.raises(QueueFull, match="4 trainings of yours are waiting already"):
        queue.submit(experiment(9), "a.4")
    assert queue.submit(experiment(9), "b.0").state == "waiting"
    assert queue.submit(experiment(9), "a.4").state == "waiting"  # following somebody's job takes no place


def test_a_job_of_many_trainings_takes_turns_with_others(make_queue, gate, clock):
    queue = make_queue()
    many = queue.submit_all([experiment(seed) for seed in (1, 2, 3)], "a.x")
    gate.wait_started(1)
    other = queue.submit(experiment(4), "b.x")
    clock.now += TURN_SECONDS
    gate.release(1, 2, 3, 4)
    assert many.wait(TIMEOUT)
    assert other.wait(TIMEOUT)
    assert gate.started == [1, 4, 2, 3]


def test_one_address_leaves_places_for_others(make_queue, gate, monkeypatch):
    monkeypatch.setattr("nnkit.jobs.waiting_list.MAX_WAITING_ADDRESS", 3)
    queue = make_queue()
    queue.submit(experiment(0), "ann@school.tab.part")
    gate.wait_started(0)
    for number in range(1, 4):
        queue.submit(experiment(number), f"pupil{number}@school.tab.part")
    assert not queue.has_room("pupil4@school.tab.part")
    with pytest.raises(QueueFull, match="3 trainings from your network are waiting already"):
        queue.submit(experiment(4), "pupil4@school.tab.part")
    assert queue.submit(experiment(4), "zoe@home.tab.part").state == "waiting"
    assert queue.submit(experiment(5), "own@.tab.part").state == "waiting"  # the server's own machine has no address
