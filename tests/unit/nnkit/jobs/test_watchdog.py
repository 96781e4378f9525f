"""When a process counts as hanging, by a clock that the test moves."""

import pytest

from nnkit import Progress
from nnkit.jobs.watchdog import Watchdog
from tests.processes.trainings import experiment


class Times:
    """The time of day and the processor time of a process, in seconds."""

    def __init__(self):
        self.now, self.cpu = 100.0, 5.0
        self.watchdog = Watchdog(lambda: self.cpu, lambda: self.now)

    def report(self, epoch):
        self.watchdog.heard(Progress(experiment(), epoch, 0.0, None))

    def hangs_after(self, seconds, cpu=0.0):
        self.now, self.cpu = self.now + seconds, self.cpu + cpu
        return self.watchdog.is_hanging()


@pytest.fixture
def times():
    return Times()


def test_a_process_hangs_after_a_minute_without_a_report(times):
    assert not times.hangs_after(59)
    times.report(1)
    assert not times.hangs_after(59)
    assert times.hangs_after(2)


def test_a_training_process_has_three_seconds_to_stop(times):
    times.report(1)
    times.watchdog.asked_to_stop()
    assert not times.hangs_after(2.9, cpu=2.9)
    assert times.hangs_after(0.2, cpu=0.2)


def test_a_process_that_compiles_may_finish_before_it_stops(times):
    times.report(0)
    times.watchdog.asked_to_stop()
    assert not times.hangs_after(10, cpu=0.1)
    assert times.hangs_after(11, cpu=10)


def test_a_process_that_stands_still_while_it_compiles_hangs(times):
    times.report(0)
    times.watchdog.asked_to_stop()
    assert not times.hangs_after(2.9)
    assert times.hangs_after(0.2)
