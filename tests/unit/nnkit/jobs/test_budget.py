"""How long a visitor may train without being asked."""

import time
from dataclasses import replace

import pytest

from nnkit import Progress
from nnkit.jobs import InlineEngine, JobQueue, RunStore
from nnkit.jobs.budget import Budget
from tests.processes.trainings import experiment, run_of
from tests.unit.nnkit.jobs.stand_ins import ThreadEngine


def slow(experiment, on_progress, should_stop):
    """Report the first epoch; the others take 50 ms, however many they are."""
    on_progress(Progress(experiment, 1, 0.0))
    time.sleep(0.05)
    return replace(run_of(experiment), epochs_done=experiment.training.epochs)


@pytest.fixture
def queue():
    """It has trained three epochs, and knows from them how long others take."""
    queue = JobQueue(InlineEngine(), RunStore(None), train=slow, budget=Budget(alone=10.0, shared=1.0))
    queue.submit(experiment(1), "ann@.tab.part")
    return queue


def lasting(queue, seconds):
    """An experiment that this queue takes for so long, nearly."""
    one = experiment(2)
    per_epoch = queue.estimate([one]) / one.training.epochs
    return experiment(2, epochs=round(seconds / per_epoch))


@pytest.mark.parametrize(("seconds", "is_asked"), [(5, False), (20, True)])
def test_who_is_alone_is_asked_about_more_than_ten_minutes(queue, seconds, is_asked):
    one = lasting(queue, seconds)
    over = queue.over_budget([one], "ann@.tab.part")
    assert over == (pytest.approx(seconds, rel=0.1) if is_asked else None)


def test_what_is_stored_needs_no_question(queue):
    one = lasting(queue, 20)
    queue.submit(one, "bob@.tab.part")
    assert queue.over_budget([one], "ann@.tab.part") is None


def test_what_nobody_has_measured_needs_no_question_unless_a_smaller_program_takes_too_long(queue):
    long = lasting(queue, 20)
    wide = replace(long, network=replace(long.network, hidden=(100,)))
    assert queue.estimate([wide]) is None
    assert queue.over_budget([wide], "ann@.tab.part") == queue.at_least([wide]) == pytest.approx(20, rel=0.1)
    fresh = JobQueue(InlineEngine(), RunStore(None), budget=Budget(0.0, 0.0))
    assert fresh.over_budget([long], "ann@.tab.part") is None


def test_while_others_train_less_is_enough_for_a_question(gate):
    queue = JobQueue(ThreadEngine(), RunStore(None), train=gate.train, budget=Budget(alone=10.0, shared=1.0))
    queue._timings.estimate = lambda experiments, processes: 5.0
    queue.submit(experiment(1), "bob@.tab.part")
    gate.wait_started(1)
    assert queue.over_budget([experiment(2)], "bob@.tab.other") is None  # only the visitor's own training runs
    assert queue.over_budget([experiment(2)], "ann@.tab.part") == 5.0
    gate.release(1)
    queue.shutdown()


def test_the_environment_sets_both(monkeypatch):
    assert Budget.from_environment() == Budget(600.0, 60.0)
    monkeypatch.setenv("NNKIT_BUDGET_SECONDS", "90")
    monkeypatch.setenv("NNKIT_SHARED_BUDGET_SECONDS", "7.5")
    assert Budget.from_environment() == Budget(90.0, 7.5)


@pytest.mark.parametrize("text", ["soon", "-1", "nan"])
def test_what_is_no_number_of_seconds_is_refused_with_its_name(monkeypatch, text):
    monkeypatch.setenv("NNKIT_BUDGET_SECONDS", text)
    with pytest.raises(ValueError, match="NNKIT_BUDGET_SECONDS must be a number of seconds, such as 600"):
        Budget.from_environment()
