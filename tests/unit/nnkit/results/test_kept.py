"""Kept runs as a text and as a file. What comes back may come from anybody."""

import base64
import gc
import io
import json
import tracemalloc
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from nnkit import Experiment, Imdb, Network, Planar, Run, Snapshot, Training
from nnkit.experiment import Table
from nnkit.experiment.layers import weight_shapes
from nnkit.results.inference import predict
from nnkit.results.kept_file import MAX_BYTES, Kept, read_kept, write_kept
from nnkit.results.kept_text import MAX_ROWS, MAX_RUNS, Named, pack, unpack
from nnkit.results.summary import summary_of

MEGABYTE = 2**20
EXPERIMENT = Experiment(Planar(), Network((3,), "tanh"), Training(epochs=2))
ROWS = tuple((number / 7, 0.5, number % 2) for number in range(10_000))
NAMED = [Named("one <b>", EXPERIMENT), Named("zwei ·", Experiment(Table(ROWS[:40]), Network(), Training()))]


def a_run(experiment=EXPERIMENT, **changes):
    generator = np.random.default_rng(0)
    snapshots = tuple(
        Snapshot(epoch, tuple(generator.normal(size=shape).astype("float32") for shape in weight_shapes(experiment)))
        for epoch in (0, 1, 2)
    )
    history = {
        "epoch": [1, 2],
        "loss": [0.5, 0.25],
        "accuracy": [0.5, 0.75],
        "val_loss": [0.25, 0.5],
        "val_accuracy": [0.75, 0.5],
    }
    return Run(experiment, history, snapshots, {"loss": 0.75, "accuracy": 0.5}, epochs_done=2, **changes)


def test_a_text_brings_names_and_settings_back():
    text, left_out = pack(NAMED)
    assert (unpack(text), left_out) == (NAMED, [])
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")
    assert unpack("") == []
    assert pack([]) == ("", [])


def test_a_text_without_room_leaves_the_largest_settings_out():
    text, left_out = pack(NAMED, 500)
    assert (unpack(text), left_out) == (NAMED[:1], NAMED[1:])
    assert len(text) <= 500


def encoded(content):
    return base64.urlsafe_b64encode(zlib.compress(content)).decode()


LINE = json.dumps(["a name", EXPERIMENT.to_json()]).encode()
HOSTILE_TEXTS = {
    "a bomb": encoded(b"[" * 50 * MEGABYTE),
    "a deep list": encoded(b"[" * 500_000),
    "many empty lines": encoded(b"\n" * 3_000_000),
    "too many runs": encoded(b"\n".join([LINE] * (MAX_RUNS + 1))),
    "too many rows": encoded(
        b"\n".join(
            [json.dumps(["a name", Experiment(Table(ROWS), Network(), Training()).to_json()]).encode()]
            * (MAX_ROWS // len(ROWS) + 1)
        )
    ),
    "no experiment": encoded(json.dumps(["a name", "{}"]).encode()),
    "no text": encoded(json.dumps(["a name", {"data": 1}]).encode()),
    "no name": encoded(json.dumps(["", EXPERIMENT.to_json()]).encode()),
    "a long name": encoded(json.dumps(["x" * 61, EXPERIMENT.to_json()]).encode()),
    "cut off": encoded(LINE)[:-8],
    "letters": "häßlich",
    "spaces": "a b c",
}


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_a_hostile_text_is_a_sentence(text):
    with within_memory(), pytest.raises(ValueError, match=r"settings of kept runs|experiment|name of a run|must"):
        unpack(text)


def test_a_file_brings_curves_scores_and_final_weights_back():
    run = a_run(restored_epoch=1, penalties={"loss": [0.125, 0.125], "val_loss": [0.125, 0.125]})
    kept = [Kept(NAMED[0], run), Kept(NAMED[1], None)]
    content, without_results = write_kept(kept)
    (first, second), points = read_kept(content), np.zeros((4, 2), "float32")
    assert without_results == []
    assert (first.named, second) == (NAMED[0], kept[1])
    assert (first.run.history, first.run.penalties, first.run.test) == (run.history, run.penalties, run.test)
    assert summary_of(first.run) == summary_of(run)
    before, after = (predict(EXPERIMENT, each.weights, points) for each in (run, first.run))
    assert np.array_equal(before, after)


def test_a_file_without_room_holds_the_settings_of_the_largest_networks_alone():
    large = Experiment(Imdb(), Network((16,)), Training())
    kept = [Kept(Named("large", large), a_run(large)), Kept(NAMED[0], a_run())]
    content, without_results = write_kept(kept, 100_000)
    assert len(content) <= 100_000
    assert without_results == [kept[0].named]
    assert [each.run is None for each in read_kept(content)] == [True, False]
    with pytest.raises(ValueError, match="room"):
        write_kept(kept, 100)


def test_the_largest_file_is_read_within_the_limit_of_memory():
    tables = [Experiment(Table(ROWS, seed=seed), Network(), Training()) for seed in range(MAX_ROWS // len(ROWS))]
    reviews = [Experiment(Imdb(), Network((16, 16)), Training(seed=seed)) for seed in range(8)]
    one = a_run(reviews[0])
    runs = [*map(a_run, tables), *(replace(one, experiment=each) for each in reviews)]
    kept = [Kept(Named(f"run {place}", run.experiment), run) for place, run in enumerate(runs)]
    content, without_results = write_kept(kept)
    assert 1_000_000 < len(content) <= MAX_BYTES
    assert 0 < len(without_results) < 8
    with within_memory():
        found = read_kept(content)
    assert [each.named for each in found] == [each.named for each in kept]


def test_the_summary_has_the_last_and_the_best_values():
    values = summary_of(a_run())
    assert (values.loss, values.val_loss, values.val_accuracy) == (0.25, 0.5, 0.5)
    assert (values.best_val_loss, values.best_val_accuracy, values.best_epoch) == (0.25, 0.75, 1)
    assert (values.test_loss, values.test_accuracy) == (0.75, 0.5)
    empty = replace(a_run(), history={key: [] for key in a_run().history})
    assert summary_of(empty)[2:9] == (None,) * 7


@contextmanager
def within_memory():
    """What is allocated within it takes at most 60 MB more at any moment. What is in memory before does not count."""
    gc.collect()
    tracemalloc.start()
    try:
        yield
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak <= 60 * MEGABYTE


def test_the_limit_of_memory_notices_what_is_too_much():
    with pytest.raises(AssertionError), within_memory():
        zlib.decompress(zlib.compress(bytes(61 * MEGABYTE)))


def values_of(kept):
    """All that a kept run consists of, as values that compare bit for bit."""
    run = kept.run
    if run is None:
        return kept.named
    return kept.named, [array.tobytes() for array in run.weights], run.history, run.penalties, run.test, run.outcome


def flip_bytes(count, seed):
    """Read a file so often, each time with one to three other bytes; return how often it was refused."""
    generator = np.random.default_rng(seed)
    content, _ = write_kept([Kept(Named(f"run {number}", EXPERIMENT), a_run()) for number in range(3)])
    expected, refused = list(map(values_of, read_kept(content))), 0
    for _ in range(count):
        damaged = bytearray(content)
        for place in generator.integers(len(content), size=generator.integers(1, 4)):
            damaged[place] ^= int(generator.integers(1, 256))
        try:
            found = read_kept(bytes(damaged))
        except ValueError:
            refused += 1
            continue
        assert list(map(values_of, found)) == expected  # the damage is in what is not read, such as a date
    return refused


def test_flipped_bytes_are_refused_or_change_nothing():
    assert flip_bytes(2_000, seed=1) > 1_600


def test_flipped_bytes_take_no_memory():
    with within_memory():  # measuring takes four times as long
        assert flip_bytes(200, seed=2) > 160


def zipped(compression=zipfile.ZIP_DEFLATED, **members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


HEAD, ALONE = b"nnkit kept runs 1:0.npz\n", b"nnkit kept runs 1:\n"
LIST = HEAD + LINE


def lying(content, size):
    """The archive with another inflated size in every header."""
    damaged = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = damaged.find(mark)
        while place >= 0:
            damaged[place + offset : place + offset + 4] = size.to_bytes(4, "little")
            place = damaged.find(mark, place + 4)
    return bytes(damaged)


def inner(**changes):
    """A run's own file with some of its members replaced; stored as our file expects it."""
    buffer, run = io.BytesIO(), replace(a_run(), snapshots=a_run().snapshots[-1:])
    with zipfile.ZipFile(io.BytesIO(run.to_bytes())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name.partition(".")[0], old.read(name)))
    return buffer.getvalue()


def array(shape, values=b"", dtype="<f4"):
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": dtype, "fortran_order": False, "shape": shape})
    return buffer.getvalue() + values


def pickled():
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], object), allow_pickle=True)
    return buffer.getvalue()


DOUBLES = array((1, 2, 3), b"x" * 48, "<f8")
NOT_FINITE = array((1, 3), np.array([0, np.nan, 1], "<f4").tobytes())
# A zip of which every byte belongs to its directory.
DIRECTORY = b"PK\x01\x02" + bytes(42)
DIRECTORY = DIRECTORY * 150_000 + b"PK\x05\x06" + bytes(4) + b"\xff" * 4
DIRECTORY += (46 * 150_000).to_bytes(4, "little") + bytes(6)
BOMB = b"\0" * (80 * MEGABYTE)
# Each is made in its test: compressing a bomb takes a moment.
HOSTILE_FILES = {
    "nothing": lambda: b"",
    "no zip": lambda: b"x" * 1_000,
    "too large": lambda: b"x" * 2_000_001,
    "without the run that it names": lambda: zipped(kept_jsonl=LIST),
    "another format": lambda: zipped(kept_jsonl=b"another\n" + LINE),
    "without a list": lambda: zipped(**{"0_npz": inner()}),
    "a run without settings": lambda: zipped(kept_jsonl=HEAD.replace(b"0", b"1") + LINE, **{"1_npz": inner()}),
    "a foreign member": lambda: zipped(kept_jsonl=HEAD.replace(b"0.npz", b"model.pkl") + LINE, model_pkl=b"x"),
    "a bomb as the list": lambda: zipped(kept_jsonl=BOMB),
    "a bomb as a run": lambda: zipped(kept_jsonl=LIST, **{"0_npz": BOMB}),
    "a bomb that says it is small": lambda: lying(zipped(kept_jsonl=LIST, **{"0_npz": BOMB}), 1_000),
    "a list that says it is small": lambda: lying(zipped(kept_jsonl=BOMB), 100),
    "a bomb in bzip2": lambda: zipped(zipfile.ZIP_BZIP2, kept_jsonl=LIST, **{"0_npz": BOMB}),
    "a bomb in xz": lambda: zipped(zipfile.ZIP_LZMA, kept_jsonl=BOMB),
    "a bomb within a run": lambda: zipped(kept_jsonl=LIST, **{"0_npz": zipped(run_json=BOMB)}),
    "a million small lists": lambda: zipped(kept_jsonl=ALONE + b"[" + b"[]," * 1_300_000),
    "a million small lists within a run": lambda: zipped(
        kept_jsonl=LIST, **{"0_npz": inner(run=b'{"experiment": [' + b"[]," * 300_000 + b"0]}")}
    ),
    "a million members within a run": lambda: zipped(kept_jsonl=LIST, **{"0_npz": DIRECTORY}),
    "ten thousand members": lambda: zipped(**{f"{number}_npz": b"" for number in range(10_000)}),
    "an array of another shape": lambda: zipped(kept_jsonl=LIST, **{"0_npz": inner(weights_0=array((1, 10**9, 3)))}),
    "an array of objects": lambda: zipped(kept_jsonl=LIST, **{"0_npz": inner(weights_0=pickled())}),
    "an array without its values": lambda: zipped(kept_jsonl=LIST, **{"0_npz": inner(weights_0=array((1, 2, 3)))}),
    "an array of doubles": lambda: zipped(kept_jsonl=LIST, **{"0_npz": inner(weights_0=DOUBLES)}),
    "weights that are not finite": lambda: zipped(kept_jsonl=LIST, **{"0_npz": inner(weights_1=NOT_FINITE)}),
    "another experiment's run": lambda: zipped(
        kept_jsonl=HEAD + json.dumps(["a name", NAMED[1].experiment.to_json()]).encode(),
        **{"0_npz": inner()},
    ),
    "a run with three snapshots": lambda: zipped(kept_jsonl=LIST, **{"0_npz": a_run().to_bytes()}),
}


def test_the_parts_of_the_hostile_files_make_a_good_one():
    (kept,) = read_kept(zipped(kept_jsonl=LIST, **{"0_npz": inner()}))
    assert kept.run.experiment == kept.named.experiment == EXPERIMENT


@pytest.mark.parametrize("content", HOSTILE_FILES.values(), ids=HOSTILE_FILES)
def test_a_hostile_file_is_a_sentence(content):
    content = content()
    with within_memory(), pytest.raises(ValueError, match="not a file of kept runs: "):
        read_kept(content)
