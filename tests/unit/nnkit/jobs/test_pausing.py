"""Long trainings pause while others train, and go on where they were."""

import pytest

from nnkit import Progress
from nnkit.jobs.waiting_list import TURN_SECONDS
from tests.processes.trainings import experiment
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, DyingEngine, ThreadEngine


@pytest.fixture
def paused(make_queue, gate, clock):
    """A queue and a job that has paused once, after one epoch, for the training with seed 2, which has just begun."""
    queue = make_queue()
    long = queue.submit(experiment(1), "slow.page")
    gate.wait_started(1)
    clock.now += TURN_SECONDS
    queue.submit(experiment(2), "quick.page")
    gate.wait_started(1, 2)
    return queue, long


def test_a_long_training_pauses_for_a_short_one_and_goes_on_where_it_was(paused, gate):
    queue, long = paused
    assert (long.state, long.done, queue.position(long), long.checkpoint.epoch) == ("waiting", False, 1, 1)
    gate.release(2)
    gate.wait_started(1, 2, 1)
    assert long.state == "running"
    gate.release(1)
    assert long.wait(TIMEOUT)
    assert (long.state, long.run.outcome, long.checkpoint) == ("finished", "finished", None)


def test_the_time_left_is_the_same_right_after_a_pause(paused):
    _, job = paused
    epochs = job.experiment.training.epochs
    job.report(Progress(job.experiment, 1, 5.0, seconds_left=8.0))
    job.report(Progress(job.experiment, 1, 0.1))  # the first report after a pause: nothing is timed yet
    assert job.progress.seconds_left == 8.0
    job.report(Progress(job.experiment, (1 + epochs) / 2, 0.2))
    assert job.progress.seconds_left == 4.0
    job.report(Progress(job.experiment, (1 + epochs) / 2, 0.3, seconds_left=3.0))
    assert job.progress.seconds_left == 3.0


def test_a_training_is_left_alone_until_its_turn_is_over(make_queue, gate, clock):
    queue = make_queue()
    long = queue.submit(experiment(1), "slow.page")
    gate.wait_started(1)
    clock.now += 0.9 * TURN_SECONDS
    quick = queue.submit(experiment(2), "quick.page")
    gate.release(1)
    assert long.wait(TIMEOUT)
    assert gate.started[0] == 1
    gate.release(2)
    assert quick.wait(TIMEOUT)
    assert gate.started == [1, 2]


def test_a_paused_training_that_is_stopped_keeps_what_it_has_learned(paused):
    queue, long = paused
    assert queue.stop(long, "slow.page")
    assert (long.state, long.run.outcome, long.run.epochs_done, long.run.checkpoint) == ("stopped", "stopped", 1, None)


def test_two_long_trainings_take_turns(make_queue, gate, clock):
    queue = make_queue()
    one = queue.submit(experiment(1), "a.page")
    gate.wait_started(1)
    two = queue.submit(experiment(2), "b.page")
    for started in ((1, 2), (1, 2, 1), (1, 2, 1, 2)):
        clock.now += TURN_SECONDS
        gate.wait_started(*started)
    assert (one.checkpoint.epoch, two.checkpoint.epoch, two.state) == (2, 1, "running")


def test_a_short_call_waits_no_longer_than_a_turn(make_queue, gate, clock):
    queue = make_queue()
    long = queue.submit(experiment(1), "slow.page")
    gate.wait_started(1)
    clock.now += TURN_SECONDS
    assert queue.call(len, "abc", timeout=TIMEOUT) == 3
    gate.wait_started(1, 1)
    assert long.checkpoint.epoch == 1


def test_others_who_ask_for_a_paused_training_share_it(paused, gate):
    queue, long = paused
    assert queue.submit(experiment(1), "other.page") is long
    queue.stop(long, "slow.page")
    assert not long.done
    gate.release(1, 2)
    assert long.wait(TIMEOUT)
    assert gate.started == [1, 2, 1]


def test_paused_trainings_have_bounded_memory(make_queue, gate, clock, monkeypatch):
    monkeypatch.setattr("nnkit.jobs.waiting_list.MAX_PAUSED_BYTES", 90_000)  # less than a checkpoint of the gate
    queue = make_queue()
    queue.submit(experiment(1), "a.page")
    gate.wait_started(1)
    clock.now += TURN_SECONDS
    queue.submit(experiment(2), "b.page")
    gate.wait_started(1, 2)  # none was paused before
    clock.now += TURN_SECONDS
    quick = queue.submit(experiment(3), "c.page")
    assert not quick.wait(0.1)
    assert gate.started == [1, 2]


def test_a_training_in_the_background_goes_on_where_it_was(make_queue, gate):
    queue = make_queue()
    job = queue.submit_all([experiment(1)], "a.page", background=True)
    gate.wait_started(1)
    quick = queue.submit(experiment(2), "b.page")
    gate.wait_started(1, 2)
    assert job.checkpoint.epoch == 1
    gate.release(1, 2)
    assert job.wait(TIMEOUT)
    assert quick.done
    assert len(job.run.snapshots) == 1  # its ending


def test_a_paused_training_whose_process_dies_goes_on_from_its_checkpoint(make_queue, gate, clock):
    engine = DyingEngine()
    queue = make_queue(engine)
    long = queue.submit(experiment(1), "slow.page")
    gate.wait_started(1)
    clock.now += TURN_SECONDS
    queue.submit(experiment(2), "quick.page")
    gate.wait_started(1, 2)
    engine.epochs = [None]  # the next process ends before it reports
    gate.release(2)
    gate.wait_started(1, 2, 1)
    gate.release(1)
    assert long.wait(TIMEOUT)
    assert long.state == "finished"


def test_a_long_training_makes_room_for_those_of_other_servers(make_queue, gate, clock, monkeypatch):
    engine = ThreadEngine()
    queue = make_queue(engine)
    long = queue.submit(experiment(1), "slow.page")
    gate.wait_started(1)
    monkeypatch.setattr(engine, "others_wait", lambda: True)
    clock.now += TURN_SECONDS
    gate.wait_started(1, 1)
    assert (long.state, long.checkpoint.epoch) == ("running", 1)
    gate.release(1)
    assert long.wait(TIMEOUT)
    assert long.state == "finished"
