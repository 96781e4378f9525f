"""Which epochs are recorded and kept, and how long chunks are."""

import numpy as np
import pytest

from nnkit.training.schedule import ChunkSizer, max_snapshots_of, record_epochs, snapshot_epochs


@pytest.mark.parametrize("epochs", [1, 2, 59, 60, 61, 500, 501, 5_000, 20_000])
def test_snapshots_are_few_and_denser_at_the_beginning(epochs):
    kept = snapshot_epochs(epochs)
    assert kept[0] == 0
    assert kept[-1] == epochs
    assert len(kept) == epochs + 1 if epochs < 60 else len(kept) <= 60
    gaps = np.diff(kept)
    assert (gaps >= 1).all()
    assert (np.diff(gaps) >= -1).all()  # gaps do not shrink, except by rounding
    if epochs >= 60:
        assert len(kept) > 50
        assert kept[:6] == (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("epochs", [1, 10, 500, 501, 20_000])
def test_the_history_has_at_most_500_evenly_spaced_epochs(epochs):
    recorded = sorted(record_epochs(epochs))
    assert recorded[0] == 1
    assert recorded[-1] == epochs
    assert len(recorded) == min(epochs, 500)
    assert np.ptp(np.diff(recorded)) <= 1 if epochs > 1 else recorded == [1]


def test_chunks_fit_their_time_and_grow_slowly():
    sizer = ChunkSizer(work=128 * 11_935)
    sizer.learn(50, 0.000_05)  # a microsecond per step
    assert sizer.steps == 400
    sizer.learn(400, 40.0)  # 0.1 s per step
    assert sizer.steps == 1
    assert ChunkSizer(work=60_000 * 200_000).steps == 1  # a step with so much work is a chunk of its own


@pytest.mark.parametrize(("megabytes", "snapshots"), [(0.05, 60), (1.0, 14), (3.5, 4), (20.0, 4)])
def test_a_run_keeps_sixty_snapshots_or_fourteen_megabytes_of_them(megabytes, snapshots):
    values = int(megabytes * 2**20 / 4)
    assert max_snapshots_of([np.zeros(values - 10, "float32"), np.zeros(10, "float32")]) == snapshots
