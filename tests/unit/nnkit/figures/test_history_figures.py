"""Figures of the history page, read back as the browser receives them."""

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from nnkit import figures as draw
from nnkit.concepts.decision_line import CORNERS, XOR, DecisionLine
from nnkit.concepts.hebb import HebbConfig, learn
from nnkit.figures import alt_text, style
from nnkit.figures.history.timeline import _spread
from nnkit.results.grid import grid_around
from tests.unit.nnkit.figures.checks import LazyFigures, check_valid, sent

YEARS = (1943, 1949, 1969, 1986, 1989, 1989, 1997, 1998, 2017)
MARKS = [
    draw.Mark(f"event{place}", year, f"a longer label {place}", f"title {place}", place < 7, place == 2)
    for place, year in enumerate(YEARS)
]
HEBB_RESULT = learn(HebbConfig(neurons=3))
GRID = grid_around(CORNERS, 20)
PANELS = [draw.Panel(f"seed {seed}", np.full((20, 20), seed / 10)) for seed in range(7)]
CURVE_PANELS = {
    "hebb": draw.weight_paths(HEBB_RESULT.hebb, "Hebb", sizes_only=True),
    "oja": draw.weight_paths(HEBB_RESULT.oja, "Oja", targets=HEBB_RESULT.component),
    "lengths": draw.weight_lengths({"Hebb": np.ones(9), "Oja": np.ones(9)}),
    "alignments": draw.alignments({"Hebb": np.ones(9)}),
}

EVERY_FIGURE = LazyFigures(
    {
        "timeline": lambda: draw.timeline(MARKS, 560),
        "cell": lambda: draw.nerve_cell(),
        "model": lambda: draw.formal_neuron(),
        "plane": lambda: draw.corner_plane((1, 1), 0.5, XOR),
        "hebb": lambda: draw.curve_panels([CURVE_PANELS["hebb"]], 1, 400),
        "oja": lambda: draw.curve_panels([CURVE_PANELS["oja"]], 1, 400),
        "lengths": lambda: draw.curve_panels([CURVE_PANELS["lengths"]], 1, 400),
        "alignments": lambda: draw.curve_panels([CURVE_PANELS["alignments"]], 1, 400),
        "panels": lambda: draw.curve_panels(list(CURVE_PANELS.values()), 2, 700),
        "grid": lambda: draw.boundary_grid(GRID, PANELS, draw.Points(CORNERS, XOR), 3, 500),
        "bars": lambda: draw.solved_bars({"2-2-1": 7, "2-8-1": 10, "none": 0}, 10),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_is_valid_has_a_text_cannot_be_dragged_and_is_below_two_megabytes(name):
    figure = EVERY_FIGURE[name]
    check_valid(figure)
    assert 20 < len(alt_text(figure)) < 1_000
    assert alt_text(figure).endswith(".")
    assert figure.layout.height
    assert figure.layout.dragmode is False
    assert len(figure.to_json()) < 2e6


def test_a_timeline_marks_every_event_once_and_hides_the_labels_of_closed_ones():
    marks = EVERY_FIGURE.sent("timeline")["data"][-1]
    assert [name for (name,) in marks["customdata"]] == [mark.name for mark in MARKS]
    for mark, text, hover in zip(MARKS, marks["text"], marks["hovertext"], strict=True):
        assert str(mark.year) in text
        assert (mark.label in text) == (mark.title in hover) == mark.open
    assert [colour == style.ORANGE for colour in marks["marker"]["color"]] == [mark.current for mark in MARKS]
    assert "Later events of which you see only the year: 2." in alt_text(EVERY_FIGURE["timeline"])


@pytest.mark.parametrize("height", [560, 800])
def test_marks_are_apart_and_lines_lead_from_them_to_their_years(height):
    figure = sent(draw.timeline(MARKS, height))
    last, first = figure["layout"]["yaxis"]["range"]
    *_, connections, marks = figure["data"]
    places = np.asarray(marks["y"], float)
    assert np.diff(places).min() * height / (last - first) > 24  # px: a line of text
    assert first < places[0]
    assert places[-1] < last
    ends = np.asarray(connections["y"], float).reshape(len(MARKS), 4)  # the year, a bend, the mark, nothing
    assert ends[:, 0].tolist() == list(YEARS)
    assert ends[:, 2] == pytest.approx(places)
    assert figure["layout"]["height"] == height


def test_marks_are_as_near_to_their_years_as_possible():
    """Compared with scikit-learn's isotonic regression, after the gaps are taken out."""
    years, gap = np.array([1943, 1949, 1949, 1950, 1969, 1986, 1989, 1989, 1997, 2017, 2017], float), 3.5
    offsets = gap * np.arange(len(years))
    nearest = IsotonicRegression().fit_transform(np.arange(len(years)), years - offsets) + offsets
    np.testing.assert_allclose(_spread(years, gap), nearest)


def test_parts_of_the_cell_and_of_the_model_share_their_colours():
    def colours(figure):
        notes = [note for note in sent(figure)["layout"]["annotations"] if "color" in note["font"]]
        return {note["font"]["color"] for note in notes}

    assert colours(draw.nerve_cell()) == colours(draw.formal_neuron())
    assert len(colours(draw.nerve_cell())) == 5
    hovers = [str(trace.get("hovertemplate", "")) for trace in sent(draw.formal_neuron())["data"]]
    for name in ("dendrites", "synapses", "cell body", "axon hillock", "axon"):
        assert any(f"in the cell: {name}" in hover for hover in hovers), name


def test_the_model_of_1943_counts_and_has_no_weights():
    figure = sent(draw.formal_neuron())
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    texts += [str(trace.get("hovertemplate", "")) for trace in figure["data"]]
    assert not [text for text in texts if "weight" in text or "w1" in text]
    assert sum("excites</b>" in text for text in texts) == 2
    assert sum("inhibits</b>" in text for text in texts) == 1


@pytest.mark.parametrize("line", [DecisionLine(0, 0.5), DecisionLine(45, 0.3), DecisionLine(200, -1.2)])
def test_a_plane_shows_the_distances_and_rings_wrong_corners(line):
    figure = draw.corner_plane(line.direction, line.offset, XOR)
    halves, *corners = sent(figure)["data"]
    places = np.stack(np.meshgrid(halves["x"], halves["y"]), axis=-1)
    assert halves["z"] == pytest.approx(
        line.signed_distances(places.reshape(-1, 2)).reshape(places.shape[:2]), abs=1e-5
    )
    right = line.is_correct(CORNERS, XOR)
    rings = [trace for trace in corners if trace["name"] == "wrong side"]
    ringed = {(x1, x2) for trace in rings for x1, x2 in zip(trace["x"], trace["y"], strict=True)}
    assert ringed == {tuple(corner) for corner in CORNERS[~right].tolist()}
    assert f"Right answers: {right.sum()} of 4." in alt_text(figure)


def test_without_wanted_classes_no_corner_is_wrong():
    figure = draw.corner_plane((0, 0), 0.5)
    assert "4 of 4" in alt_text(figure)
    assert [trace["name"] for trace in sent(figure)["data"][1:]] == ["answer 0", "answer 1"]


def test_weights_are_drawn_as_they_are_beyond_what_float32_holds():
    weights = np.array([[1.0, -2.0], [1e100, -1e200]])
    traces = sent(draw.curve_panels([draw.weight_paths(weights, "both", sizes_only=True)], 1, 400))["data"]
    assert [list(trace["y"]) for trace in traces] == [[1.0, 1e100], [2.0, 1e200]]
    panel = draw.weight_paths(HEBB_RESULT.oja, "Oja", targets=(0.1, 0.2, 0.3))
    figure = sent(draw.curve_panels([panel], 1, 400))
    assert [list(trace["y"]) for trace in figure["data"][3:]] == [[0.1] * 2, [0.2] * 2, [0.3] * 2]
    assert figure["layout"]["yaxis"].get("type", "linear") == "linear"


@pytest.mark.parametrize("columns", [1, 2])
def test_panels_have_their_own_title_and_legend(columns):
    figure = sent(draw.curve_panels(list(CURVE_PANELS.values()), columns, 1_200))
    titles = [f"<b>{panel.title}</b>" for panel in CURVE_PANELS.values()]
    assert [note["text"] for note in figure["layout"]["annotations"]] == titles
    numbers = ["", 2, 3, 4]  # the first axis has none
    panels = [[figure["layout"][f"{axis}axis{number}"]["domain"] for axis in "xy"] for number in numbers]
    for one, (across, down) in enumerate(panels):
        assert 0 <= across[0] < across[1] <= 1
        assert 0 <= down[0] < down[1] <= 1
        for other_across, other_down in panels[:one]:
            apart = across[0] >= other_across[1] or other_across[0] >= across[1]
            assert apart or down[1] < other_down[0]
    for panel, number in zip(CURVE_PANELS.values(), numbers, strict=True):
        own = [trace for trace in figure["data"] if trace["yaxis"] == f"y{number}"]
        assert [trace["name"] for trace in own] == [trace["name"] for trace in panel.traces]
        assert {(trace["xaxis"], trace["legend"]) for trace in own} == {(f"x{number}", f"legend{number}")}
        assert f"legend{number}" in figure["layout"]


def test_of_many_moments_only_every_other_one_is_drawn():
    weights = learn(HebbConfig(moments=2_000)).oja
    traces = sent(draw.curve_panels([draw.weight_paths(weights, "Oja")], 1, 400))["data"]
    for trace, values in zip(traces, weights.T, strict=True):
        assert (trace["x0"], trace["dx"]) == (0, 2)
        assert np.array_equal(trace["y"], values[::2])


def test_a_grid_has_a_panel_for_each_network_in_its_own_place():
    figure = EVERY_FIGURE.sent("grid")
    tiles = [trace for trace in figure["data"] if trace["type"] == "contour"]
    assert [trace["z"].mean() for trace in tiles] == pytest.approx([10.0 * seed for seed in range(7)])
    assert [note["text"] for note in figure["layout"]["annotations"]] == [panel.title for panel in PANELS]
    numbers = ["", *range(2, 8)]  # the first axis has none
    axes = [tuple(figure["layout"][f"{axis}axis{n}"]["domain"] for axis in "xy") for n in numbers]
    for one, (across, down) in enumerate(axes):
        assert 0 <= across[0] < across[1] <= 1
        assert 0 <= down[0] < down[1] <= 1
        for other_across, other_down in axes[:one]:
            apart = across[0] >= other_across[1] or other_across[0] >= across[1]
            assert apart or down[1] <= other_down[0]


def test_bars_show_counts_and_percentages():
    (bars,) = EVERY_FIGURE.sent("bars")["data"]
    assert list(bars["x"]) == [7, 10, 0]
    assert bars["text"] == ["7 of 10 (70\u00a0%)", "10 of 10 (100\u00a0%)", "0 of 10 (0\u00a0%)"]
