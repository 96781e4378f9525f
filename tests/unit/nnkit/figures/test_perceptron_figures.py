"""Figures of the perceptron page: they show the values that they are given, and name them in their texts."""

import base64
import re

import numpy as np
import pytest

from nnkit import figures as draw
from nnkit.concepts.perceptron import GATES, answers_of, layers_by_hand
from nnkit.figures import alt_text
from nnkit.results.grid import grid_around
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure, sent

XOR = draw.Points(GATES["XOR"].points, GATES["XOR"].labels)
GRID = grid_around(GATES["XOR"].points, 16)
X1, X2 = np.meshgrid(GRID.x1, GRID.x2)


TURN = draw.Turn(2, X2 - 0.5, ((0.5, 0.5), (0.7, 0.5)))
STEPS = np.array([1.0, 2.0])
EVERY_FIGURE = LazyFigures(
    {
        "plane": lambda: draw.answered_plane(GRID, XOR, {"one": X1, "two": X2}, turn=TURN),
        "errors": lambda: draw.errors_by_epoch(np.array([3, 1, 0]), 1),
        "many errors": lambda: draw.errors_by_epoch(np.arange(1_000), 500),
        "arrows": lambda: draw.weight_arrows((0, 0), (1, 1), 3.0),
        "cycle": lambda: draw.weight_cycle([(0, 0), (1, 0), (1, 1)], ["a", "b", "c"]),
        "growth": lambda: draw.weight_growth([0, 1, 2], {"Neuron": [1, 2, 3], "other": [2.5]}),
        "bounds": lambda: draw.length_bounds(STEPS, STEPS, np.sqrt(4 * STEPS), np.array([0, 1.5, 2]), 300),
        "hulls": lambda: draw.crossing_hulls(GRID, XOR, ([0, 3], [1, 2]), (0.5, 0.5)),
        "units": lambda: draw.unit_maps(GRID, [{"one": X1 > 0.5, "two": X2 > 0.5}, {"and": X1 * X2 > 0.5}], 2),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_is_valid_and_fits_both_themes_and_a_phone(name):
    check_figure(EVERY_FIGURE[name])


def contours(figure):
    return {trace.name: trace for trace in figure.data if trace.type == "contour"}


def test_the_first_sum_is_shaded_and_every_line_is_where_its_sum_is_zero():
    pre_activations = {"one": X1 - 0.5, "two": X2 - 0.25}
    figure = draw.answered_plane(GRID, XOR, pre_activations)
    found = contours(figure)
    assert set(found) == {None, "one", "two"}
    assert np.array(found[None].customdata) == pytest.approx(X1 - 0.5)
    for name, values in pre_activations.items():
        assert np.array(found[name].z) == pytest.approx(values)
        assert (found[name].contours.start, found[name].contours.end) == (0, 0)
    assert len({(found[name].line.color, found[name].line.dash) for name in pre_activations}) == 2
    assert "— one" in figure.layout.legend.title.text
    assert found["two"].showlegend
    share = 100 * np.mean(X1 >= 0.5)
    assert f"{share:.0f}\u00a0% of the plane" in alt_text(figure)


@pytest.mark.parametrize("at_zero", [0, 1])
def test_where_all_sums_are_zero_the_convention_answers(at_zero):
    figure = draw.answered_plane(GRID, XOR, {"start": np.zeros_like(X1)}, at_zero)
    shaded = contours(figure)[None]
    assert (np.array(shaded.z) > 0).all() == bool(at_zero)
    assert not np.array(shaded.customdata).any()  # the tooltip still shows 0
    assert f"{100 * at_zero}\u00a0% of the plane" in alt_text(figure)
    assert ("z ≥ 0" if at_zero else "z > 0") in shaded.hovertemplate


def test_a_turn_marks_its_sample_and_draws_where_the_weights_point():
    figure = draw.answered_plane(GRID, XOR, {"line after": X1 - 0.5}, turn=TURN)
    ring = next(trace for trace in figure.data if trace.type == "scatter" and trace.marker.symbol == "circle-open")
    assert (*ring.x, *ring.y) == GATES["XOR"].rows[2][:2]
    assert np.array(contours(figure)["line before"].z) == pytest.approx(X2 - 0.5)
    (arrow,) = figure.layout.annotations
    assert (arrow.ax, arrow.ay, arrow.x, arrow.y) == (0.5, 0.5, 0.7, 0.5)
    without = draw.answered_plane(GRID, XOR, {"line after": X1}, turn=TURN._replace(arrow=None))
    assert not without.layout.annotations


def test_arrows_add_up():
    figure = draw.weight_arrows((1.0, -2.0), (-1.0, 0.5), 3.0)
    before, change, after = ([*zip(trace.x, trace.y, strict=True)] for trace in figure.data[:3])
    assert before == [(0, 0), (1, -2)]
    assert change == [(1, -2), (-1, 0.5)]
    assert after == [(0, 0), (-1, 0.5)]
    assert "(−2, 2.5)" in figure.data[1].hovertemplate
    assert figure.layout.xaxis.range == figure.layout.yaxis.range == (-3, 3)


def test_a_cycle_closes():
    figure = draw.weight_cycle([(0, 0), (1, 0), (1, 1)], ["a", "b", "c"])
    (trajectory,) = figure.data
    assert [*zip(trajectory.x, trajectory.y, strict=True)] == [(0, 0), (1, 0), (1, 1), (0, 0)]
    assert list(trajectory.hovertext) == ["a", "b", "c", "a"]


def test_an_update_of_the_bias_alone_is_a_ring_and_no_arrow():
    (trajectory,) = draw.weight_cycle([(0, 0), (0, 0), (1, 1)], ["a", "b", "c"]).data
    assert list(trajectory.marker.symbol) == ["circle", "circle-open", "arrow", "arrow"]


def test_a_change_of_zero_weights_shows_below_the_sum():
    _, change, after = draw.weight_arrows((0, 0), (1, 1), 3.0).data[:3]
    assert change.line.width > after.line.width
    _, change, after = draw.weight_arrows((1, 0), (1, 1), 3.0).data[:3]
    assert change.line.width == after.line.width


@pytest.mark.parametrize("before", [(0, 0), (1, 0)])
def test_the_legend_shows_each_arrow_as_a_line_without_its_head(before):
    traces = draw.weight_arrows(before, (1, 1), 3.0).data
    entries = [trace for trace in traces if trace.showlegend is not False]
    assert [entry.name for entry in entries] == ["w before", "η (y − ŷ) x", "w after"]
    for arrow, entry in zip(traces, entries, strict=False):
        assert (entry.line.color, entry.line.dash) == (arrow.line.color, arrow.line.dash)
        assert (entry.mode, entry.line.width) == ("lines", 3)


def test_few_points_have_the_same_large_marks_in_both_kinds_of_maps():
    def sizes(figure):
        return {trace.name: trace.marker.size for trace in figure.data if str(trace.name).startswith("class")}

    many = draw.Points(np.tile(XOR.coordinates, (9, 1)), np.tile(XOR.labels, 9))
    few_sizes = sizes(draw.decision_map(GRID, np.full((16, 16), 0.5), XOR, height=400))
    assert few_sizes == sizes(draw.answered_plane(GRID, XOR, {"one": X1}))
    many_sizes = sizes(draw.decision_map(GRID, np.full((16, 16), 0.5), many, height=400))
    assert all(many_sizes[name] < few_sizes[name] for name in few_sizes)


def test_errors_mark_the_epoch_of_the_step():
    figure = draw.errors_by_epoch(np.array([3, 1, 0]), 1)
    assert figure.layout.yaxis.dtick == 1, "no tick stands between whole numbers"
    assert draw.errors_by_epoch(np.array([50, 1, 0]), 1).layout.yaxis.dtick is None
    bars, chosen = figure.data
    assert (list(bars.x), list(bars.y)) == ([1, 2, 3], [3, 1, 0])
    assert (list(chosen.x), list(chosen.y)) == ([2], [1])
    assert chosen.marker.color != bars.marker.color
    assert alt_text(figure) == "Errors in each of 3 epochs: 3 in the first, 0 in the last."


def test_errors_of_many_epochs_are_one_shape():
    shape, chosen = draw.errors_by_epoch(np.arange(1_000), 500).data
    assert (shape.type, shape.fill, list(shape.y)) == ("scatter", "tozeroy", list(range(1_000)))
    assert (list(chosen.x), list(chosen.y)) == ([501], [500])


def test_a_single_length_is_a_level():
    figure = draw.weight_growth([0, 1, 2], {"neuron": [1, 2, 3], "other": [2.5]})
    assert [list(trace.y) for trace in figure.data] == [[1, 2, 3], [2.5] * 3]
    assert "neuron: |w| is 3.00" in alt_text(figure)


def test_a_line_has_the_same_look_beside_the_plane():
    names = ("rule", "neuron", "theirs", "penalised")
    found = contours(draw.answered_plane(GRID, XOR, dict.fromkeys(names, X1)))
    growth = draw.weight_growth([0, 1], {"neuron": [1, 2], "penalised": [2.5]}, names)
    for trace in growth.data:
        line = found[trace.name].line
        assert (trace.line.color, trace.line.dash) == (line.color, line.dash)


def test_bounds_stand_around_the_lengths():
    updates = np.linspace(0, 5, 11)
    figure = draw.length_bounds(updates, updates, np.sqrt(4 * updates), np.array([0, 1.5, 2]), 300)
    found = {trace.name: trace for trace in figure.data}
    assert list(found["|w| is at least"].y) == pytest.approx(updates)
    assert list(found["|w| is at most"].y) == pytest.approx(np.sqrt(4 * updates))
    assert (list(found["actual |w|"].x), list(found["actual |w|"].y)) == ([0, 1, 2], [0, 1.5, 2])
    assert "meet near 4.0 updates" in alt_text(figure)
    assert figure.layout.height == 300


def test_hulls_join_the_points_that_are_used():
    figure = draw.crossing_hulls(GRID, XOR, ([0, 3], [1, 2]), (0.5, 0.5))
    zeros, ones, *_, star = figure.data
    assert [*zip(zeros.x, zeros.y, strict=True)] == [(0, 0), (1, 1), (0, 0)]
    assert [*zip(ones.x, ones.y, strict=True)] == [(0, 1), (1, 0), (0, 1)]
    assert zeros.line.color != ones.line.color
    assert (*star.x, *star.y) == (0.5, 0.5)
    assert "(0.5, 0.5)" in alt_text(figure)


@pytest.mark.parametrize(("sides", "regions", "rows"), [(4, 2, 4), (3, 1, 2), (6, 1, 2), (1, 2, 4)])
def test_every_unit_has_its_map(sides, regions, rows):
    layers = layers_by_hand(sides, regions)
    maps = [GRID.map(answers) for answers in answers_of(layers, GRID.points)]
    halves, *others = maps
    groups = [*np.split(halves, regions), *others]
    titles = [[f"{place}.{number}" for number in range(len(group))] for place, group in enumerate(groups)]
    figure = draw.unit_maps(GRID, [dict(zip(*row, strict=True)) for row in zip(titles, groups, strict=True)], 6)
    assert [np.array(trace.z).tolist() for trace in figure.data] == [unit.tolist() for layer in maps for unit in layer]
    assert len({trace.yaxis for trace in figure.data}) == len(figure.data)
    layout = sent(figure)["layout"]
    tops = {round(layout[trace.yaxis.replace("y", "yaxis")]["domain"][1], 6) for trace in figure.data}
    assert len(tops) == rows
    assert [note.text for note in figure.layout.annotations] == [title for row in titles for title in row]
    percentage = int(re.search(r"([0-9]+)\u00a0%", alt_text(figure)).group(1))
    assert percentage == pytest.approx(100 * maps[-1].mean(), abs=0.5)


@pytest.mark.parametrize("regions", [1, 2])
@pytest.mark.parametrize("sides", range(1, 7))
def test_layers_by_hand_are_polygons_around_their_centres(sides, regions):
    random = np.random.default_rng(0)
    points = random.uniform(-3, 3, (2_000, 2))
    centres = [(-1.3, 0), (1.3, 0)] if regions == 2 else [(0, 0)]
    inside = np.zeros(len(points), bool)
    for centre in centres:
        offsets, polygon = points - centre, np.ones(len(points), bool)
        for side in range(sides):  # the first faces down, the others follow anticlockwise
            turned = 2 * np.pi * side / sides - np.pi / 2
            polygon &= offsets[:, 0] * np.cos(turned) + offsets[:, 1] * np.sin(turned) <= 1
        inside |= polygon
    answers = answers_of(layers_by_hand(sides, regions), points)
    assert answers[-1][:, 0].tolist() == inside.astype(int).tolist()
    assert [layer.shape[1] for layer in answers] == [sides * regions, regions, *([1] if regions == 2 else [])]


def test_figures_are_sent_as_bytes():
    """Lists of decimal numbers would be four times as long."""
    figure = draw.answered_plane(GRID, XOR, {"one": X1}).to_plotly_json()
    shaded = figure["data"][0]["z"]
    assert len(base64.b64decode(shaded["bdata"])) == 4 * X1.size
