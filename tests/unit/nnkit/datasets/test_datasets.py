import gc
import json
import shutil
import tracemalloc
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import make_circles, make_moons

from nnkit import Curve, Groups, Mnist, Planar, load
from nnkit.datasets import DataFileError, files, plane_points
from nnkit.datasets.cache import cache_folder
from nnkit.datasets.mnist import _digits
from nnkit.datasets.own_points.table import load_table, scaling_of
from nnkit.datasets.planar.curves import FORMULAS, curve_of
from nnkit.datasets.planar.features import features_of
from nnkit.datasets.planar.planar import SHAPES
from nnkit.experiment import CURVES, FEATURES, GROUP_SHAPES, PLANAR_SHAPES, Table
from tests.unit.nnkit.datasets.damage import alter, remove, truncate


def test_mnist_holds_all_digits_in_the_chapters_order():
    data = load(Mnist())
    assert data.x_train.shape == (60_000, 28, 28)
    assert data.x_test.shape == (10_000, 28, 28)
    assert len(data.x_val) == len(data.y_val) == 0
    assert (data.x_train.min(), data.x_train.max()) == (0, 255)
    # The chapter's sample of the labels, and MNIST's known counts of each test digit.
    rows = [25076, 12840, 26661, 39673, 22703, 10276, 44623, 37723]
    assert data.y_train[rows].tolist() == [6, 9, 8, 2, 8, 0, 7, 0]
    assert np.bincount(data.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_validation_takes_the_last_share_of_the_digits_chosen():
    everything, part = load(Mnist()), load(Mnist(train_size=1_000, validation_share=0.2))
    assert np.array_equal(part.x_train, everything.x_train[:800])
    assert np.array_equal(part.y_val, everything.y_train[800:1_000])
    assert np.array_equal(part.x_test, everything.x_test)


def test_arrays_are_shared_and_cannot_be_written():
    one, other = load(Mnist()), load(Mnist(train_size=500))
    assert np.shares_memory(one.x_train, other.x_train)
    with pytest.raises(ValueError, match="read-only"):
        one.x_train[0, 0, 0] = 1


def test_loading_mnist_takes_at_most_150_megabytes():
    _digits.cache_clear()
    tracemalloc.start()
    try:
        _digits()
        assert tracemalloc.get_traced_memory()[1] < 150e6
    finally:
        tracemalloc.stop()


def test_moons_are_scikit_learns_and_their_parts_differ():
    data = load(Planar(points=200, noise=0.4, seed=7))
    points, labels = make_moons(200, noise=0.4, random_state=21)
    assert np.allclose(data.x_train, points)
    assert np.array_equal(data.y_train, labels)
    assert data.x_val.shape == data.x_test.shape == (1_000, 2)
    assert not np.array_equal(data.x_val, data.x_test)


def test_circles_are_scikit_learns():
    data = load(Planar(shape="circles", points=201, noise=0.1, seed=7))
    points, labels = make_circles(201, noise=0.1, random_state=21, factor=0.5)
    assert np.allclose(data.x_train, points)
    assert np.array_equal(data.y_train, labels)


def test_every_shape_that_may_be_chosen_can_be_drawn():
    assert list(SHAPES) == list(PLANAR_SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [20, 21, 200, 999])
def test_a_draw_is_balanced_shuffled_and_decided_by_its_seed(shape, count):
    points, labels = SHAPES[shape](count, 0.3, 5)
    assert points.shape == (count, 2)
    assert sorted(np.bincount(labels)) == [count // 2, count - count // 2]
    assert np.abs(np.diff(labels)).sum() > 3  # neither sorted nor in two halves
    again, other = SHAPES[shape](count, 0.3, 5), SHAPES[shape](count, 0.3, 6)
    assert np.array_equal(points, again[0])
    assert np.array_equal(labels, again[1])
    assert not np.isclose(points, other[0]).any()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("noise", [0.05, 0.4])
def test_noise_is_gaussian_of_the_same_deviation_in_both_coordinates(shape, noise):
    count = 20_000
    added = (SHAPES[shape](count, noise, 3)[0] - SHAPES[shape](count, 0.0, 3)[0]) / noise
    assert added.mean(axis=0) == pytest.approx(0, abs=4 / np.sqrt(count))
    assert added.std(axis=0) == pytest.approx(1, abs=4 / np.sqrt(2 * count))
    assert np.corrcoef(added.T)[0, 1] == pytest.approx(0, abs=4 / np.sqrt(count))
    assert (np.abs(added) < 1).mean() == pytest.approx(0.6827, abs=0.01)  # of a normal distribution


def test_the_noiseless_shapes_are_what_their_names_say():
    draws = {shape: draw(2_000, 0.0, 1) for shape, draw in SHAPES.items()}
    points, labels = draws["circles"]
    assert np.hypot(*points.T) == pytest.approx(np.where(labels == 1, 0.5, 1.0))
    points, labels = draws["xor"]
    assert np.abs(points).max() <= 1
    assert np.array_equal(labels == 1, (points[:, 0] > 0) != (points[:, 1] > 0))
    # Even over each of the four squares: 4 standard errors of a count, and of the mean of a uniform distribution.
    assert np.histogram2d(*points.T, bins=2)[0] == pytest.approx(500, abs=4 * np.sqrt(2_000 * 3 / 16))
    assert np.abs(points).mean(axis=0) == pytest.approx(0.5, abs=4 / np.sqrt(12 * 2_000))
    points, labels = draws["blobs"]
    assert np.array_equal(points, np.where(labels == 1, 0.5, -0.5)[:, None] * [1, 1])
    points, labels = draws["spiral"]
    radius, angle = np.hypot(*points.T), np.arctan2(*points.T[::-1])
    way = radius / 3  # grows with the angle, 1.75 turns in all; the arms are half a turn apart
    assert np.cos(angle) == pytest.approx(np.cos(2 * np.pi * 1.75 * way + np.pi * labels))
    assert np.quantile(way, [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.05)


@pytest.mark.parametrize("shape", GROUP_SHAPES)
@pytest.mark.parametrize("classes", [3, 4, 5])
def test_groups_are_balanced_shuffled_and_decided_by_their_seed(shape, classes):
    data = load(Groups(shape, classes, points=301, seed=5))
    assert data.x_train.shape == (301, 2)
    assert data.x_val.shape == data.x_test.shape == (1_000, 2)
    counts = np.bincount(data.y_train)
    assert len(counts) == classes
    assert counts.max() - counts.min() <= 1
    assert (np.diff(data.y_train) != 0).mean() > 0.5
    other = load(Groups(shape, classes, points=301, seed=6))
    assert not np.isclose(data.x_train, other.x_train).any()
    assert not np.isclose(data.x_val, data.x_test).any()


def test_noiseless_groups_are_what_their_names_say():
    data = load(Groups("blobs", 4, noise=0.0))
    centres = np.array([[0, 1], [-1, 0], [0, -1], [1, 0]])  # a quarter turn on each time, from the top
    assert data.x_train == pytest.approx(centres[data.y_train], abs=1e-6)
    data = load(Groups("spiral", 3, points=2_000, noise=0.0))
    radius, angle = np.hypot(*data.x_train.T), np.arctan2(*data.x_train.T[::-1])
    turns = radius / 3 * (3.5 / 3)  # as the radius grows to 3; two arms make 1.75 turns, so that three make 3.5 / 3
    assert np.cos(angle - 2 * np.pi * (turns + data.y_train / 3)) == pytest.approx(1, abs=1e-4)
    assert radius.max() == pytest.approx(3, abs=0.01)


def test_noise_of_groups_is_gaussian():
    quiet, noisy = (load(Groups("blobs", 5, 2_000, noise, seed=2)) for noise in (0.0, 0.3))
    added = (noisy.x_train - quiet.x_train) / 0.3
    assert added.mean(axis=0) == pytest.approx(0, abs=4 / np.sqrt(2_000))
    assert added.std(axis=0) == pytest.approx(1, abs=4 / np.sqrt(4_000))


def test_every_curve_that_may_be_chosen_has_its_formula():
    assert [*FORMULAS, "corners"] == list(CURVES)


@pytest.mark.parametrize(
    ("shape", "places"),
    [
        ("sine", {-1: 0, -0.75: 1, 0.25: 1, 0.75: -1}),
        ("chirp", {-1: 0, 0: 0, 2**-0.5 - 1: 1, 1: 0}),  # sin π/2 where (x + 1)² is a half
        ("bump", {0: 1, 0.25: np.exp(-1), -0.25: np.exp(-1)}),
        ("step", {-1: -0.5, -0.001: -0.5, 0: 0.5, 1: 0.5}),
        ("sawtooth", {-1: -1, -0.5: 0, 0: -1, 0.5: 0, 1: 1}),
    ],
)
def test_curves_at_places_worked_by_hand(shape, places):
    found = curve_of(Curve(shape), np.array(list(places)))
    assert found == pytest.approx(list(places.values()), abs=1e-12)


def test_a_readers_own_curve_is_straight_between_corners():
    data = Curve("corners", corners=[(-0.5, 0), (0, 1), (1, -1)])
    assert curve_of(data, [-1, -0.5, -0.25, 0, 0.75, 1]) == pytest.approx([0, 0, 0.5, 1, -0.5, -1])


def test_points_on_a_curve():
    data = load(Curve("sine", points=41))
    assert data.x_train[:, 0] == pytest.approx(np.linspace(-1, 1, 41))
    for x, y in ((data.x_train, data.y_train), (data.x_val, data.y_val), (data.x_test, data.y_test)):
        assert (x.dtype, y.dtype) == (np.float32, np.float32)
        assert (x.shape, y.shape) == ((len(y), 1), (len(x),))
        assert y == pytest.approx(np.sin(2 * np.pi * x[:, 0]), abs=1e-5)
    assert len(data.y_val) == len(data.y_test) == 1_000
    assert not np.isclose(data.x_val, data.x_test).any()
    assert np.quantile(data.x_val, [0.25, 0.5, 0.75]) == pytest.approx([-0.5, 0, 0.5], abs=0.1)


def test_noise_of_a_curve_is_gaussian_and_decided_by_the_seed():
    one, other = load(Curve("bump", 2_000, 0.2, seed=1)), load(Curve("bump", 2_000, 0.2, seed=2))
    added = (one.y_train - np.exp(-((4 * one.x_train[:, 0]) ** 2))) / 0.2
    assert added.mean() == pytest.approx(0, abs=4 / np.sqrt(2_000))
    assert added.std() == pytest.approx(1, abs=4 / np.sqrt(4_000))
    assert (np.abs(added) < 1).mean() == pytest.approx(0.6827, abs=0.04)
    assert not np.isclose(one.y_train, other.y_train).all()


def test_features_worked_by_hand():
    rows = ((2.0, -3.0, 1), (-1.0, 0.5, 0))
    data = load(Planar(features=tuple(FEATURES), edited=rows))
    assert list(FEATURES) == ["x1", "x2", "x1²", "x2²", "x1·x2", "sin x1", "sin x2"]
    assert data.x_train.dtype == np.float32
    assert data.x_train[0] == pytest.approx([2, -3, 4, 9, -6, 0.909297, -0.141120], abs=1e-6)
    assert data.x_train[1] == pytest.approx([-1, 0.5, 1, 0.25, -0.5, -0.841471, 0.479426], abs=1e-6)


def test_features_are_computed_from_the_same_points():
    data = Planar(seed=3, features=("x1·x2", "x2²"))
    features, places = load(data), plane_points(data)
    for part in ("train", "val", "test"):
        x1, x2 = getattr(places, f"x_{part}").T
        assert np.array_equal(getattr(features, f"x_{part}"), np.stack([x2 * x2, x1 * x2], axis=1))
        assert np.array_equal(getattr(features, f"y_{part}"), getattr(places, f"y_{part}"))


def test_edited_rows_replace_the_training_points_only():
    rows = ((0.5, -1.0, 1), (2.0, 3.0, 0), (-1.5, 0.25, 1))
    drawn, edited = load(Planar(seed=2)), load(Planar(seed=2, edited=rows))
    assert edited.x_train.tolist() == [[0.5, -1.0], [2.0, 3.0], [-1.5, 0.25]]
    assert edited.y_train.tolist() == [1, 0, 1]
    assert edited.y_train.dtype == drawn.y_train.dtype == np.int32
    for part in ("x_val", "y_val", "x_test", "y_test"):
        assert np.array_equal(getattr(edited, part), getattr(drawn, part))


def table(count, ones, seed=0, **choices):
    """Rows with different x1; the first `ones` rows are of class 1."""
    x2 = np.random.default_rng(count).normal(50, 7, count)
    return Table(tuple((1e6 + row, x2[row], int(row < ones)) for row in range(count)), seed, **choices)


def back(data, x):
    """The coordinates in the file, from the scaled ones."""
    mean, deviation = scaling_of(data)
    return x * deviation + mean


@pytest.mark.parametrize(("count", "sizes"), [(20, (12, 4, 4)), (21, (11, 5, 5)), (1_000, (600, 200, 200))])
def test_a_table_is_split_60_20_20_without_overlap(count, sizes):
    data = table(count, count // 2)
    split = load(data)
    parts = split.x_train, split.x_val, split.x_test
    assert tuple(len(part) for part in parts) == sizes
    assert np.rint(np.sort(back(data, np.concatenate(parts))[:, 0])).tolist() == [row[0] for row in data.rows]
    # Each row kept its class and its other coordinate.
    rows = {row[0]: row[1:] for row in data.rows}
    for part, labels in ((split.x_train, split.y_train), (split.x_val, split.y_val), (split.x_test, split.y_test)):
        for (x1, x2), label in zip(back(data, part), labels, strict=True):
            assert rows[np.rint(x1)] == (pytest.approx(x2, rel=1e-5), label)


def test_the_split_follows_the_seed():
    one, same, other = (load_table(table(100, 50, seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.x_train, same.x_train)
    assert not np.array_equal(one.x_train, other.x_train)


def test_each_part_of_a_table_holds_both_classes_in_the_same_shares():
    split = load(table(1_000, 300))
    assert [labels.mean() for labels in (split.y_train, split.y_val, split.y_test)] == [0.3, 0.3, 0.3]


@pytest.mark.parametrize("count", [*range(20, 64), 99, 101, 1_234, 10_000])
def test_five_rows_of_a_class_are_enough_for_every_part(count):
    for ones in (5, count - 5):
        split = load_table(table(count, ones, seed=count))
        for labels in (split.y_train, split.y_val, split.y_test):
            assert set(labels.tolist()) == {0, 1}


def test_a_table_is_standardised_by_its_training_part():
    data = table(500, 200)
    split = load(data)
    assert split.x_train.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert split.x_train.std(axis=0) == pytest.approx([1, 1], abs=1e-6)
    assert abs(split.x_val.mean()) > 1e-4  # not by all rows, nor each part by itself
    x2 = [row[1] for row in data.rows]
    assert scaling_of(data).deviation[1] == pytest.approx(np.std(x2), rel=0.1)


def test_data_without_points_has_no_features():
    with pytest.raises(TypeError, match="must be Planar, Table or Groups, which have points; got Mnist"):
        features_of(Mnist(), np.zeros((1, 2)))


def test_downloads_are_kept_in_the_users_home_and_without_one_the_error_says_what_to_set(monkeypatch):
    monkeypatch.delenv("NNKIT_CACHE")
    monkeypatch.setattr(Path, "home", lambda: Path("/somewhere"))
    assert cache_folder() == Path("/somewhere/.cache/nnkit")

    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(DataFileError, match="Set NNKIT_CACHE"):
        cache_folder()


def test_features_of_a_table_are_made_of_scaled_coordinates():
    data = table(200, 100, features=("x1", "x1²", "sin x2"))
    features, places = load(data), plane_points(data)
    x1, x2 = places.x_val.T
    assert features.x_val == pytest.approx(np.stack([x1, x1**2, np.sin(x2)], axis=1))
    assert places.x_val == pytest.approx(load(replace(data, features=("x1", "x2"))).x_val)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e9, 1e-200])
def test_a_constant_column_becomes_zero(constant):
    data = Table(tuple((constant, float(row), row % 2) for row in range(30)), features=tuple(FEATURES))
    split = load_table(data)
    assert scaling_of(data).deviation[0] == 1
    for part in (split.x_train, split.x_val, split.x_test):
        assert part[:, 0] == pytest.approx(0, abs=1e-6)
        assert np.isfinite(part).all()


def test_a_column_that_only_varies_outside_the_training_part_stays_finite():
    rows = [(0.0, float(row), row % 2) for row in range(30)]
    for row in range(30):
        changed = [(1e9 if place == row else 1e-9 * (place == 1), *other) for place, (_, *other) in enumerate(rows)]
        split = load_table(Table(tuple(changed), features=tuple(FEATURES)))
        assert all(np.isfinite(part).all() for part in (split.x_train, split.x_val, split.x_test))


@pytest.fixture
def bundle(tmp_path):
    """A copy of the bundled digits that a test may damage."""
    shutil.copy(files.FOLDER / "manifest.json", tmp_path)
    shutil.copytree(files.FOLDER / "mnist", tmp_path / "mnist")
    return tmp_path


def reshape(path):
    manifest_path = path.parents[1] / "manifest.json"
    manifest = json.loads(manifest_path.read_text())
    manifest["mnist"]["files"][f"mnist/{path.name}"]["shape"][0] -= 1
    manifest_path.write_text(json.dumps(manifest))


def retype(path):
    manifest_path = path.parents[1] / "manifest.json"
    manifest = json.loads(manifest_path.read_text())
    manifest["mnist"]["files"][f"mnist/{path.name}"]["dtype"] = "int8"
    manifest_path.write_text(json.dumps(manifest))


@pytest.mark.parametrize("name", ["x_test", "y_train"])
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (remove, "can't be read"),
        (truncate, "bytes"),
        (alter, "altered"),
        (reshape, "manifest says"),
        (retype, "manifest says"),
    ],
)
def test_the_error_for_a_damaged_file_names_it_and_how_to_restore_it(bundle, damage, says, name):
    damage(bundle / "mnist" / f"{name}.npy")
    with pytest.raises(DataFileError, match=says) as caught:
        files.read_arrays("mnist", bundle)
    assert str(bundle / "mnist" / f"{name}.npy") in str(caught.value)
    assert f"git checkout data/mnist/{name}.npy" in str(caught.value)
    assert "tools/build_mnist.py" in str(caught.value)


def test_arrays_are_mapped_into_memory(bundle):
    for array in files.read_arrays("mnist", bundle).values():
        assert isinstance(array.base, np.memmap)
        assert not array.flags.writeable


def test_written_arrays_are_read_back_and_other_entries_stay(tmp_path):
    arrays = {"one": np.arange(6, dtype="uint16").reshape(2, 3), "two": np.zeros(1, "int64")}
    for name in ("first", "second"):
        entry = files.write_arrays(name, arrays, {"built_by": "a script"}, tmp_path)
    assert entry["built_by"] == "a script"
    assert list(entry["files"]) == ["second/one.npy", "second/two.npy"]
    for name in ("first", "second"):
        found = files.read_arrays(name, tmp_path)
        assert list(found) == list(arrays)
        for key, array in arrays.items():
            assert found[key].dtype == array.dtype
            assert np.array_equal(found[key], array)


def test_no_pickle_is_written(tmp_path):
    with pytest.raises(ValueError, match="pickle"):
        files.write_arrays("name", {"one": np.array([{}], object)}, {"built_by": "a script"}, tmp_path)


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_the_error_for_a_damaged_manifest_says_how_to_restore_it(bundle, content):
    manifest = bundle / "manifest.json"
    manifest.unlink() if content is None else manifest.write_text(content)
    with pytest.raises(DataFileError, match=r"git checkout data/manifest\.json"):
        files.read_arrays("mnist", bundle)


def test_only_a_few_tables_are_kept_since_each_may_take_megabytes():
    rows = tuple((float(number), 0.5, number % 2) for number in range(20))
    first = weakref.ref(load(Table(rows)).x_train)
    assert load(Table(rows)).x_train is first()
    for seed in range(1, 12):
        load(Table(rows, seed=seed))
    gc.collect()
    assert first() is None
