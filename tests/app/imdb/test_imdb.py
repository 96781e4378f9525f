"""The whole page of film reviews: four networks, the visitor's own beside them, and the results of all."""

import numpy as np
import pytest
from streamlit.util import calc_hash

from nnkit import PRESETS, Experiment, Imdb, Network, Training, train
from pages.imdb.experiments import NAMES, comparison_table, describe
from tests.app.visitor import Visitor

QUICK = {"vocabulary": 1_000, "reviews": 500, "epochs": 3, "layers": 1}


@pytest.fixture(scope="module")
def small_runs():
    """Like the presets, but on a slice of the data."""
    data = Imdb(vocabulary=1_000, train_size=500)
    return {
        "plain": train(Experiment(data, Network((8,)), Training(batch_size=64, epochs=12))),
        "stopped early": train(
            Experiment(data, Network((8,)), Training(batch_size=64, epochs=30, patience=2, restore_best=True))
        ),
    }


def table_of(visitor):
    return next(frame.value for frame in visitor.app.dataframe if "parameters" in frame.value.columns)


def test_four_networks_train_by_themselves_and_the_visitors_own_joins_them():
    visitor = Visitor("imdb").run()
    table = table_of(visitor)
    assert list(table["network"]) == list(NAMES)
    assert list(table["parameters"]) == [160_305, 80_089, 80_089, 80_089]
    assert table["test accuracy (%)"].between(84, 91).all()
    assert visitor.figures["loss"][0]["data"]

    visitor.choose(**QUICK).train()
    table = table_of(visitor)
    assert list(table["network"])[:4] == list(NAMES)
    assert list(table["network"])[4].startswith("yours: 16-1, 1,000 words, 500 reviews")
    assert table["parameters"][4] == 16 * 1_000 + 16 + 16 + 1
    names = {trace.get("name") for trace in visitor.figures["loss"][0]["data"]}
    assert list(table["network"])[4] in names

    for page in ("mnist", "imdb"):  # there and back
        visitor.app._page_hash = calc_hash(page)
        visitor.run()
    assert list(table_of(visitor)["network"]) == list(table["network"])


def test_the_comparison_table_has_the_results_of_the_runs(small_runs):
    table = comparison_table(small_runs)
    for row, run in zip(table.to_dict("records"), small_runs.values(), strict=True):
        best = int(np.argmin(run.history["val_loss"])) + 1
        assert row["best validation accuracy (%)"] == round(100 * max(run.history["val_accuracy"]), 1)
        assert row["last validation accuracy (%)"] == round(100 * run.history["val_accuracy"][-1], 1)
        assert row["test accuracy (%)"] == round(100 * run.test["accuracy"], 1)
        last = len(run.history["epoch"])
        assert row["overfits from epoch"] == best + 1 or (best == last and np.isnan(row["overfits from epoch"]))


def test_early_stopping_is_described(small_runs):
    run = small_runs["stopped early"]
    assert run.epochs_done < 30
    assert run.restored_epoch == int(np.argmin(run.history["val_loss"])) + 1
    assert describe(run.experiment) == "8-1, 1,000 words, 500 reviews, batch 64, epochs 30, patience 2, best kept"
    assert describe(PRESETS["imdb-baseline"]) == "16-16-1"
