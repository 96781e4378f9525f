"""What is remembered of a run, and that it is forgotten with it; figures that are drawn once."""

import gc
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from weakref import ref

import numpy as np
import plotly.graph_objects as go
import pytest

from nnkit.jobs.memory import MemoryStore, size_of
from tests.processes.trainings import experiment, run_of
from ui.components.chart import write_figure
from ui.memoize import FigureStore, memoize_figure, memoize_per_run


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


def test_the_results_used_least_recently_go(monkeypatch):
    calls = []

    def compute(run):
        calls.append(run.experiment.training.seed)
        return np.zeros(125_000)  # a megabyte

    monkeypatch.setattr("ui.memoize.SHARED", MemoryStore(int(3.5e6)))
    look = memoize_per_run(compute)
    runs = [run_of(experiment(seed)) for seed in range(4)]
    for run in (*runs[:3], runs[0], runs[3]):
        look(run)
    calls.clear()
    for run in (runs[0], runs[2], runs[1]):
        look(run)
    assert calls == [1]


def figure_of(height=400):
    return go.Figure(layout={"height": height, "meta": {"alt": "a figure"}})


def test_a_figure_is_drawn_once_for_the_same_arguments_and_written_as_browsers_get_it():
    drawn = []

    @memoize_figure
    def draw(run, size, height=400):
        drawn.append((run, size, height))
        return figure_of(height)

    two, three = run_of(experiment(2)), run_of(experiment(3))
    first = draw(two, (1, 2))
    assert draw(two, (1, 2)) is first
    assert draw(two, (1, 2), height=500).height == 500
    assert draw(three, (1, 2)) is not first
    assert drawn == [(two, (1, 2), 400), (two, (1, 2), 500), (three, (1, 2), 400)]
    assert json.loads(first.json)["layout"]["height"] == first.height == 400
    assert first.alt == "a figure"


def test_two_functions_with_the_same_arguments_have_figures_of_their_own():
    tall, low = memoize_figure(lambda number: figure_of(900)), memoize_figure(lambda number: figure_of(100))
    assert (tall(1).height, low(1).height) == (900, 100)


def test_a_figure_of_several_runs_keeps_none_of_them_and_is_not_mixed_up_with_later_ones():
    drawn = []
    gc.freeze()  # each collection looks through what this test has made, not through all that others have left

    @memoize_figure
    def draw(runs):
        drawn.append(len(runs))
        return figure_of()

    for _ in range(20):  # a new run often takes the place of one that is gone in memory
        runs = run_of(experiment(1)), run_of(experiment(2))
        draw(runs)
        alive = ref(runs[0])
        del runs
        gc.collect()
        assert alive() is None
    assert len(drawn) == 20


def test_an_array_is_no_argument():
    with pytest.raises(TypeError):
        memoize_figure(lambda values: figure_of())(np.zeros(3))


def test_the_figures_used_least_recently_go():
    size = size_of(write_figure(figure_of())) + size_of(1)
    store, drawn = FigureStore(MemoryStore(3 * size)), []

    def look(number):
        store.get(number, lambda: drawn.append(number) or figure_of())

    for number in (1, 2, 3, 1, 4):
        look(number)
    drawn.clear()
    for number in (1, 3, 4, 2):
        look(number)
    assert drawn == [2]


def test_a_class_that_asks_together_waits_for_one_drawing():
    store, drawn, asked, lock = FigureStore(MemoryStore(10**6)), [], threading.Event(), threading.Lock()
    waiting = [0]

    def draw():
        drawn.append(1)
        assert asked.wait(60)
        return figure_of()

    def ask(_):
        with lock:
            waiting[0] += 1
            if waiting[0] == 8:
                asked.set()
        return store.get("same", draw)

    with ThreadPoolExecutor(8) as threads:
        figures = list(threads.map(ask, range(8)))
    assert len(drawn) == 1
    assert all(figure is figures[0] for figure in figures)


def test_a_drawing_that_fails_is_tried_again():
    store = FigureStore(MemoryStore(10**6))
    with pytest.raises(ZeroDivisionError):
        store.get("same", lambda: 1 // 0)
    assert store.get("same", figure_of).alt == "a figure"
