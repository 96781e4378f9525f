import json
import shutil
import tracemalloc

import numpy as np
import pytest
from sklearn.datasets import make_moons

from nnkit import Mnist, Planar, load
from nnkit.datasets import DataFileError, files
from nnkit.datasets.mnist import _digits


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


@pytest.fixture
def bundle(tmp_path):
    """A copy of the bundled files that a test may damage."""
    for name in ("mnist.npz", "manifest.json"):
        shutil.copy(files.FOLDER / name, tmp_path)
    return tmp_path


def remove(folder):
    (folder / "mnist.npz").unlink()


def truncate(folder):
    path = folder / "mnist.npz"
    path.write_bytes(path.read_bytes()[:-1])


def alter(folder):
    path = folder / "mnist.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def reshape(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["mnist.npz"]["arrays"]["x_test"]["shape"] = [10_000, 784]
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("damage", "says"), [(remove, "can't be read"), (truncate, "bytes"), (alter, "altered"), (reshape, "manifest says")]
)
def test_a_damaged_file_is_named_with_its_mend(bundle, damage, says):
    damage(bundle)
    with pytest.raises(DataFileError, match=says) as caught:
        files.read_arrays("mnist.npz", bundle)
    assert str(bundle / "mnist.npz") in str(caught.value)
    assert "git checkout data/mnist.npz" in str(caught.value)
    assert "tools/build_mnist.py" in str(caught.value)


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_damaged_manifest_is_named_with_its_mend(bundle, content):
    manifest = bundle / "manifest.json"
    manifest.unlink() if content is None else manifest.write_text(content)
    with pytest.raises(DataFileError, match=r"git checkout data/manifest\.json"):
        files.read_arrays("mnist.npz", bundle)
