"""Event files, as TensorBoard itself reads them."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from nnkit.reports import event_files
from tests.unit.nnkit.reports.made_runs import EXPERIMENTS, made

ROOT = Path(__file__).resolve().parents[4]
pytest.importorskip("tensorboard")


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read a folder of an archive as TensorBoard does on a machine without TensorFlow, which takes seconds to load."""
    monkeypatch.setitem(sys.modules, "tensorboard.compat.notf", ModuleType("tensorboard.compat.notf"))
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    def read_folder(content, folder):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(tmp_path)
        return EventAccumulator(str(tmp_path / folder), {"tensors": 0}).Reload()

    return read_folder


def values_of(events, tag):
    from tensorboard.util.tensor_util import make_ndarray

    return [(event.step, make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]


def test_curves_and_weights_are_read_back(read):
    run = made(EXPERIMENTS["planar"])
    content = event_files({"my network": run}, 1e9)
    for folder, prefix in (("train", ""), ("validation", "val_")):
        events = read(content, f"my network/{folder}")
        for measure in ("loss", "accuracy"):
            expected = list(zip(run.history["epoch"], run.history[prefix + measure], strict=True))
            assert values_of(events, f"epoch_{measure}") == expected
            assert events.SummaryMetadata(f"epoch_{measure}").plugin_data.plugin_name == "scalars"
    events = read(content, "my network/train")
    assert events.Tensors("epoch_loss")[0].wall_time == 1e9
    tags = ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]
    assert [tag for tag in events.Tags()["tensors"] if "/" in tag] == tags
    for place, tag in enumerate(tags):
        assert events.SummaryMetadata(tag).plugin_data.plugin_name == "histograms"
        assert [epoch for epoch, _ in values_of(events, tag)] == [0, 3]
        for (_, buckets), snapshot in zip(values_of(events, tag), run.snapshots, strict=True):
            weights = snapshot.weights[place]
            assert buckets[:, 2].sum() == weights.size  # each bucket is its left edge, its right edge and a count
            assert buckets[0, 0] == pytest.approx(weights.min())
            assert buckets[-1, 1] == pytest.approx(weights.max())
            middle = (buckets[0, 0] + buckets[-1, 1]) / 2
            assert buckets[buckets[:, 1] <= middle + 1e-6, 2].sum() == np.sum(weights <= middle + 1e-6)


def test_each_run_has_a_folder_that_every_system_can_make(read):
    runs = {"../a\\b: *?": made(EXPERIMENTS["planar"]), "../a\\b: ??": made(EXPERIMENTS["curve"])}
    content = event_files(runs, 1e9)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    folders = list(dict.fromkeys(name.split("/")[0] for name in names))
    assert len(folders) == 2
    assert all(name.count("/") == 2 and not set(name) & set('\\:*?"<>|') and ".." not in name for name in names)
    assert "epoch_accuracy" not in read(content, f"{folders[1]}/train").Tags()["tensors"]  # numbers have none


def test_no_tensorflow_is_loaded_to_write_them():
    code = """
import sys
from nnkit.reports import event_files
from tests.unit.nnkit.reports.made_runs import EXPERIMENTS, made
assert len(event_files({"one": made(EXPERIMENTS["planar"])}, 1e9)) > 500
loaded = {"tensorflow", "keras"} & set(sys.modules)
sys.exit(f"it loads {sorted(loaded)}" if loaded else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
