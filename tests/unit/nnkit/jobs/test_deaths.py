"""Experiments that end their processes are refused for an hour."""

from nnkit.jobs.deaths import Deaths
from tests.processes.trainings import experiment


def test_an_experiment_is_refused_for_an_hour_after_its_second_death():
    now = [0.0]
    deaths = Deaths(lambda: now[0])
    deaths.learn(experiment(1))
    assert deaths.refused([experiment(1)]) is None
    now[0] = 600.0
    deaths.learn(experiment(1))
    assert deaths.refused([experiment(0), experiment(1)]) == experiment(1)
    assert deaths.refused([experiment(0)]) is None
    now[0] = 3_601.0  # the first death is more than an hour ago
    assert deaths.refused([experiment(1)]) is None
