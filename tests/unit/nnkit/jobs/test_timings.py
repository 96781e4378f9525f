"""What is learned from finished trainings, and what is estimated from it."""

from dataclasses import replace

import pytest

from nnkit import Experiment, Imdb, Network, Planar, Training
from nnkit.jobs.timings import MAX_PROGRAMS, Measurement, Stopwatch, Timings, signature_for
from nnkit.results.run import Progress

ONE, OTHER = 101, 102  # ids of processes
SMALL = Experiment(Planar(points=200), Network((5,)), Training("sgd", batch_size=50, epochs=100))  # 4 steps an epoch
WIDE = replace(SMALL, network=Network((50,)))


def measured(process, experiment, seconds, first=None, epochs=100):
    """first: epochs and seconds until the first report."""
    first = first and (4 * first[0], first[1])
    return Measurement(process, signature_for(experiment), 4 * epochs, seconds, first)


@pytest.fixture
def timings():
    """One process has compiled in 2 s and then trained 400 steps in 1 s; its first report came after 0 steps."""
    timings = Timings()
    timings.learn(measured(ONE, SMALL, 3.0, first=(0, 2.0)))
    return timings


def test_nothing_is_known_at_first():
    assert Timings().estimate([SMALL], [ONE]) is None


def test_a_compiled_program_is_estimated_by_its_steps(timings):
    longer = replace(SMALL, training=replace(SMALL.training, epochs=1_000, learning_rate=0.5, seed=7))
    assert timings.estimate([longer], [ONE]) == pytest.approx(10.0)


def test_several_trainings_are_summed_and_equal_ones_count_once(timings):
    other = replace(SMALL, training=replace(SMALL.training, seed=1))
    assert timings.estimate([SMALL, other, SMALL], [ONE]) == pytest.approx(2.0)


@pytest.mark.parametrize("processes", [[OTHER], [ONE, OTHER], []])
def test_compiling_counts_once_where_a_process_lacks_the_program(timings, processes):
    other = replace(SMALL, training=replace(SMALL.training, seed=1))
    assert timings.estimate([SMALL, other], processes) == pytest.approx(2.0 + 1.0 + 1.0)


def test_another_signature_is_unknown_and_so_is_a_sum_with_it(timings):
    assert timings.estimate([WIDE], [ONE]) is None
    assert timings.estimate([SMALL, WIDE], [ONE]) is None


def test_a_larger_program_takes_at_least_as_long_as_a_smaller_one(timings):
    assert timings.least([WIDE]) == pytest.approx(1.0)  # SMALL takes 1 s for as many steps
    assert timings.least([replace(WIDE, training=replace(WIDE.training, epochs=700))]) == pytest.approx(7.0)
    assert timings.least([SMALL, WIDE, WIDE]) == pytest.approx(2.0)
    timings.learn(measured(ONE, WIDE, 9.0, first=(0, 2.0)))
    assert timings.least([WIDE]) == pytest.approx(7.0)


def test_a_smaller_program_is_not_bounded_by_a_larger_one_nor_points_by_reviews():
    timings = Timings()
    timings.learn(measured(ONE, WIDE, 9.0, first=(0, 2.0)))
    assert timings.least([SMALL]) == 0
    reviews = Experiment(Imdb(vocabulary=1_000, train_size=300), Network((64,)), Training(batch_size=50, epochs=1))
    assert timings.least([reviews]) == 0


def test_widths_that_share_a_program_share_its_measurements(timings):
    assert timings.estimate([replace(SMALL, network=Network((7,)))], [ONE]) == pytest.approx(1.0)


def test_long_trainings_count_more_than_short_ones(timings):
    timings.learn(measured(ONE, SMALL, 0.5, epochs=1))  # which is mostly its start
    assert timings.estimate([SMALL], [ONE]) == pytest.approx(400 * 1.5 / 404)


def test_a_training_within_its_first_report_tells_nothing_about_steps():
    timings = Timings()
    timings.learn(measured(ONE, SMALL, 2.0))
    assert timings.estimate([SMALL], [ONE]) is None


def test_a_process_drops_the_program_it_used_longest_ago(timings):
    for samples in range(20, 20 + MAX_PROGRAMS):
        timings.learn(measured(ONE, replace(SMALL, data=Planar(points=samples)), 1.0))
    assert timings.estimate([SMALL], [ONE]) == pytest.approx(3.0)


def test_a_stopwatch_notes_the_first_report_after_the_start_and_passes_all_on(monkeypatch):
    now = iter([0.0, 2.0, 5.0])
    monkeypatch.setattr("nnkit.jobs.timings.time.perf_counter", lambda: next(now))
    passed_on, stopwatch = [], Stopwatch(lambda progress: passed_on.append(progress.epoch))
    for epoch in (0, 10, 20):
        stopwatch.report(Progress(SMALL, epoch, 0.0, None, {}))
    assert passed_on == [0, 10, 20]
    assert stopwatch.measure(ONE, SMALL, 100) == measured(ONE, SMALL, 5.0, first=(10, 2.0))
