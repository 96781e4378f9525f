"""Finished runs in memory and on disk."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nnkit.jobs import RunStore
from nnkit.jobs.store import key_of, size_of
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
    store.remember(run)
    store.save(run)
    assert store.get(experiment(1)) is run
    assert store.get(experiment(2)) is None
    assert same(RunStore(tmp_path / "runs").get(experiment(1)), run)


def test_a_diverged_run_is_kept_and_a_stopped_one_is_not(tmp_path):
    store = RunStore(tmp_path)
    for seed, outcome in enumerate(("finished", "diverged", "stopped")):
        store.remember(run_of(experiment(seed), outcome=outcome))
        store.save(run_of(experiment(seed), outcome=outcome))
    for reader in (store, RunStore(tmp_path)):
        assert [reader.get(experiment(seed)) is not None for seed in range(3)] == [True, True, False]


def test_memory_drops_the_least_recently_used_runs():
    runs = [run_of(experiment(seed)) for seed in range(4)]
    store = RunStore(None, max_memory_bytes=3 * size_of(runs[0]))
    for run in runs[:3]:
        store.remember(run)
    store.get(experiment(0))
    store.remember(runs[2])  # twice the same takes no more room
    store.remember(runs[3])
    assert [store.get(experiment(seed)) is not None for seed in range(4)] == [True, False, True, True]


def test_the_folder_drops_the_least_recently_used_runs(tmp_path):
    runs = [run_of(experiment(seed)) for seed in range(4)]
    size = len(runs[0].to_bytes())
    store = RunStore(tmp_path, max_memory_bytes=0, max_disk_bytes=int(3.5 * size))
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
    trained = run_of(one)
    store.remember(trained)
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
    store.remember(run)
    store.save(run)
    assert store.get(experiment(1)) is run
    assert store.get(experiment(2)) is None
    assert "memory only" in caplog.text


def test_concurrent_writers_and_readers(tmp_path):
    runs = [run_of(experiment(seed % 5)) for seed in range(60)]
    size = len(runs[0].to_bytes())

    def use(run):
        store = RunStore(tmp_path, max_memory_bytes=0, max_disk_bytes=3 * size)
        store.save(run)
        found = store.get(run.experiment)
        return found is None or same(found, run)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, runs))
    assert 1 <= len(list(tmp_path.iterdir())) <= 3


def test_the_key_depends_on_the_experiment_and_the_code(monkeypatch):
    assert key_of(experiment(1)) == key_of(experiment(1)) != key_of(experiment(2))
    before = key_of(experiment(1))
    monkeypatch.setattr("nnkit.jobs.store.code_version", lambda: "another")
    assert key_of(experiment(1)) != before
