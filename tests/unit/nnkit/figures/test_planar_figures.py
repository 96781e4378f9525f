"""Figures of the page on under- and overfitting, read back as the browser gets them."""

import json
import re
from itertools import combinations

import numpy as np
import pytest

from nnkit import Planar
from nnkit.experiment import Table
from nnkit.figures import (
    PlaneNames,
    Points,
    accuracy_by_width,
    accuracy_strip,
    agreement_map,
    alt_text,
    band_curves,
    decision_map,
    loss_by_width,
    loss_parts,
    names_of,
    overlaid_curves,
    point_plot,
    style,
    weight_histograms,
)
from nnkit.results.grid import Grid
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure, longest_list_of_numbers, sent

GRID = Grid(np.array([0, 1, 2], np.float32), np.array([-1, 0, 1], np.float32))
TRAIN = Points(np.array([[0.5, 0.5], [1.5, -0.5], [1.0, 0.0]]), np.array([0, 1, 1]))
VALIDATION = Points(np.array([[0.25, 0.0], [1.75, 0.5]]), np.array([0, 1]))
# Class 1 is more probable on the right: for the network from x1 = 1 on, in truth only at x1 = 2.
NETWORK = np.array([[0.0, 0.5, 1.0]] * 3)
TRUTH = np.array([[0.1, 0.4, 0.9]] * 3)
LONG = np.arange(1, 101)
NAN = float("nan")

EVERY_FIGURE = LazyFigures(
    {
        "points": lambda: point_plot(TRAIN, VALIDATION, (GRID.x1, GRID.x2, TRUTH)),
        "only points": lambda: point_plot(TRAIN),
        "compact map": lambda: decision_map(
            GRID, NETWORK, TRAIN, VALIDATION, TRUTH, "2 units<br>training 100.0\u00a0%"
        ),
        "map": lambda: decision_map(GRID, NETWORK, TRAIN, height=400),
        "votes": lambda: agreement_map(GRID, NETWORK, TRAIN, 10, TRUTH),
        "accuracies": lambda: accuracy_by_width([1, 3], [0.8, 0.9], [0.75, 0.7], 0.85),
        "losses": lambda: loss_by_width([1], [0.5], [0.6]),
        "no widths": lambda: loss_by_width([1, 3], [None, None], [None, None]),
        "curves": lambda: overlaid_curves(LONG, {"nothing": 1 / LONG, "L1": 2 / LONG}, "loss"),
        "no curves": lambda: overlaid_curves([1, 2], {"nothing": [None, None], "L1": [None, None]}, "accuracy", 0.9),
        "bands": lambda: band_curves(LONG, np.tile(1 / LONG, (3, 1)), np.tile(2 / LONG, (3, 1)), "accuracy", 0.9),
        "no bands": lambda: band_curves([1, 2], np.full((2, 2), NAN), np.full((2, 2), NAN), "loss"),
        "runs": lambda: accuracy_strip([0.9, 0.8], [0.7, 0.75], ["seed 0", "seed 1"], 0.85),
        "one failed run": lambda: accuracy_strip([None], [None], ["seed 0"]),
        "weights": lambda: weight_histograms({"nothing": np.linspace(-1, 1, 50), "L1": np.zeros(50)}),
        "no weights": lambda: weight_histograms({"nothing": np.zeros(4), "L1": np.array([])}),
        "parts": lambda: loss_parts({"nothing": (0.3, 0.0), "L2": (0.3, 0.05)}),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_fits_both_themes_and_a_phone(name):
    check_figure(EVERY_FIGURE[name])


@pytest.mark.parametrize("name", sorted(set(EVERY_FIGURE) - {"compact map"}))
def test_every_numeric_axis_has_a_title(name):
    layout = EVERY_FIGURE[name].layout
    assert layout.xaxis.title.text
    assert layout.yaxis.title.text or name in ("runs", "one failed run", "parts")  # their rows have names


def test_variants_differ_in_colour_and_in_dash():
    for (one, another), (dash, other_dash) in zip(
        combinations((style.BEST, *style.VARIANTS), 2), combinations(("dot", *style.DASHES), 2), strict=True
    ):
        assert one != another
        assert dash != other_dash


# Points and maps


def traces_of(figure, name):
    return [trace for trace in sent(figure)["data"] if trace.get("name") == name]


def test_classes_of_points_differ_in_colour_and_symbol():
    figure = point_plot(TRAIN, names=PlaneNames(("age", "weight"), ("well", "ill")))
    (well,), (ill,) = traces_of(figure, "class well"), traces_of(figure, "class ill")
    np.testing.assert_array_equal(np.stack([well["x"], well["y"]], 1), [[0.5, 0.5]])
    np.testing.assert_array_equal(np.stack([ill["x"], ill["y"]], 1), [[1.5, -0.5], [1, 0]])
    assert well["marker"]["color"] != ill["marker"]["color"]
    assert well["marker"]["symbol"] != ill["marker"]["symbol"]
    assert ill["hovertemplate"].startswith("training point of class ill<br>age = %{x:.2f}, weight = %{y:.2f}")
    assert alt_text(figure) == "3 training points: 1 of class well and 2 of class ill."


OWN = Table(
    tuple((float(row), row % 3, row % 2) for row in range(30)),
    columns=("<b>höhe</b>", "x2"),
    labels=("a & b", "%{x} of a very long label"),
)


def test_own_points_carry_the_names_of_their_columns_and_labels():
    names = names_of(OWN)
    assert names.axes == ("&lt;b&gt;höhe&lt;/b&gt; (scaled)", "x2 (scaled)")
    assert names.classes == ("0 (a &amp; b)", "1 (% {x} of a very long…)")
    assert names_of(Planar()) == PlaneNames()
    for figure in (
        point_plot(TRAIN, names=names),
        decision_map(GRID, NETWORK, TRAIN, height=400, names=names),
        agreement_map(GRID, NETWORK, TRAIN, 10, names=names),
    ):
        layout = sent(figure)["layout"]
        assert (layout["xaxis"]["title"]["text"], layout["yaxis"]["title"]["text"]) == names.axes
        assert traces_of(figure, "class 0 (a &amp; b)")


@pytest.mark.parametrize(("lowest", "highest", "drawn"), [(0.4, 0.6, True), (0.5, 0.5, False), (0.6, 0.9, False)])
def test_the_legend_names_a_boundary_only_where_one_is_drawn(lowest, highest, drawn):
    answers = np.linspace(lowest, highest, NETWORK.size).reshape(NETWORK.shape)
    for bayes in (None, NETWORK):
        legend = sent(decision_map(GRID, answers, TRAIN, height=400, bayes_map=bayes))["layout"]["legend"]
        text = json.dumps(legend, ensure_ascii=False)
        assert ("network's boundary" in text) == drawn
        assert ("best possible boundary" in text) == (bayes is not None)


def test_one_click_in_the_legend_shows_the_validation_points():
    first, second = traces_of(point_plot(TRAIN, VALIDATION), "validation points (click)")
    assert first["visible"] == second["visible"] == "legendonly"
    assert (first["showlegend"], second["showlegend"]) == (True, False)
    assert first["legendgroup"] == second["legendgroup"]
    assert (list(first["x"]), list(second["x"])) == ([0.25], [1.75])


def test_points_may_be_a_plain_pair_with_only_one_class():
    figure = point_plot((np.zeros((2, 2)), np.zeros(2, int)))
    assert alt_text(figure) == "2 training points: 2 of class 0 and 0 of class 1."


@pytest.mark.parametrize("name", ["points", "compact map", "map", "votes"])
def test_axes_have_one_scale_and_neither_zoom_nor_pan(name):
    layout = EVERY_FIGURE[name].layout
    assert layout.xaxis.range == (0, 2)
    assert layout.yaxis.range == (-1, 1)
    assert layout.yaxis.scaleanchor == "x"
    assert (layout.xaxis.constrain, layout.yaxis.constrain) == ("domain", "domain")
    assert (layout.xaxis.fixedrange, layout.yaxis.fixedrange) == (True, True)


def test_the_best_possible_boundary_is_the_line_where_the_truth_is_one_half():
    for name in ("points", "compact map", "votes"):
        (line,) = [
            trace for trace in EVERY_FIGURE.sent(name)["data"] if trace.get("contours", {}).get("coloring") == "none"
        ]
        np.testing.assert_array_equal(line["z"], [[10, 40, 90]] * 3)
        assert (line["contours"]["start"], line["contours"]["end"]) == (50, 50)
        assert line["line"]["dash"] == "dot"


def test_a_decision_map_shades_in_whole_percents_with_a_line_at_one_half():
    figure = decision_map(GRID, np.array([[0.004, 0.006, 1]] * 3), TRAIN)
    shading = sent(figure)["data"][0]
    assert shading["z"].dtype == np.uint8
    np.testing.assert_array_equal(shading["z"], [[0, 1, 100]] * 3)
    np.testing.assert_array_equal(shading["x"], GRID.x1)
    np.testing.assert_array_equal(shading["y"], GRID.x2)
    assert shading["contours"] == {"start": 50, "end": 50, "size": 1, "coloring": "heatmap"}
    assert (shading["zmin"], shading["zmax"]) == (0, 100)


def test_a_decision_maps_alternative_text_says_how_much_of_the_plane_is_right():
    title = "<b>2 units</b><br>training 100.0\u00a0%"
    assert alt_text(decision_map(GRID, NETWORK, TRAIN, None, TRUTH, title)) == (
        "Decision map (2 units, training 100.0\u00a0%): the answer is class 1 on 67\u00a0% of the plane. It is the "
        "best possible answer on 67\u00a0% of the plane."
    )
    assert alt_text(EVERY_FIGURE["map"]) == "Decision map: the answer is class 1 on 67\u00a0% of the plane."


def test_a_compact_map_breaks_its_title_and_has_neither_legend_nor_axis_titles():
    figure = decision_map(
        GRID, NETWORK, TRAIN, title="20 units<br>training 85.5\u00a0%, validation 82.0\u00a0%, test 80.0\u00a0%"
    )
    layout = figure.layout
    assert [text.text for text in layout.annotations] == [
        "20 units<br>training 85.5\u00a0%, validation 82.0\u00a0%,<br>test 80.0\u00a0%"
    ]
    assert layout.showlegend is False
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == (None, None)
    # In a column of 210 px, the plot is nearly square.
    margin = layout.margin
    two_lines = decision_map(
        GRID, NETWORK, TRAIN, title="20 units<br>training 85.5\u00a0%, validation 82.0\u00a0%"
    ).layout
    assert 0 <= two_lines.height - two_lines.margin.t - two_lines.margin.b - (210 - margin.l - margin.r) <= 20


def test_a_full_map_has_its_title_above_the_legend():
    figure = decision_map(GRID, NETWORK, TRAIN, VALIDATION, TRUTH, "20 units", height=400)
    assert figure.layout.legend.title.text.startswith("20 units<br>")
    assert "best possible" in figure.layout.legend.title.text
    assert {trace["visible"] for trace in traces_of(figure, "validation points (click)")} == {"legendonly"}


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_maps_of_one_value_are_drawn(value):
    same = np.full((3, 3), value)
    np.testing.assert_array_equal(sent(decision_map(GRID, same, TRAIN, None, same))["data"][0]["z"], 100 * same)
    np.testing.assert_array_equal(sent(agreement_map(GRID, same, TRAIN, 2, same))["data"][0]["z"], 2 * same)


def test_an_agreement_map_counts_votes():
    votes = np.array([[0, 0.1, 0.5], [0.3, 0.7, 1], [1, 1, 1]])
    figure = agreement_map(GRID, votes, TRAIN, networks=10)
    bands = sent(figure)["data"][0]
    np.testing.assert_array_equal(bands["z"], [[0, 1, 5], [3, 7, 10], [10, 10, 10]])
    assert (bands["contours"]["start"], bands["contours"]["end"]) == (0.5, 9.5)  # a band for every count
    assert bands["hovertemplate"].startswith("%{z} of 10 networks answer class 1")
    assert alt_text(figure) == (
        "On 56\u00a0% of the plane, all 10 networks give the same answer. On 33\u00a0% of the plane, at least "
        "30\u00a0% of them disagree with the others."
    )


def test_a_decision_map_is_small_enough_to_send_five():
    random, side = np.random.default_rng(0), np.linspace(0, 1, 64, dtype=np.float32)
    points = Points(random.normal(size=(200, 2)), random.integers(0, 2, 200))
    many = Points(random.normal(size=(1000, 2)), random.integers(0, 2, 1000))
    maps = random.random((2, 64, 64))
    figure = decision_map(Grid(side, side), maps[0], points, many, maps[1], "20 units")
    assert len(figure.to_json()) <= 60_000


# Widths


def test_widths_are_evenly_spaced_in_ascending_order():
    figure = accuracy_by_width([50, 1, 3], [0.99, 0.8, 0.9], [0.7, 0.75, None], best_possible=0.85)
    training, validation = sent(figure)["data"]
    assert training["x"] == validation["x"] == ["1", "3", "50"]
    assert figure.layout.xaxis.type == "category"
    np.testing.assert_allclose(training["y"], [80, 90, 99])
    np.testing.assert_allclose(validation["y"], [75, NAN, 70])
    np.testing.assert_allclose(validation["customdata"], [5, NAN, 29], rtol=1e-6)
    assert (training["line"]["dash"], validation["line"]["dash"]) == ("solid", "dash")
    assert (training["line"]["color"], validation["line"]["color"]) == (style.TRAINING, style.VALIDATION)
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1) == (85, 85)
    assert "best possible on new points: 85.0\u00a0%" in figure.layout.legend.title.text
    assert alt_text(figure) == (
        "The training accuracy is 80.0\u00a0% at width 1 and 99.0\u00a0% at width 50. The validation accuracy is best "
        "at width 1: 75.0\u00a0%. The gap between both is largest at width 50: 29 percentage points."
    )


def test_losses_by_width_are_in_nats():
    figure = loss_by_width([1, 3], [0.5, 0.25], [0.625, 0.5])
    training, validation = sent(figure)["data"]
    np.testing.assert_array_equal(training["y"], [0.5, 0.25])
    np.testing.assert_array_equal(validation["y"], [0.625, 0.5])
    assert not figure.layout.shapes
    assert alt_text(figure).endswith("is best at width 3: 0.5. The gap between both is largest at width 3: 0.25 nats.")


# Curves


def test_every_variant_has_a_curve_with_its_own_look():
    figure = overlaid_curves([1, 2], {"nothing": [0.5, 0.75], "L1": [0.6, None]}, "accuracy", 0.8)
    nothing, l1 = sent(figure)["data"]
    np.testing.assert_allclose(nothing["y"], [50, 75])
    np.testing.assert_allclose(l1["y"], [60, NAN])
    assert nothing["line"] != l1["line"]
    assert alt_text(figure) == (
        "Last validation accuracy of each training, after up to 2 epochs: nothing 75.0\u00a0% (best 75.0\u00a0%), "
        "L1 60.0\u00a0% (best 60.0\u00a0%)."
    )


@pytest.mark.parametrize("name", ["no curves", "no bands"])
def test_curves_without_values_say_so(name):
    assert "No finished epoch" in EVERY_FIGURE[name].layout.annotations[0].text
    assert re.match("No .* to show", alt_text(EVERY_FIGURE[name]))


def test_the_range_of_a_long_training_leaves_out_only_the_first_steps():
    values = np.r_[5.0, np.linspace(0.4, 0.3, 199)]
    low, high = overlaid_curves(np.arange(200), {"nothing": values}, "loss").layout.yaxis.range
    assert low < 0.3 < 0.4 < high < 0.6
    low, high = overlaid_curves(np.arange(200), {"nothing": 1 - values / 5}, "accuracy", 0.99).layout.yaxis.range
    assert 85 < low < 92 < 99 < high
    assert overlaid_curves([1, 2], {"nothing": [5, 0.4]}, "loss").layout.yaxis.range is None


def test_bands_reach_from_the_lowest_to_the_highest_run_that_has_not_ended():
    training = np.array([[0.5, 0.75, NAN], [1.0, 0.25, NAN]])
    validation = np.array([[0.5, NAN, NAN], [0.7, 0.6, 0.5]])
    figure = band_curves([1, 2, 3], training, validation, "accuracy", best_possible=0.8)
    low, high, mean, low_validation, _, mean_validation = sent(figure)["data"]
    np.testing.assert_allclose(low["y"], [50, 25])
    np.testing.assert_allclose(high["y"], [100, 75])
    np.testing.assert_allclose(mean["y"], [75, 50])
    assert high["fill"] == "tonexty"
    np.testing.assert_allclose(low_validation["x"], [1, 2, 3])
    np.testing.assert_allclose(mean_validation["y"], [60, 60, 50], rtol=1e-6)
    np.testing.assert_allclose(mean_validation["customdata"], [[50, 70, 2], [60, 60, 1], [50, 50, 1]], rtol=1e-6)
    assert alt_text(figure) == (
        "2 runs over 3 epochs. At the end, the training accuracy is 50.0\u00a0% on average, from 25.0\u00a0% to "
        "75.0\u00a0%. At the end, the validation accuracy is 50.0\u00a0% on average, from 50.0\u00a0% to 50.0\u00a0%."
    )


def test_each_run_has_a_row_with_its_two_accuracies_joined():
    figure = EVERY_FIGURE["runs"]
    joined, training, validation = sent(figure)["data"]
    np.testing.assert_allclose(joined["x"], [90, 70, NAN, 80, 75, NAN])
    np.testing.assert_array_equal(joined["y"], [0, 0, 0, 1, 1, 1])
    np.testing.assert_allclose(training["x"], [90, 80])
    np.testing.assert_allclose(validation["x"], [70, 75])
    assert figure.layout.yaxis.ticktext == ("seed 0", "seed 1")
    assert figure.layout.shapes[0].x0 == 85
    assert alt_text(figure) == (
        "The training accuracy goes from 80.0\u00a0% to 90.0\u00a0% (runs: 2). The validation accuracy goes from "
        "70.0\u00a0% to 75.0\u00a0% (runs: 2)."
    )


# Weights and losses


def test_weights_are_counted_in_common_bins_with_zero_in_the_middle():
    weights = {"nothing": np.array([-0.41, 0.41, 0.2, 0.0]), "L1": np.zeros(40)}
    nothing, l1 = sent(weight_histograms(weights))["data"]
    assert nothing["y"].sum() == 4
    assert l1["y"].sum() == l1["y"].max() == 40
    assert l1["x"][l1["y"].argmax()] == pytest.approx(0, abs=1e-6)
    np.testing.assert_array_equal(nothing["x"], l1["x"])
    assert (nothing["y"][0], nothing["y"][-1]) == (0, 0)  # outlines end on the axis
    assert nothing["line"]["shape"] == "hvh"
    assert (
        alt_text(weight_histograms(weights))
        == "Share of weights within ±0.01 of 0: nothing: 25\u00a0%, L1: 100\u00a0%."
    )


def test_the_outermost_bins_count_the_few_larger_weights():
    weights = np.r_[np.linspace(-1, 1, 200), 50, -70]
    (outline,) = sent(weight_histograms({"nothing": weights}))["data"]
    assert outline["y"].sum() == 202
    assert outline["x"].max() < 2
    low, high = outline["text"][1], outline["text"][-2]
    assert low.startswith("below −0.9")
    assert high.startswith("above 0.9")
    middle = outline["text"][21].split(" to ")
    assert middle[0] == f"−{middle[1]}"


def test_loss_parts_are_stacked_and_written_as_sums():
    data, penalty, texts = EVERY_FIGURE.sent("parts")["data"]
    np.testing.assert_allclose(data["x"], [0.3, 0.3])
    np.testing.assert_allclose(penalty["x"], [0, 0.05])
    np.testing.assert_allclose(texts["x"], [0.3, 0.35])
    assert [text.strip() for text in texts["text"]] == ["0.300 + 0.000 = 0.300", "0.300 + 0.050 = 0.350"]
    assert EVERY_FIGURE["parts"].layout.barmode == "stack"
    assert alt_text(EVERY_FIGURE["parts"]) == (
        "Training loss as data term plus penalty: nothing 0.300 + 0.000 = 0.300; L2 0.300 + 0.050 = 0.350."
    )


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_long_values_are_sent_as_typed_arrays(name):
    assert longest_list_of_numbers(EVERY_FIGURE.json(name)) <= 50


@pytest.mark.parametrize("dash", style.DASHES[1:])
def test_a_line_in_a_legend_shows_its_dashes_beside_the_mark_in_its_middle(dash):
    """A line has 30 px there. The mark covers at most 9 of them."""
    pattern = [int(part.removesuffix("px")) for part in dash.split(",")]
    gaps = np.concatenate([np.full(length, place % 2, bool) for place, length in enumerate(pattern)])
    line = np.resize(gaps, 30)
    assert line[:11].any() or line[20:].any()
    assert sum(pattern) <= 30
