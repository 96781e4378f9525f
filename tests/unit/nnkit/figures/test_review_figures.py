"""Figures of the page on reviews, read back as the browser gets them."""

import re
from itertools import pairwise

import numpy as np
import pytest

from nnkit.figures import (
    alt_text,
    effects_by_rarity,
    multi_hot_map,
    overlaid_runs,
    probability_by_epoch,
    review_lengths,
    style,
    word_bars,
    word_frequencies,
)
from nnkit.figures.overlaid import MAX_RUNS
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure, sent

HTML_LIKE = "<b>$x$&%{y}"
WORDS = [f"w{index}" for index in range(1_000)]


def history(length=5, turn=2, val=True):
    """Return a history whose training loss always falls, its validation loss until epoch `turn`."""
    epochs = list(range(1, length + 1))
    val_loss = [0.3 + 0.05 * abs(epoch - turn) for epoch in epochs]
    return {
        "epoch": epochs,
        "loss": [1 / epoch for epoch in epochs],
        "accuracy": [1 - 0.3 / epoch for epoch in epochs],
        "val_loss": val_loss if val else [None] * length,
        "val_accuracy": [0.9 - loss / 10 for loss in val_loss] if val else [None] * length,
    }


RUNS = {"baseline": history(), HTML_LIKE: history(3, 1), "no validation": history(val=False)}
EVERY_FIGURE = LazyFigures(
    {
        "vector": lambda: multi_hot_map(np.array([1, 5, 999]), WORDS, 1_000),
        "lengths": lambda: review_lengths(np.array([10, 20, 30, 400]), np.array([0, 1, 1, 1])),
        "frequencies": lambda: word_frequencies(["the", "and", HTML_LIKE], np.array([100, 50, 30])),
        "no frequencies": lambda: word_frequencies(["the"], np.array([0])),
        "bars": lambda: word_bars(["good", HTML_LIKE], np.array([1.5, -0.5]), ["good: 1.5", HTML_LIKE]),
        "no bars": lambda: word_bars([], np.array([]), []),
        "epochs": lambda: probability_by_epoch([0, 1, 2.5], {"all words": np.array([0.5, 0.7, 0.9])}, 1),
        "rarity": lambda: effects_by_rarity(
            ["1–19", "20+"], [9, 8], np.array([0.1, 0.2]), np.array([0.4, 0.3]), ("one", "two")
        ),
        "no rarity": lambda: effects_by_rarity([], [], np.array([]), np.array([]), ("one", "two")),
        "losses": lambda: overlaid_runs(RUNS, "loss"),
        "accuracies": lambda: overlaid_runs(RUNS, "accuracy"),
        "validation losses": lambda: overlaid_runs(RUNS, "loss", validation_only=True),
        "no runs": lambda: overlaid_runs({}, "loss"),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_fits_both_themes_and_a_phone(name):
    figure = EVERY_FIGURE[name]
    check_figure(figure)
    layout = figure.layout
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_numeric_axis_has_a_title(name):
    layout = EVERY_FIGURE[name].layout
    assert layout.xaxis.title.text
    assert layout.yaxis.title.text or layout.yaxis.ticktext is not None


@pytest.mark.parametrize("name", ["frequencies", "bars", "losses", "accuracies"])
def test_text_from_outside_is_not_read_as_html(name):
    text = EVERY_FIGURE[name].to_json().replace("\\u003c", "<").replace("\\u0026", "&").replace("\\u003e", ">")
    data = re.sub(r'"meta".*', "", text)
    assert "<b>$x$" not in data
    assert "&lt;b&gt;$x$&amp;%{y}" in data


def test_escape_html_escapes_what_plotly_reads_and_nothing_else():
    assert style.escape_html('<i>don\'t & "go"</i>') == '&lt;i&gt;don\'t &amp; "go"&lt;/i&gt;'


def test_a_colour_with_opacity_keeps_its_hue():
    assert style.with_opacity("#ff8000", 0.5) == "rgba(255,128,0,0.5)"


# Reviews


@pytest.mark.parametrize("size", [1_000, 1_050, 10_000])
def test_the_vector_has_a_cell_for_every_index(size):
    indices = np.array([0, 7, size - 1])
    (trace,) = sent(multi_hot_map(indices, [f"w{index}" for index in range(size)], size))["data"]
    cells, names = np.array(trace["z"]).ravel(), np.array(trace["text"]).ravel()
    assert np.flatnonzero(cells == 1).tolist() == indices.tolist()
    assert np.isfinite(cells[:size]).all()
    assert np.isnan(cells[size:]).all()
    assert names[:size].tolist() == [f"w{index}" for index in range(size)]
    assert np.array(trace["customdata"]).ravel()[:size].tolist() == list(range(size))


def test_lengths_are_counted_by_label_and_the_last_bin_holds_the_longest():
    lengths, labels = np.r_[np.full(500, 100), np.full(499, 200), 9_000], np.r_[np.zeros(600), np.ones(400)]
    figure = sent(review_lengths(lengths, labels.astype(int)))
    counts = [np.array(trace["y"]) for trace in figure["data"]]
    assert [trace["name"] for trace in figure["data"]] == ["negative", "positive"]
    assert [count.sum() for count in counts] == [600, 400]
    assert sum(counts)[-1] >= 1
    assert figure["data"][0]["hovertext"][-1].endswith("words or more")
    bins = [int(text.split()[0].replace(",", "")) for text in figure["data"][0]["hovertext"]]
    assert max(bins) < 1_000
    place = np.searchsorted(bins, 100, side="right") - 1
    assert counts[0][place] == 500


def test_frequencies_are_logarithmic_and_leave_out_what_never_occurs():
    counts = np.r_[np.round(9_000 / np.arange(1, 2_001)).astype(int), np.zeros(3, int)]
    words = [f"w{rank}" for rank in range(1, len(counts) + 1)]
    figure = sent(word_frequencies(words, counts))
    line, zipf = figure["data"]
    assert figure["layout"]["xaxis"]["type"] == figure["layout"]["yaxis"]["type"] == "log"
    assert line["x"][0] == 1
    assert line["x"][-1] == 2_000
    assert len(line["x"]) <= 500
    assert [text.strip("“”") for text in line["text"]] == [f"w{rank}" for rank in line["x"]]
    assert np.array(line["y"]).tolist() == counts[np.array(line["x"]) - 1].tolist()
    assert np.array(zipf["x"]) * np.array(zipf["y"]) == pytest.approx([9_000, 9_000], rel=0.05)


# Words


def test_bars_stand_in_the_given_order_on_the_side_of_their_sign():
    figure = sent(word_bars(["7", "bad", "good"], np.array([2.0, -1.0, 0.5]), ["a", "b", "c"], 3.0, np.zeros(3)))
    bars, ticks = figure["data"]
    axis = figure["layout"]["yaxis"]
    assert list(axis["ticktext"]) == ["7", "bad", "good"]
    assert axis["range"][0] > axis["range"][1]
    assert [colour == style.BLUE for colour in bars["marker"]["color"]] == [True, False, True]
    assert figure["layout"]["xaxis"]["range"] == pytest.approx([-3.06, 3.06])
    assert np.array(ticks["x"]).tolist() == [0, 0, 0]
    assert "“7” has the largest effect towards positive (+2.00)" in figure["layout"]["meta"]["alt"]
    assert "“bad” has the largest effect towards negative (−1.00)" in figure["layout"]["meta"]["alt"]


def test_few_words_take_less_than_the_height():
    words = [f"word{number}" for number in range(20)]
    assert word_bars(words, np.ones(20), words, height=400).layout.height == 400
    assert word_bars(words[:3], np.ones(3), words[:3], height=400).layout.height < 200
    assert word_bars(words, np.ones(20), words, height=200).layout.height > 20 * 15, "names have a height of 15"


def test_a_side_without_words_takes_no_room():
    low, high = word_bars(["good"], np.array([2.0]), [""]).layout.xaxis.range
    assert low == 0
    assert high > 2
    low, high = word_bars(["bad"], np.array([-2.0]), [""]).layout.xaxis.range
    assert low < -2
    assert high == 0


def test_the_best_and_the_last_epoch_are_marked():
    curves = {"all words": np.array([0.5, 0.7, 0.9]), "without some": np.array([0.5, 0.4, 0.2])}
    traces = sent(probability_by_epoch([0, 2, 4], curves, 2))["data"]
    marks = {trace["name"]: (trace["x"], np.array(trace["y"]).tolist()) for trace in traces[2:]}
    assert marks == {
        "epoch 2: lowest validation loss": ([2], [pytest.approx(70)]),
        "epoch 4: last": ([4], [pytest.approx(90)]),
    }
    for best in (None, 4):
        names = [trace["name"] for trace in sent(probability_by_epoch([0, 2, 4], curves, best))["data"]]
        assert names == ["all words", "without some", "epoch 4: last"]


def test_growth_by_rarity_shows_its_factors():
    figure = EVERY_FIGURE["rarity"]
    assert list(figure.data[1].text) == ["×4.0", "×1.5"]
    assert "by a factor of 4.0" in alt_text(figure)
    assert figure.layout.xaxis.type == "category"


# Runs


@pytest.mark.parametrize("measure", ["loss", "accuracy"])
def test_one_legend_entry_stands_for_all_traces_of_a_run(measure):
    traces = sent(overlaid_runs({"one": history(5, 2), "two": history(8, 3)}, measure))["data"]
    for name, length, turn in (("one", 5, 2), ("two", 8, 3)):
        group = [trace for trace in traces if trace["legendgroup"] == name]
        assert [trace.get("showlegend") is not False for trace in group].count(True) == 1
        assert sum(trace.get("hoverinfo") != "skip" for trace in group) == 1
        solid, _, dashed, mark = group
        assert solid["line"].get("dash", "solid") == "solid"
        assert dashed["line"]["dash"] == "dash"
        assert len({solid["line"]["color"], dashed["line"]["color"], mark["marker"]["color"]}) == 1
        scale = 100 if measure == "accuracy" else 1
        expected = history(length, turn)
        assert np.array(solid["y"]) == pytest.approx(scale * np.array(expected[measure]))
        assert np.array(dashed["y"]) == pytest.approx(scale * np.array(expected[f"val_{measure}"]))
        assert np.array(dashed["customdata"]) == pytest.approx(np.array(solid["y"]))
        assert dashed["fill"] == "tonexty"
        assert np.array(mark["x"]).tolist() == [turn]
        assert np.array(mark["y"]) == pytest.approx([scale * expected[f"val_{measure}"][turn - 1]])


def test_validation_alone_has_a_dash_for_each_run_and_no_other_curves():
    figure = sent(overlaid_runs({"one": history(5, 2), "two": history(8, 3)}, "accuracy", validation_only=True))
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    assert [line["name"] for line in lines] == ["one", "two"]
    for line, length, turn in zip(lines, (5, 8), (2, 3), strict=True):
        assert np.array(line["y"]) == pytest.approx(100 * np.array(history(length, turn)["val_accuracy"]))
        assert "fill" not in line
    assert len({line["line"]["dash"] for line in lines}) == 2
    marks = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert [np.array(mark["x"]).tolist() for mark in marks] == [[2], [3]]
    assert figure["layout"]["yaxis"]["title"]["text"] == "validation accuracy (%)"
    assert "- - validation" not in figure["layout"]["legend"]["title"]["text"]


def test_the_gap_is_filled_to_the_trace_before():
    for before, trace in pairwise(sent(overlaid_runs(RUNS, "loss"))["data"]):
        if trace.get("fill") == "tonexty":
            assert before["legendgroup"] == trace["legendgroup"]
            assert np.array(before["x"]).tolist() == np.array(trace["x"]).tolist()
            assert np.array(before["y"]).tolist() == np.array(trace["customdata"]).tolist()


def test_runs_differ_in_colour_and_symbol_and_are_eight_at_most():
    runs = {f"run {number}": history() for number in range(MAX_RUNS)}
    marks = [trace["marker"] for trace in sent(overlaid_runs(runs, "loss"))["data"] if trace["mode"] == "markers"]
    assert MAX_RUNS == 8
    assert len({mark["color"] for mark in marks}) == len({mark["symbol"] for mark in marks}) == MAX_RUNS
    with pytest.raises(ValueError, match="up to 8"):
        overlaid_runs({**runs, "one more": history()}, "loss")


def test_runs_that_are_left_out_leave_the_others_their_colours():
    runs = {name: history() for name in ("one", "two", "three")}
    figure = overlaid_runs(runs, "loss", hidden=["two"])
    shown = {trace["name"]: trace["marker"] for trace in sent(figure)["data"] if trace["mode"] == "markers"}
    marks = {trace["name"]: trace["marker"] for trace in sent(overlaid_runs(runs, "loss"))["data"] if "marker" in trace}
    assert shown == {name: marks[name] for name in ("one", "three")}
    assert "two" not in alt_text(figure)


def test_runs_without_validation_or_without_an_epoch_are_drawn():
    empty = {key: [] for key in history()}
    traces = sent(overlaid_runs({"plain": history(val=False), "stopped": empty}, "loss"))["data"]
    assert [trace["name"] for trace in traces] == ["plain"]
    assert "No finished epoch" in overlaid_runs({"stopped": empty}, "loss").layout.annotations[0].text
    gaps = history()
    gaps["val_loss"][1] = gaps["val_accuracy"][1] = None
    *_, dashed, mark = sent(overlaid_runs({"gaps": gaps}, "accuracy"))["data"]
    assert np.array(dashed["x"]).tolist() == [1, 3, 4, 5]
    assert len(dashed["y"]) == len(dashed["customdata"]) == 4
    assert np.array(mark["x"]).tolist() in ([1], [3])
