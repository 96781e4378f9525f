"""What a queue tells of itself in numbers."""

import os
import statistics

import pytest

from nnkit.jobs import QueueFull
from nnkit.jobs.statistics import MAX_ERRORS
from tests.processes.trainings import experiment
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, DyingEngine, ThreadEngine


def test_jobs_are_counted_by_what_becomes_of_them(make_queue, gate):
    queue = make_queue(max_waiting=2)
    running, stopped = queue.submit(experiment(1), "a.1"), queue.submit(experiment(2), "b.1")
    gate.wait_started(1)
    queue.submit(experiment(3), "c.1")
    with pytest.raises(QueueFull):
        queue.submit(experiment(4), "d.1")
    status = queue.status()
    assert (status.running, status.waiting, status.finished, status.refused) == (1, 2, 0, 1)
    assert (status.median, status.slowest, status.errors) == (None, None, ())
    queue.stop(stopped, "b.1")
    gate.release(1, 3)
    assert running.wait(TIMEOUT)
    assert queue.submit(experiment(3), "c.1").wait(TIMEOUT)
    queue.submit(experiment(1), "e.1")  # is stored, so nothing was trained for it
    status = queue.status()
    assert (status.running, status.waiting) == (0, 0)
    assert (status.finished, status.failed, status.stopped, status.refused) == (2, 0, 1, 1)
    (size,) = status.workers.values()
    assert list(status.workers) == [os.getpid()]
    assert size > 10 * 2**20


def test_the_seconds_are_those_from_the_press_to_the_result(make_queue, gate, clock):
    queue, waits = make_queue(), (1.0, 7.0, 3.0, 2.5)
    for seed, seconds in enumerate(waits, 1):
        job = queue.submit(experiment(seed), "a.1")
        gate.wait_started(*range(1, seed + 1))
        clock.now += seconds
        gate.release(seed)
        assert job.wait(TIMEOUT)
    status = queue.status()
    assert (status.median, status.slowest) == (statistics.median(waits), max(waits))


def test_the_last_errors_are_kept(make_queue, gate):
    queue = make_queue(engine=DyingEngine(*[1] * (MAX_ERRORS + 2)))
    for seed in range(MAX_ERRORS + 2):
        assert queue.submit(experiment(seed), "a.1").wait(TIMEOUT)
    status = queue.status()
    assert status.failed == MAX_ERRORS + 2
    assert [text for _, text in status.errors] == ["it ended"] * MAX_ERRORS
    times = [when for when, _ in status.errors]
    assert times == sorted(times, reverse=True)


def test_a_process_that_has_ended_is_left_out(make_queue):
    class Ended(ThreadEngine):
        def pids(self):
            return [2**22 + 1]  # beyond the largest id of a process

    assert make_queue(engine=Ended()).status().workers == {}
