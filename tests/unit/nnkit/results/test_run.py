import io
import json
import tracemalloc
import zipfile
from dataclasses import fields

import numpy as np
import pytest

from nnkit import Curve, Experiment, Network, Planar, Run, Snapshot, Training
from nnkit.experiment.layers import weight_shapes
from nnkit.results.run import HISTORY_KEYS, MAX_SNAPSHOTS

EXPERIMENT = Experiment(Planar(), Network((3,), "tanh"), Training(epochs=2))


def a_run(**changes):
    generator = np.random.default_rng(0)
    snapshots = tuple(
        Snapshot(epoch, tuple(generator.normal(size=shape).astype("float32") for shape in weight_shapes(EXPERIMENT)))
        for epoch in (0, 1, 1.5)
    )
    history = {"epoch": [1], "loss": [0.1 + 0.2], "accuracy": [0.5], "val_loss": [None], "val_accuracy": [None]}
    values = {"outcome": "stopped", "epochs_done": 1.5, "seconds": 0.25, **changes}
    return Run(EXPERIMENT, history, snapshots, {"loss": 0.7, "accuracy": 0.5}, **values)


def test_a_saved_run_comes_back_bit_for_bit(tmp_path):
    run, path = a_run(penalties={"loss": [0.125], "val_loss": [None]}), tmp_path / "deep" / "run.npz"
    run.save(path)
    copy = Run.load(path)
    for name in ("experiment", "history", "test", "outcome", "epochs_done", "seconds", "penalties"):
        assert getattr(copy, name) == getattr(run, name)
    for one, other in zip(run.snapshots, copy.snapshots, strict=True):
        assert one.epoch == other.epoch
        for a, b in zip(one.weights, other.weights, strict=True):
            assert b.dtype == np.float32
            assert np.array_equal(a, b)
    assert [entry.name for entry in path.parent.iterdir()] == ["run.npz"]


@pytest.mark.parametrize("compressed", [False, True], ids=["as it is kept", "as it is downloaded"])
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_is_never_read_as_another_run(seed, compressed):
    """Each member of the archive has its own checksum (CRC-32), which is compared whenever the member is read."""
    generator = np.random.default_rng(seed)
    run = a_run(penalties={"loss": [0.125], "val_loss": [None]})
    content = run.to_bytes(compressed)
    refused = 0
    for _ in range(150):
        damaged = damage(content, generator)
        try:
            copy = Run.from_bytes(damaged)
        except ValueError:
            refused += 1
            continue
        assert values_of(copy) == values_of(run)  # the damage is in what is not read: dates, a second copy of a name
    assert refused > 75


def damage(content, generator):
    """Flip a bit, replace, clear or exchange blocks of bytes, or cut the end off."""
    damaged = np.frombuffer(content, np.uint8).copy()
    start, other = generator.integers(len(content), size=2)
    size = min(int(generator.integers(1, 64)), len(content) - max(start, other))
    match generator.integers(5):
        case 0:
            damaged[start] ^= 1 << generator.integers(8)
        case 1:
            damaged[start : start + size] = generator.integers(256, size=size)
        case 2:
            damaged[start : start + size] = 0
        case 3:
            damaged[start : start + size], damaged[other : other + size] = (
                damaged[other : other + size].copy(),
                damaged[start : start + size].copy(),
            )
        case _:
            return damaged[:start].tobytes()
    return damaged.tobytes()


def values_of(run):
    """All that a run consists of, as values that compare bit for bit."""
    weights = [(each.epoch, [array.tobytes() for array in each.weights]) for each in run.snapshots]
    names = [field.name for field in fields(run) if field.name != "snapshots"]
    return weights, [getattr(run, name) for name in names]


def test_the_data_history_leaves_the_penalties_out():
    run = a_run(penalties={"loss": [0.25], "val_loss": [0.2]})
    assert run.data_history == run.history | {"loss": [pytest.approx(0.05)], "val_loss": [None]}
    assert a_run().data_history == a_run().history


def test_a_saved_regression_comes_back_without_accuracies():
    experiment = Experiment(Curve(), Network((3,), "tanh"), Training(epochs=1))
    weights = tuple(np.ones(shape, "float32") for shape in weight_shapes(experiment))
    history = {"epoch": [1], "loss": [0.3], "accuracy": [None], "val_loss": [0.4], "val_accuracy": [None]}
    run = Run(experiment, history, (Snapshot(0, weights),), {"loss": 0.5, "accuracy": None}, epochs_done=1)
    copy = Run.from_bytes(run.to_bytes())
    assert (copy.experiment, copy.history, copy.test) == (experiment, history, {"loss": 0.5, "accuracy": None})


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    a_run().save(path)
    before = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        a_run(seconds=9.0).save(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.npz"]


def rewritten(content, **members):
    """The archive with some members replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
    return buffer.getvalue()


def with_summary(content, **changes):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        summary = json.loads(archive.read("run.json"))
    return rewritten(content, **{"run.json": json.dumps({**summary, **changes})})


def npy(array, **kwargs):
    buffer = io.BytesIO()
    np.save(buffer, array, **kwargs)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"not a zip",
        lambda content: content[: len(content) // 2],
        lambda content: rewritten(content, **{"run.json": b"{}"}),
        lambda content: rewritten(content, **{"run.json": b"[" * 900_000}),
        lambda content: with_summary(content, seconds=10**400),
        lambda content: with_summary(content, outcome="<b>"),
        lambda content: with_summary(content, epochs=["a", {}, 1]),
        lambda content: with_summary(content, epochs="abc"),
        lambda content: with_summary(content, epochs_done={"a": 1}),
        lambda content: with_summary(content, test={"loss": float("nan"), "accuracy": 0.5}),
        lambda content: with_summary(content, test={"loss": 0.7, "accuracy": None}),  # of a classification
        lambda content: with_summary(
            content,
            history={"epoch": ["x"], "loss": ["x"], "accuracy": ["x"], "val_loss": ["x"], "val_accuracy": ["x"]},
        ),
        lambda content: rewritten(content, **{"run.json": b" " * 2_000_000}),
        lambda content: with_summary(content, epochs=[0.0] * (MAX_SNAPSHOTS + 1)),
        lambda content: with_summary(content, history={key: [1] * (1 + (key == "loss")) for key in HISTORY_KEYS}),
        lambda content: with_summary(content, penalties={"loss": [0.1]}),
        lambda content: with_summary(content, penalties={"loss": [0.1, 0.1], "val_loss": [0.1, 0.1]}),
        lambda content: with_summary(content, penalties={"loss": ["x"], "val_loss": [0.1]}),
        lambda content: rewritten(content, **{"weights_0.npy": npy(np.zeros((3, 2, 4), "float32"))}),
        lambda content: rewritten(content, **{"weights_0.npy": npy(np.zeros((3, 2, 3), "float64"))}),
        lambda content: rewritten(content, **{"weights_0.npy": npy(np.zeros((3, 2, 3), "float32"))[:-4]}),
        lambda content: rewritten(
            content, **{"weights_0.npy": npy(np.array([print], dtype=object), allow_pickle=True)}
        ),
    ],
)
def test_other_content_than_a_saved_run_is_a_value_error(spoil):
    with pytest.raises(ValueError, match="not a saved run"):
        Run.from_bytes(spoil(a_run().to_bytes()))


@pytest.mark.parametrize("member", ["run.json", "weights_0.npy"])
def test_what_inflates_to_more_than_a_run_has_takes_no_memory_whatever_its_header_says(member):
    bomb = npy(np.zeros((3, 2, 3), "float32")) + bytes(40_000_000)
    content = rewritten(a_run().to_bytes(), **{member: bomb if member.endswith("npy") else b" " * 40_000_000})
    real, claimed = (size.to_bytes(4, "little") for size in (len(bomb) if member.endswith("npy") else 40_000_000, 200))
    assert content.count(real) == 2  # before the member and in the directory
    tracemalloc.start()
    with pytest.raises(ValueError, match="not a saved run"):
        Run.from_bytes(content.replace(real, claimed))
    with pytest.raises(ValueError, match="inflates to more than"):
        Run.from_bytes(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
