"""Finished runs in memory and on disk."""

import gc
import os
import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest

from nnkit import PRESETS, Run, datasets
from nnkit.experiment import Table
from nnkit.experiment.layers import weight_shapes
from nnkit.jobs import RunStore
from nnkit.jobs.errors import LostRun
from nnkit.jobs.memory import MemoryStore, size_of
from nnkit.jobs.store import key_of
from nnkit.jobs.timings import signature_for
from nnkit.results.run import Snapshot
from tests.processes.trainings import experiment, run_of


def same(one, other):
    return (
        one.experiment == other.experiment
        and one.history == other.history
        and all(map(np.array_equal, one.weights, other.weights))
    )


def test_a_run_comes_back_from_memory_and_from_disk(tmp_path):
    run, store = run_of(experiment(1)), RunStore(tmp_path / "runs")
    assert store.get(experiment(1)) is None
    stored = store.remember(run)
    store.save(stored)
    assert store.get(experiment(1)) is stored
    assert store.get(experiment(2)) is None
    assert same(RunStore(tmp_path / "runs").get(experiment(1)), run)


def test_a_diverged_run_is_kept_and_a_stopped_one_is_not(tmp_path):
    store = RunStore(tmp_path)
    for seed, outcome in enumerate(("finished", "diverged", "stopped")):
        store.save(store.remember(run_of(experiment(seed), outcome=outcome)))
    for reader in (store, RunStore(tmp_path)):
        assert [reader.get(experiment(seed)) is not None for seed in range(3)] == [True, True, False]


def test_a_run_that_a_visitor_brings_is_found_by_nobody_and_goes_with_its_holder(tmp_path):
    store, run = RunStore(tmp_path), run_of(experiment(1))
    stored = store.keep_apart(run)
    store.save(stored)
    assert store.get(experiment(1)) is None
    assert RunStore(tmp_path).get(experiment(1)) is None
    assert same(stored, run)
    assert stored.held is None
    (path,) = tmp_path.iterdir()
    store._memory.put("all room", None, store._memory.max_bytes)  # the memory holds it too while there is room
    del stored
    gc.collect()
    assert not path.exists()


def test_memory_drops_the_least_recently_used_runs():
    runs = [run_of(experiment(seed)) for seed in range(4)]
    store = RunStore(None, MemoryStore(3 * size_of(runs[0])))
    for run in runs[:3]:
        store.remember(run)
    store.get(experiment(0))
    store.remember(runs[2])  # twice the same takes no more room
    store.remember(runs[3])
    assert [store.get(experiment(seed)) is not None for seed in range(4)] == [True, False, True, True]


def test_the_folder_drops_the_least_recently_used_runs(tmp_path):
    runs = [run_of(experiment(seed)) for seed in range(4)]
    size = len(runs[0].to_bytes())
    store = RunStore(tmp_path, MemoryStore(0), max_disk_bytes=int(3.5 * size))
    (tmp_path / "unfinished.part").write_bytes(b"x" * size)
    os.utime(tmp_path / "unfinished.part", (0, 0))
    for seed, run in enumerate(runs[:3], 1):
        store.save(run)
        os.utime(tmp_path / f"{key_of(run.experiment)}.npz", (seed, seed))
    assert store.get(experiment(0)) is not None  # which makes it the last used
    store.save(runs[3])
    assert {path.stem for path in tmp_path.iterdir()} == {key_of(experiment(seed)) for seed in (0, 2, 3)}


@pytest.mark.parametrize("damage", ["empty", "half", "other bytes", "another experiment's"])
def test_a_damaged_file_is_deleted(tmp_path, damage, caplog):
    run = run_of(experiment(1))
    RunStore(tmp_path).save(run)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "half": whole[: len(whole) // 2],
            "other bytes": whole[:200] + bytes(100) + whole[300:],
            "another experiment's": run_of(experiment(2)).to_bytes(),
        }[damage]
    )
    assert RunStore(tmp_path).get(experiment(1)) is None
    assert not path.exists()
    assert "dropped" in caplog.text


def test_a_bundled_run_is_used_until_there_is_one_of_our_own(tmp_path):
    own, bundled, one = tmp_path / "own", tmp_path / "bundled", experiment(1)
    RunStore(bundled).save(run_of(one))
    store = RunStore(own, bundled=bundled)
    run = store.get(one)
    assert same(run, run_of(one))
    assert store.came_with_app(run)
    assert store.get(one) is run
    assert not own.exists()  # nothing was copied
    trained = store.remember(run_of(one))
    store.save(trained)
    assert store.get(one) is trained
    assert not store.came_with_app(trained)
    again = RunStore(own, bundled=bundled)
    assert not again.came_with_app(again.get(one))


@pytest.mark.parametrize("content", [b"", run_of(experiment(2)).to_bytes()], ids=["empty", "another experiment's"])
def test_a_damaged_bundled_run_is_not_used_and_stays(tmp_path, content, caplog):
    path = tmp_path / f"{key_of(experiment(1))}.npz"
    path.write_bytes(content)
    assert RunStore(None, bundled=tmp_path).get(experiment(1)) is None
    assert path.read_bytes() == content
    assert "not used" in caplog.text


def test_without_a_folder_runs_are_kept_in_memory(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way of a folder")
    store, run = RunStore(tmp_path / "file" / "runs"), run_of(experiment(1))
    stored = store.remember(run)
    store.save(stored)
    assert store.get(experiment(1)) is stored
    assert store.get(experiment(2)) is None
    assert "memory only" in caplog.text


def test_concurrent_writers_and_readers(tmp_path):
    runs = [run_of(experiment(seed % 5)) for seed in range(60)]
    size = len(runs[0].to_bytes())

    def use(run):
        store = RunStore(tmp_path, MemoryStore(0), max_disk_bytes=3 * size)
        store.save(run)
        found = store.get(run.experiment)
        try:
            return found is None or same(found, run)
        except LostRun:  # another one has deleted the file in the meantime
            return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, runs))
    assert 1 <= len(list(tmp_path.iterdir())) <= 3


def test_the_key_depends_on_the_experiment_and_the_code(monkeypatch):
    assert key_of(experiment(1)) == key_of(experiment(1)) != key_of(experiment(2))
    before = key_of(experiment(1))
    monkeypatch.setattr("nnkit.jobs.store.code_version", lambda: "another")
    assert key_of(experiment(1)) != before


def test_a_session_holds_no_values_of_runs_once_they_are_on_disk(tmp_path):
    store = RunStore(tmp_path, MemoryStore(0))
    run = run_of(experiment(1))
    expected, weights = run_of(experiment(1)), ref(run.snapshots[-1])
    stored = store.remember(run)
    del run
    assert same(stored, expected)  # not yet on disk
    store.save(stored)
    gc.collect()
    assert weights() is None
    assert same(stored, expected)
    assert same(pickle.loads(pickle.dumps(stored)), expected)
    assert type(pickle.loads(pickle.dumps(stored))) is Run
    assert stored.to_bytes() == expected.to_bytes()
    assert stored.ending().to_bytes() == expected.ending().to_bytes()
    assert stored.data_history == expected.data_history


def test_a_run_that_cannot_be_written_is_held_by_who_looks_at_it(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way of the folder")
    store = RunStore(tmp_path / "file" / "runs", MemoryStore(0))
    for seed in (1, 2):
        run = store.remember(run_of(experiment(seed)))
        store.save(run)
        assert same(run, run_of(experiment(seed)))
        assert store.get(experiment(seed)) is run
    assert caplog.text.count("kept in memory only") == 1


def test_a_stopped_run_is_on_disk_while_somebody_holds_it(tmp_path):
    store = RunStore(tmp_path, MemoryStore(0))
    run = store.remember(run_of(experiment(1), outcome="stopped"))
    store.save(run)
    assert run.outcome == "stopped"
    assert len(list(tmp_path.iterdir())) == 1
    assert store.get(experiment(1)) is None
    del run
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_the_file_of_a_run_that_somebody_holds_is_not_deleted(tmp_path):
    store = RunStore(tmp_path, MemoryStore(0), max_disk_bytes=0)
    held = store.remember(run_of(experiment(1)))
    store.save(held)
    store.save(store.remember(run_of(experiment(2))))
    store.save(run_of(experiment(3)))
    assert [path.stem for path in tmp_path.iterdir()] == [key_of(experiment(1))]
    assert not store.has_lost(held)
    held.path.unlink()
    assert store.has_lost(held)
    assert store.get(experiment(1)) is None


def test_the_size_of_a_run_is_what_it_takes_in_memory():
    """As tracemalloc measures it, for small arrays whose own size is the most, and for large ones."""
    for hidden, snapshots in (((4,), 60), ((128, 128), 3)):
        tracemalloc.start()
        runs = [pickle.loads(content) for content in [pickle.dumps(a_run(hidden, snapshots))] * 5]
        taken = tracemalloc.get_traced_memory()[0] / 5
        tracemalloc.stop()
        assert 0.8 * taken < size_of(runs[0]) < 1.3 * taken


def a_run(hidden, snapshots):
    preset = PRESETS["moons-5"]
    wanted = replace(preset, network=replace(preset.network, hidden=hidden))
    weights = [tuple(np.random.rand(*shape).astype("f4") for shape in weight_shapes(wanted)) for _ in range(snapshots)]
    history = {key: np.random.rand(500).tolist() for key in ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")}
    return Run(wanted, history, tuple(Snapshot(epoch, each) for epoch, each in enumerate(weights)), {"loss": 1.0})


def test_experiments_with_points_of_a_reader_are_not_held_for_ever(monkeypatch):
    """Ten thousand rows take 1.5 MB, and each edit makes another experiment."""
    monkeypatch.setattr("nnkit.jobs.memory.SHARED", MemoryStore(2 * 10**6))
    data = [own_points(seed) for seed in range(4)]
    alive = [ref(each) for each in data]
    for each in data:
        key_of(replace(PRESETS["moons-5"], data=each))
        signature_for(replace(PRESETS["moons-5"], data=each))
    del data, each
    datasets._load_table.cache_clear()  # the data sets themselves have a bound of their own
    gc.collect()
    assert sum(one() is not None for one in alive) <= 1


def own_points(seed):
    generator = np.random.default_rng(seed)
    return Table(tuple((x1, x2, row % 2) for row, (x1, x2) in enumerate(generator.normal(size=(10_000, 2)).tolist())))
