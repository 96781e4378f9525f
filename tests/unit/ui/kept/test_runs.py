"""The kept runs of a session."""

from dataclasses import replace

import pytest

from nnkit import Experiment, Network, Planar, Training
from nnkit.experiment import Table
from nnkit.results.kept_file import Kept
from nnkit.results.kept_text import MAX_NAME, MAX_ROWS, MAX_RUNS, Named, unpack
from tests.processes.trainings import run_of
from ui.kept.keep import suggested_name
from ui.kept.runs import KeptAlready, KeptRuns, NoRoom

EXPERIMENT = Experiment(Planar(), Network((3,), "tanh"), Training(epochs=2))
ROWS = tuple((number / 7, 0.5, number % 2) for number in range(10_000))


def seeded(seed):
    return replace(EXPERIMENT, training=replace(EXPERIMENT.training, seed=seed))


def test_fifty_runs_are_kept_and_the_next_is_refused_with_a_reason():
    kept = KeptRuns()
    for seed in range(MAX_RUNS):
        kept.keep("a run", seeded(seed))
    with pytest.raises(NoRoom, match=r"You can keep 50 runs\. Remove one first\."):
        kept.keep("a run", seeded(99))
    assert len({item.name for item in kept.items}) == len(kept.items) == 50
    kept.remove(kept.items[:1])
    assert kept.keep("another", seeded(99)) in kept.items
    with pytest.raises(NoRoom):
        kept.bring_back()
    assert [len(kept.items), len(kept.removed)] == [50, 1]


def test_names_stay_different_and_short():
    kept = KeptRuns()
    names = [kept.keep("x" * MAX_NAME, seeded(seed)).name for seed in range(3)]
    assert len(set(names)) == 3
    assert all(len(name) <= MAX_NAME for name in names)
    kept.rename(kept.items[0], names[1])
    assert kept.items[0].name not in names[1:]
    with pytest.raises(ValueError, match="name of a run"):
        kept.rename(kept.items[0], "  ")
    with pytest.raises(ValueError, match="name of a run"):
        kept.keep("", EXPERIMENT)


def test_the_same_run_is_kept_once():
    kept, run = KeptRuns(), run_of(EXPERIMENT)
    kept.keep("a run", EXPERIMENT, run)
    with pytest.raises(KeptAlready, match="“a run”"):
        kept.keep("again", EXPERIMENT, run)
    with pytest.raises(KeptAlready, match="“a run”"):
        kept.keep("the same, loaded once more", EXPERIMENT, run_of(EXPERIMENT))
    assert kept.keep("stopped earlier", EXPERIMENT, run_of(EXPERIMENT, epochs=2)) is kept.items[1]


def test_what_is_removed_can_be_brought_back():
    kept = KeptRuns()
    items = [kept.keep(name, seeded(seed)) for seed, name in enumerate("abc")]
    kept.remove([items[1]])
    kept.keep("b", EXPERIMENT)
    kept.bring_back()
    assert [item.name for item in kept.items] == ["a", "c", "b", "b (2)"]
    assert kept.removed == []


def test_points_of_a_reader_are_bounded():
    kept = KeptRuns()
    for seed in range(MAX_ROWS // len(ROWS)):
        kept.keep("a run", Experiment(Table(ROWS, seed=seed), Network(), Training()))
    with pytest.raises(NoRoom, match="points of your own"):
        kept.keep("one too many", Experiment(Table(ROWS[:20]), Network(), Training()))
    kept.keep("without points of its own", EXPERIMENT)


def test_the_text_follows_every_change():
    kept = KeptRuns()
    assert kept.text() == ""
    item = kept.keep("a", EXPERIMENT)
    assert unpack(kept.text()) == [Named("a", EXPERIMENT)]
    kept.rename(item, "b")
    assert unpack(kept.text()) == [Named("b", EXPERIMENT)]
    kept.remove([item])
    assert kept.text() == ""
    kept.bring_back()
    assert unpack(kept.text()) == [Named("b", EXPERIMENT)]


def test_of_several_only_the_new_ones_are_added_and_missing_results_are_taken():
    kept, run = KeptRuns(), run_of(EXPERIMENT)
    kept.keep("a", EXPERIMENT)
    found = [Kept(Named("a", EXPERIMENT), run), Kept(Named("b", seeded(1)), None)]
    assert kept.add(found, store=lambda run: run) == (1, "")
    assert [(item.name, item.run) for item in kept.items] == [("a", run), ("b", None)]
    assert kept.add(found) == (0, "")
    many = [Kept(Named(f"run {seed}", seeded(seed)), None) for seed in range(60)]
    count, refused = kept.add(many)
    assert (count, len(kept.items)) == (48, 50)
    assert "You can keep 50 runs" in refused


def test_a_name_is_suggested_from_the_settings():
    assert suggested_name(EXPERIMENT) == "Moons, 3 units"
    assert suggested_name(replace(EXPERIMENT, network=Network((1,)))) == "Moons, 1 unit"
    assert suggested_name(replace(EXPERIMENT, network=Network((16, 8)))) == "Moons, 16 + 8 units"
    assert suggested_name(replace(EXPERIMENT, network=Network(()))) == "Moons, no hidden layer"
    assert suggested_name(Experiment(Table(ROWS[:20]), Network((3,)), Training()), "L2") == "own points, L2"
