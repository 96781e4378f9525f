"""Kept runs: how they get into the session, their page, and what a link and a file bring along."""

import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

from nnkit import Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Progress, Training
from nnkit.experiment import Table
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import InlineEngine, JobQueue, RunStore
from nnkit.jobs.budget import Budget
from nnkit.jobs.stored_run import StoredRun
from nnkit.reports.settings import SETTINGS
from nnkit.results.kept_file import Kept, read_kept, write_kept
from nnkit.results.kept_text import MAX_RUNS, Named, pack
from nnkit.results.score import score_of
from nnkit.results.settings import differing, settings_of
from pages.compare.change import POINTS
from pages.compare.results import NAME, RESULTS, in_order
from pages.compare.table import REMOVE, SHOW, as_csv
from tests.app.ui.test_reports import content_of
from tests.app.visitor import Part, Visitor
from tests.processes.trainings import run_of
from ui.kept.runs import KeptRun, KeptRuns
from ui.links.print_address import read_print_address
from ui.reports import ALL

WIDTHS = OPENINGS["overfitting/width"]
NAMED = [Named(f"{each.network.hidden[0]} *wide*", each) for each in WIDTHS]
ROWS = tuple((number / 7, 0.5, number % 2) for number in range(20))
SMALL = Experiment(Planar(points=20), Network((3,), "tanh"), Training("adam", 0.01, None, epochs=3))


def kept_of(visitor) -> KeptRuns:
    return visitor.app.session_state["kept.runs"]


def arrive(named) -> Visitor:
    """Follow a link to kept runs."""
    visitor = Visitor("compare")
    visitor.app.query_params["runs"] = pack(named)[0]
    return visitor.run()


def press(visitor, key):
    visitor.app.button(key=key).click()
    return visitor.run()


def edit(visitor, changed):
    (table,) = visitor.app.get("data_editor")
    state = {"edited_rows": changed, "added_rows": [], "deleted_rows": []}
    return visitor._send(table.proto.id, string_value=json.dumps(state))


def load(visitor, content):
    (key,) = [each.key for each in visitor.app.get("file_uploader")]
    visitor.app.get_by_key(key).set_value(("kept.zip", content, "application/zip"))
    return visitor.run()


def section():
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from nnkit.jobs import default_queue
    from ui.kept.keep import show_way_to_kept
    from ui.take_away import offer_to_take_away

    show_way_to_kept()
    openings = OPENINGS["overfitting/width"][: st.session_state["count"]]
    names = [f"{each.network.hidden[0]} units" for each in openings]
    offer_to_take_away("part", [default_queue().find(each) for each in openings], names)


def press_in_dialog(part, key):
    """Press a button of the open dialog. A browser has the dialog alone drawn again; here the whole script runs."""
    part.app.button(key="part.keep").click()
    part.press(key)


def test_a_run_beside_its_code_is_kept_under_the_name_that_its_reader_writes():
    part = Part(section, count=1)
    part.press("part.keep")
    (name,) = part.app.text_input
    assert name.value == "Moons, 1 unit"
    name.set_value("The <b>narrow</b> one")
    press_in_dialog(part, "part.keep.one")
    (item,) = kept_of(part).items
    assert (item.name, item.experiment) == ("The <b>narrow</b> one", WIDTHS[0])
    assert item.run.weights
    assert part.app.button(key="kept.open").label == "Kept (1)"
    part.press("part.keep")
    press_in_dialog(part, "part.keep.one")
    assert part.says("You have kept this run already, as “The <b>narrow</b> one”.")
    assert len(kept_of(part).items) == 1


def test_all_networks_of_a_section_are_kept_at_once_and_no_more_than_there_is_room_for():
    part = Part(section, count=5)
    part.press("part.keep")
    press_in_dialog(part, "part.keep.all")
    assert [item.experiment for item in kept_of(part).items] == list(WIDTHS)
    full = KeptRuns()
    for seed in range(MAX_RUNS):
        full.keep("a run", replace(SMALL, training=replace(SMALL.training, seed=seed)))
    part.app.session_state["kept.runs"] = full
    part.run().press("part.keep")
    press_in_dialog(part, "part.keep.one")
    assert part.says("You can keep 50 runs. Remove one first.")
    assert len(full.items) == MAX_RUNS


def test_without_kept_runs_the_page_says_how_to_keep_one():
    visitor = Visitor("compare").run()
    assert visitor.says("You have kept no run yet.")
    assert not visitor.figures


def test_a_link_brings_the_settings_and_the_store_has_the_results():
    visitor = arrive(NAMED)
    assert visitor.says("The link has brought the settings of 5 runs.")
    assert "runs" not in visitor.app.query_params
    items = kept_of(visitor).items
    assert [item.named for item in items] == NAMED
    assert all(item.run is not None for item in items)
    drawn = {trace["name"] for trace in visitor.figures["curves"][0]["data"]}
    assert drawn == {each.name for each in NAMED}
    edit(visitor, {"0": {"show": True}})
    assert not visitor.says("The link has brought")
    press(visitor, "link.open")
    (link,) = [code.value for code in visitor.app.code if "runs=" in code.value]
    assert len(link) < 3_000
    other = Visitor("compare")
    other.app.query_params["runs"] = link.partition("runs=")[2].replace("%3D", "=")
    assert [item.named for item in kept_of(other.run()).items] == NAMED


@pytest.mark.parametrize("text", ["nonsense", "x" * 300_000, "<script>", "%00"])
def test_an_address_that_names_no_runs_is_a_sentence(text):
    visitor = Visitor("compare")
    visitor.app.query_params["runs"] = text
    assert visitor.run().says("The app did not understand which runs this address names.")
    assert kept_of(visitor).items == []


def test_the_table_renames_hides_removes_and_brings_back():
    visitor = arrive(NAMED)
    edit(visitor, {"0": {"show": False}, "1": {"name": "The [second](x)"}, "2": {"remove": True}})
    visitor.run()
    assert [item.name for item in kept_of(visitor).items] == [
        NAMED[0].name,
        "The [second](x)",
        *(each.name for each in NAMED[3:]),
    ]
    drawn = {trace["name"] for trace in visitor.figures["curves"][0]["data"]}
    assert drawn == {"The [second](x)", NAMED[3].name, NAMED[4].name}
    edit(visitor, {"0": {"name": "  "}})
    assert kept_of(visitor).items[0].name == NAMED[0].name
    assert visitor.says("A name has 1 to 60 characters.")
    press(visitor, "compare.undo")
    assert len(kept_of(visitor).items) == 5


def test_no_two_columns_have_one_name():
    names = [*SETTINGS.values(), *RESULTS, SHOW, NAME, REMOVE]
    assert len(set(names)) == len(names)


def items_of(shared_queue, experiments=WIDTHS):
    return [KeptRun(Named(f"run {place}", each), shared_queue.find(each)) for place, each in enumerate(experiments)]


def test_runs_are_sorted_by_name_and_by_results(shared_queue):
    items = items_of(shared_queue)
    items.append(KeptRun(Named("A run without a result", SMALL)))
    assert in_order(items, "name")[0] is items[-1]
    by_accuracy = in_order(items, "test accuracy (%)")
    assert by_accuracy[-1] is items[-1]
    accuracies = [score_of(item.run).accuracy for item in by_accuracy[:-1]]
    assert accuracies == sorted(accuracies, reverse=True)
    losses = [score_of(item.run).loss for item in in_order(items, "test loss")[:-1]]
    assert losses == sorted(losses)
    assert in_order(items, "when you kept them") == items


def test_the_csv_has_all_settings_and_results(shared_queue):
    items = items_of(shared_queue)
    items[0].named = Named('=HYPERLINK("x")', WIDTHS[0])
    table = pd.read_csv(io.StringIO(as_csv(items)))
    assert table["name"][0] == '\'=HYPERLINK("x")'
    assert table["hidden units"].tolist() == [1, 3, 5, 20, 50]
    assert table["learning rate"].tolist() == [WIDTHS[0].training.learning_rate] * 5
    assert table["test accuracy (%)"].tolist() == pytest.approx([100 * item.run.test["accuracy"] for item in items])
    best = [min(loss for loss in item.run.data_history["val_loss"]) for item in items]
    assert table["lowest validation loss"].tolist() == pytest.approx(best)


def test_a_report_and_a_view_to_print_have_the_runs_that_are_shown(shared_queue):
    visitor = arrive([Named(f"number {number}", each) for number, each in enumerate(WIDTHS)])
    edit(visitor, {1: {"show": False}})
    visitor.unfold("Report")
    assert visitor.app.get_by_key("compare.report.network").options == [ALL, *(f"number {n}" for n in (0, 2, 3, 4))]
    (link,) = [each.proto.url for each in visitor.app.get("link_button")]
    title, (chapter,) = read_print_address(link.partition("=")[2])
    assert (title, chapter.title, chapter.link) == ("Kept runs", "Kept runs", "")
    assert list(chapter.experiments.values()) == [WIDTHS[place] for place in (0, 2, 3, 4)]


def test_seeds_alone_give_mean_and_spread():
    """Of the forty networks on XOR, ten each differ in their seeds only."""
    xor = OPENINGS["history/hidden"][:20]
    visitor = arrive([Named(f"{each.network.hidden[0]}, {each.training.seed}", each) for each in xor])
    (table,) = [each.value for each in visitor.app.dataframe if "runs" in getattr(each.value, "columns", ())]
    assert table["name of the first"].tolist() == ["2, 0", "3, 0"]
    assert table["runs"].tolist() == [10, 10]
    accuracies = [100 * item.run.test["accuracy"] for item in kept_of(visitor).items[:10]]
    mean, deviation = np.mean(accuracies), np.std(accuracies, ddof=1)
    assert table["test accuracy (%)"][0].startswith(f"{mean:.1f} ± {deviation:.1f} (")
    assert visitor.says("The figure has room for 8 runs and shows the first 8 of the 20")


def test_regressions_are_compared_with_each_other_alone():
    curves = OPENINGS["fundamentals/approximation"][:2]
    visitor = arrive([*NAMED[:2], *(Named(f"curve {each.network.hidden[0]}", each) for each in curves)])
    assert "nats" in visitor.figures["curves"][0]["layout"]["yaxis"]["title"]["text"]
    visitor.choose(kind="Predict numbers")
    figure, alt = visitor.figures["curves"]
    assert {trace["name"] for trace in figure["data"]} == {"curve 1", "curve 2"}
    assert figure["layout"]["yaxis"]["title"]["text"] == "mean squared error without penalty"
    assert "nan" not in alt
    assert isinstance(kept_of(visitor).items[-1].experiment.data, Curve)


def test_one_thing_is_changed_with_the_same_seed_and_what_changed_is_bold():
    visitor = arrive([Named("small", SMALL)])
    press(visitor, "compare.train")  # the store does not have it
    assert kept_of(visitor).items[0].run is not None
    visitor.choose(view="Change one thing")
    assert visitor.app.button(key="compare.copy").disabled
    (field,) = visitor.app.number_input
    field.set_value(0.25)
    visitor.run()
    press(visitor, "compare.copy")
    base, copy = kept_of(visitor).items
    assert copy.experiment == replace(SMALL, training=replace(SMALL.training, learning_rate=0.25))
    assert copy.run.history != base.run.history
    begin, other = base.run.snapshots[0].weights, copy.run.snapshots[0].weights
    assert all(map(np.array_equal, begin, other))
    assert copy.name == "small, learning rate 0.25"
    assert visitor.says("| **learning rate** | **0.01** | **0.25** |")
    (table,) = [text for text in visitor.texts("markdown") if "| This run | The other |" in text]
    assert table.count("**") == 6
    assert f"| test accuracy (%) | {100 * base.run.test['accuracy']:.1f} |" in table


def test_a_long_training_is_asked_about_first(use_queue):
    def train(experiment, on_progress, should_stop):
        on_progress(Progress(experiment, 1, 0.0))
        return replace(run_of(experiment), epochs_done=experiment.training.epochs)

    use_queue(JobQueue(InlineEngine(), RunStore(None), train=train, budget=Budget(0.0, 0.0)))
    long = replace(SMALL, training=replace(SMALL.training, epochs=500))
    visitor = press(arrive([Named("short", SMALL), Named("long", SMALL)]), "compare.train")  # its time is not known yet
    assert all(item.run is not None for item in kept_of(visitor).items)
    kept_of(visitor).keep("longer", long)
    press(visitor.run(), "compare.train")
    assert visitor.says("These settings take about")
    assert kept_of(visitor).items[2].run is None
    press(visitor, "compare.agree")
    assert kept_of(visitor).items[2].run is not None
    assert not visitor.says("These settings take about")


def test_a_copy_trains_after_what_is_under_way(stuck_queue):
    visitor = press(arrive([Named("small", SMALL)]), "compare.train")
    visitor.choose(view="Change one thing")
    visitor.app.number_input[0].set_value(0.25)
    press(visitor.run(), "compare.copy")
    copy = kept_of(visitor).items[1].experiment
    assert visitor.jobs[0].experiments == (SMALL, copy)


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("network.hidden", "4, 2", (4, 2)),
        ("network.hidden", "", ()),
        ("network.activation", "relu", "relu"),
        ("data.features", ["x1"], ("x1",)),
        ("data.shape", "circles", "circles"),
        ("training.patience", 3, 3),
        ("training.restore_best", True, True),
        ("training.seed", 7, 7),
    ],
)
def test_every_kind_of_setting_has_a_field(setting, value, expected, stuck_queue):
    visitor = Visitor("compare", view="Change one thing")
    visitor.app.session_state["kept.runs"] = kept = KeptRuns()
    visitor.app.session_state["compare.setting"] = setting
    kept.keep("small", SMALL)
    visitor.run()
    visitor.app.get_by_key(f"compare.value.{setting}.small").set_value(value)
    press(visitor.run(), "compare.copy")
    copy = kept.items[-1].experiment
    part, field = setting.split(".")
    assert getattr(getattr(copy, part), field) == expected
    assert differing([SMALL, copy]) == [setting]
    assert visitor.jobs[0].experiments == (copy,)


@pytest.mark.parametrize("data", [Mnist(), Imdb(), Groups(), Curve(), Table(ROWS)], ids=lambda data: data.name)
def test_each_setting_of_each_kind_of_data_can_be_chosen(data, stuck_queue):
    experiment = Experiment(data, Network(), Training())
    visitor = Visitor("compare", view="Change one thing")
    visitor.app.session_state["kept.runs"] = kept = KeptRuns()
    kept.keep("a run", experiment)
    visitor.run()
    (menu,) = [each for each in visitor.app.selectbox if each.key == "compare.setting"]
    own = [name for name in settings_of(experiment) if name.startswith("data.") and name not in POINTS]
    assert [option for option in menu.options if option in map(SETTINGS.get, own)] == [SETTINGS[name] for name in own]
    for name in own:
        visitor.app.get_by_key("compare.setting").set_value(name)
        visitor.run()
        assert visitor.app.get_by_key(f"compare.value.{name}.a run").label == "New value"
        assert visitor.app.button(key="compare.copy").disabled


def test_a_value_that_is_not_allowed_is_a_sentence():
    visitor = Visitor("compare", view="Change one thing")
    visitor.app.session_state["kept.runs"] = kept = KeptRuns()
    visitor.app.session_state["compare.setting"] = "network.hidden"
    kept.keep("small", SMALL)
    visitor.run()
    for text in ("0", "1, 2, 3, 4, 5, 6, 7", "<b>", "5 x"):
        visitor.app.get_by_key("compare.value.network.hidden.small").set_value(text)
        visitor.run()
        assert visitor.app.error[0].value.startswith("This value can't be used.")
        assert "compare.copy" not in {button.key for button in visitor.app.button}


def test_a_file_brings_results_that_nobody_else_finds(shared_queue):
    author, forged = arrive(NAMED[:2]), replace(SMALL, training=replace(SMALL.training, seed=12))
    result = replace(run_of(forged), outcome="diverged")
    saved = [Kept(item.named, item.run) for item in kept_of(author).items]
    content, _ = write_kept([*saved, Kept(Named("forged", forged), result)])
    reader = load(Visitor("compare").run(), content)
    assert reader.says("The file has brought 3 runs that you did not have.")
    items = kept_of(reader).items
    assert [item.name for item in items] == [NAMED[0].name, NAMED[1].name, "forged"]
    assert items[2].run.outcome == "diverged"
    assert isinstance(items[2].run, StoredRun)
    assert items[2].run.held is None
    assert shared_queue.find(forged) is None
    again = load(reader, content)
    assert again.says("The file has brought 0 runs that you did not have.")
    assert len(kept_of(again).items) == 3
    assert [each.named for each in read_kept(content)] == [item.named for item in items]


@pytest.mark.parametrize(
    "content", [b"", b"x" * 1_000, b"PK\x05\x06" + bytes(18)], ids=["empty", "no zip", "no members"]
)
def test_a_file_that_is_none_of_ours_is_a_sentence_and_nothing_is_lost(content):
    visitor = load(arrive(NAMED[:2]), content)
    assert visitor.says("This file can't be used: not a file of kept runs")
    assert visitor.says("Your kept runs are as they were. Expected is a file")
    assert [item.named for item in kept_of(visitor).items] == NAMED[:2]


def test_the_comparison_can_be_taken_away_as_a_report(monkeypatch, shared_queue):
    hostile = Named("<img src=x onerror=alert(1)>", WIDTHS[0])
    visitor = arrive([hostile, *NAMED[1:]])
    brought = [Kept(item.named, item.run) for item in kept_of(visitor).items]
    reader = load(Visitor("compare").run(), write_kept(brought)[0]).unfold("Report")
    text = content_of(reader, "report.html", monkeypatch)
    assert "<h1>Kept runs</h1>" in text
    assert "<img" not in text
    for each in NAMED[1:]:
        assert f"<th>{each.name}</th>" in text


def test_what_a_tab_has_stored_comes_back_once():
    visitor = Visitor("compare").run()
    (storage,) = [
        each for each in visitor.app.get("bidi_component") if each.proto.component_name.endswith("tab_storage")
    ]
    assert not kept_of(visitor).heard
    for named in (NAMED[:2], NAMED[2:]):
        events = json.dumps([{"event": "stored", "value": pack(named)[0]}])
        visitor._send(f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{storage.proto.id}__events", json_trigger_value=events)
    assert [item.named for item in kept_of(visitor).items] == NAMED[:2]
    assert kept_of(visitor).heard
