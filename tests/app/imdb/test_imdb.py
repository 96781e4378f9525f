"""The whole page of film reviews: its sections, the four networks, the visitor's own, and the results of all."""

from threading import Event

import numpy as np
import pandas as pd
import pytest
from streamlit.util import calc_hash

from nnkit import PRESETS, Experiment, Imdb, Network, Training, train
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.read_text import tokenise
from nnkit.jobs import BUNDLED_RUNS, InlineEngine, JobQueue, RunStore, default_queue, worker
from nnkit.results.inference import predict
from pages.imdb import exercises
from pages.imdb.compare import DECIMALS, comparison_rows, findings
from pages.imdb.experiments import NAMES, describe
from pages.imdb.text_field import EXAMPLE
from tests.app.visitor import Visitor, array_of, without_links
from ui.tables import written

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
        "L2": train(Experiment(data, Network((8,), l2=0.01), Training(batch_size=64, epochs=12))),
    }


def table_of(visitor, column="parameters"):
    return next(frame.value for frame in visitor.app.dataframe if column in frame.value.columns)


def loss_of_the_data(run, place):
    """The validation loss without penalty at a place of the history, spelled out."""
    epoch = run.history["epoch"][place]
    kernel = next(snapshot.weights for snapshot in run.snapshots if snapshot.epoch == epoch)[0].astype(float)
    return run.history["val_loss"][place] - run.experiment.network.l2 * (kernel**2).sum()


def names_of(visitor, figure="loss"):
    return {trace.get("name") for trace in visitor.figures[figure][0]["data"]}


def test_one_network_is_enough_to_read_a_review():
    visitor = Visitor("imdb").run()
    assert visitor.value("reader") == "baseline"
    assert "effects" in visitor.figures
    assert [job.experiments for job in visitor.jobs] == [(PRESETS["imdb-baseline"],)]

    visitor.choose(reader="L2")
    assert [job.experiments for job in visitor.jobs] == [(PRESETS["imdb-l2"],)]
    assert probability(visitor) == pytest.approx(answer_of(PRESETS["imdb-l2"], EXAMPLE), abs=6e-4)


def test_four_networks_train_by_themselves_and_are_compared():
    visitor = Visitor("imdb", "networks").run()
    table = table_of(visitor)
    assert list(table["network"]) == list(NAMES)
    assert list(table["parameters"]) == [160_305, 80_089, 80_089, 80_089]
    assert table["test accuracy (%)"].between(84, 91).all()
    assert names_of(visitor) == set(NAMES)
    colours = colours_of(visitor)

    over_seeds = table_of(visitor, "test loss without penalty (nats)")
    assert list(over_seeds["network"]) == list(NAMES)
    assert visitor.says("This holds for these 5,000 test reviews")
    assert visitor.says("a standard error of 0.5 points.")
    assert visitor.says("Keras prints loss and penalty together")

    visitor.choose(shown=["smaller", "L2"])
    assert list(table_of(visitor)["network"]) == ["smaller", "L2"]
    assert colours_of(visitor) == {name: colours[name] for name in ("smaller", "L2")}
    assert not visitor.says("for **baseline**")
    visitor.choose(measure="Accuracy")
    assert names_of(visitor, "accuracy") == {"smaller", "L2"}
    assert "loss" not in visitor.figures
    visitor.choose(validation_only=True)
    assert {trace["mode"] for trace in visitor.figures["accuracy"][0]["data"]} == {"lines", "markers"}
    assert not any("fill" in trace for trace in visitor.figures["accuracy"][0]["data"])
    visitor.choose(validation_only=False, shown=[])
    assert visitor.says("Choose a network")

    visitor.open("own")  # shows all of them, with the measure chosen before
    assert names_of(visitor, "accuracy") == set(NAMES)


def colours_of(visitor):
    traces = visitor.figures["loss"][0]["data"]
    return {trace["name"]: trace["line"]["color"] for trace in traces if "color" in trace.get("line", {})}


def test_the_visitors_own_network_joins_the_four_and_reads_until_the_visitor_chooses_otherwise():
    visitor = Visitor("imdb", "own", **QUICK).run()
    assert visitor.says("These settings came with the address")
    assert visitor.says("16,033 parameters and learns from 500 reviews")
    visitor.train()
    table = table_of(visitor)
    assert list(table["network"])[:4] == list(NAMES)
    own = list(table["network"])[4]
    assert own.startswith("yours: 16-1, 1,000 words, 500 reviews")
    assert table["parameters"][4] == 16 * 1_000 + 16 + 16 + 1
    assert own in names_of(visitor)

    visitor.open("write")
    assert visitor.value("reader") == own
    assert probability(visitor) == pytest.approx(answer_of(visitor.result.experiment, EXAMPLE), abs=6e-4)
    visitor.open("learned")
    assert visitor.value("reader") == own
    visitor.choose(reader="smaller")

    visitor.open("own").choose(epochs=2).train()
    later = list(table_of(visitor)["network"])
    assert len(later) == 6
    assert later[4] == own
    visitor.open("write")
    assert visitor.value("reader") == "smaller"

    for page in ("mnist", "imdb"):  # there and back
        visitor.app._page_hash = calc_hash(page)
        visitor.run()
    assert visitor.value("reader") == "smaller"
    visitor.choose(reader=later[5])
    visitor.open("own")
    assert list(table_of(visitor)["network"]) == later


class BackgroundEngine(InlineEngine):
    """Trains in a thread of this process while the page goes on."""

    background = True


def test_a_network_that_came_with_the_app_can_be_trained_for_its_answers_of_all_epochs(use_queue, monkeypatch):
    gate = Event()

    def train_later(experiment, on_progress, should_stop):
        assert gate.wait(300)
        return worker.train(experiment, on_progress, should_stop)

    monkeypatch.setattr("ui.training.live.QUICK_SECONDS", 0.0)
    use_queue(JobQueue(BackgroundEngine(), RunStore(None, bundled=BUNDLED_RUNS), train=train_later))
    visitor = Visitor("imdb", reader="smaller").run().choose(answer="Epoch by epoch")
    assert len(epochs_of(visitor)) == 2
    assert visitor.says("Train it here to see its answers at the other epochs.")
    button(visitor, "Train anew").click()
    visitor.run()
    assert len(epochs_of(visitor)) == 2  # the figure stays while the network trains
    assert button(visitor, "Train anew").disabled
    assert not button(visitor, "Stop").disabled
    gate.set()
    assert all(job.wait(300) for job in visitor.jobs)
    visitor.run()
    epochs = epochs_of(visitor)
    assert (epochs[0], epochs[-1]) == (0, PRESETS["imdb-smaller"].training.epochs)
    assert not visitor.says("Train it here")
    assert not {"Train anew", "Stop"} & {button.label for button in visitor.app.button}


def epochs_of(visitor):
    return array_of(visitor.figures["by_epoch"][0]["data"][0]["x"])


def button(visitor, label):
    return next(button for button in visitor.app.button if button.label == label)


@pytest.mark.parametrize("section", ["write", "networks", "own", "learned", "read"])
def test_every_section_opens_by_its_address_also_with_nonsense_in_it(section):
    nonsense = {"answer": "<b>", "shown": "nobody", "measure": "-1", "words": "x", "view": "", "source": "nowhere"}
    visitor = Visitor("imdb", section, epochs="many", **nonsense).run()
    assert visitor.app.get_by_key("imdb.sections").value == section
    assert visitor.app.title[0].value == "Reviews"
    assert visitor.figures or section == "read"


def test_what_a_visitor_did_is_still_there_after_a_look_at_another_section():
    visitor = Visitor("imdb").run()
    visitor.choose(text="A wonderful film with a boring twist")
    visitor.choose(drop=["boring"], answer="Epoch by epoch")
    before = probability(visitor)
    visitor.open("read").choose(part="Test").choose(test_review=7, find="wonderful", view="Indices")
    visitor.open("learned").choose(words="Learned after the turn")
    visitor.open("write")
    assert visitor.value("text") == "A wonderful film with a boring twist"
    assert visitor.value("drop") == ["boring"]
    assert (
        probability(visitor)
        == before
        == pytest.approx(answer_of(PRESETS["imdb-baseline"], "A wonderful film with a twist"), abs=6e-4)
    )
    assert "by_epoch" in visitor.figures
    visitor.open("read")
    assert [visitor.value(name) for name in ("part", "test_review", "find", "view")] == [
        "Test",
        7,
        "wonderful",
        "Indices",
    ]
    visitor.open("learned")
    assert set(visitor.figures) == {"grown", "rarity"}


def test_the_source_of_the_reviews_is_chosen_for_all_sections():
    visitor = Visitor("imdb").run().choose(source="keras")
    for section in ("networks", "own", "learned", "read"):
        assert visitor.says("Until Keras's reviews are here"), section
        visitor.open(section)
        assert visitor.value("source") == "keras", section


def probability(visitor):
    return float(visitor.metrics["Probability that this review is positive"].rstrip("%")) / 100


def test_the_answer_to_the_exercise_on_overfitting():
    """The baseline is trained for other tests too."""
    losses = default_queue().submit(PRESETS["imdb-baseline"], "the test").run.history
    best = int(np.argmin(losses["val_loss"]))
    assert losses["epoch"][best] <= 10
    assert losses["val_loss"][-1] > 1.2 * losses["val_loss"][best]
    assert (np.diff(losses["loss"][best:]) < 0).all()
    assert "within the first 10 of 20 epochs" in exercises.NETWORKS.exercises[1].answer


def answer_of(experiment, text):
    """P(positive) of a text, from a network that the visitor has trained already and the text's multi-hot vector."""
    run = default_queue().submit(experiment, "the test").run
    vector = np.zeros((1, experiment.data.vocabulary), "float32")
    vector[0, tokenise(text, texts(experiment.data).vocabulary).tokens] = 1
    return float(predict(experiment, run.weights, vector)[0, 0])


def test_the_comparison_table_has_the_results_of_the_runs(small_runs):
    for row, run in zip(comparison_rows(small_runs), small_runs.values(), strict=True):
        losses = [loss_of_the_data(run, place) for place in range(len(run.history["epoch"]))]
        best = int(np.argmin(losses)) + 1
        assert row["lowest validation loss (nats)"] == pytest.approx(min(losses), abs=6e-4)
        assert row["penalty there (nats)"] == pytest.approx(run.history["val_loss"][best - 1] - min(losses), abs=6e-4)
        assert (row["penalty there (nats)"] > 0.01) == (row["network"] == "L2")
        assert row["best validation (%)"] == round(100 * max(run.history["val_accuracy"]), 1)
        assert row["last validation (%)"] == round(100 * run.history["val_accuracy"][-1], 1)
        assert row["test accuracy (%)"] == round(100 * run.test["accuracy"], 1)
        last = len(run.history["epoch"])
        assert row["overfits from epoch"] == best + 1 or (best == last and row["overfits from epoch"] is None)


def test_losses_of_the_table_have_three_decimals_and_accuracies_one(small_runs):
    table = written(pd.DataFrame(comparison_rows(small_runs)), 1, DECIMALS)
    shown = {column: table._display_funcs[(0, place)] for place, column in enumerate(table.columns)}
    for column, write in shown.items():
        if column.endswith("(nats)"):
            assert write(0.28) == "0.280"
        elif column.endswith("(%)") or column == "seconds":
            assert write(88.25).count(".") == 1
            assert len(write(88.25).split(".")[1]) == 1


def test_the_sentence_names_the_turn_and_the_gap_of_each_network(small_runs):
    sentence, gaps = findings(small_runs, "loss"), {}
    for name, run in small_runs.items():
        best = int(np.argmin([loss_of_the_data(run, place) for place in range(len(run.history["epoch"]))])) + 1
        assert f"{best} of {run.epochs_done:g} for **{name}**" in sentence
        penalties = run.penalties or {"loss": [0.0], "val_loss": [0.0]}
        gaps[name] = (run.history["val_loss"][-1] - penalties["val_loss"][-1]) - (
            run.history["loss"][-1] - penalties["loss"][-1]
        )
    assert f"{max(gaps.values()):.2f} nats for {max(gaps, key=gaps.get)}" in without_links(sentence)
    assert sentence.startswith(findings(small_runs, "accuracy"))
    assert "nats" not in findings(small_runs, "accuracy")


def test_early_stopping_is_described(small_runs):
    run = small_runs["stopped early"]
    assert run.epochs_done < 30
    assert run.restored_epoch == int(np.argmin(run.history["val_loss"])) + 1
    assert describe(run.experiment) == "8-1, 1,000 words, 500 reviews, batch 64, epochs 30, patience 2, best kept"
    assert describe(PRESETS["imdb-baseline"]) == "16-16-1"
