"""What is remembered of a run, and that it is forgotten with it."""

import gc
from weakref import ref

from tests.processes.trainings import experiment, run_of
from ui.memoize import MAX_RUNS, memoize_per_run


def test_a_result_is_computed_once_for_each_run_and_argument():
    calls = []

    @memoize_per_run
    def seed_times(run, factor=1):
        calls.append((run, factor))
        return run.experiment.training.seed * factor

    two, three = run_of(experiment(2)), run_of(experiment(3))
    assert [seed_times(two), seed_times(two, 5), seed_times(three), seed_times(two), seed_times(two, 5)] == [
        2,
        10,
        3,
        2,
        10,
    ]
    assert calls == [(two, 1), (two, 5), (three, 1)]


def test_a_run_that_nobody_holds_is_forgotten():
    look = memoize_per_run(lambda run: len(run.snapshots))
    run = run_of(experiment(1))
    look(run)
    alive = ref(run)
    del run
    gc.collect()
    assert alive() is None


def test_the_results_of_the_run_used_least_recently_go():
    calls = []
    look = memoize_per_run(lambda run: calls.append(run.experiment.training.seed))
    runs = [run_of(experiment(seed)) for seed in range(MAX_RUNS + 1)]
    for run in (*runs[:MAX_RUNS], runs[0], runs[MAX_RUNS]):
        look(run)
    calls.clear()
    for run in (runs[0], runs[2], runs[1]):
        look(run)
    assert calls == [1]
