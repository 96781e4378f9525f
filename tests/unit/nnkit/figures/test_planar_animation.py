"""The planar animation, read back as the browser gets it: from its JSON, arrays decoded."""

import re
from itertools import pairwise

import numpy as np
import pytest

from nnkit import Experiment, Network, Planar, Run, Snapshot, Training, load
from nnkit.datasets import plane_points
from nnkit.experiment import Table
from nnkit.figures import (
    Background,
    FrameMetrics,
    Grids,
    PlanarFrame,
    Points,
    alt_text,
    plan_animation,
    planar_animation,
)
from nnkit.figures.edges import MAX_EDGES
from nnkit.figures.planar_animation.columns import STEPS, place_columns
from nnkit.figures.style import BLUE, ORANGE
from nnkit.results.grid import grid_around, probability_map
from nnkit.results.inference import evaluate
from pages.overfitting.animation import animation_of
from tests.unit.nnkit.figures.checks import check_figure, sent

MAX_BYTES = 2_000_000
FEATURES = ("x1", "x2", "x1²", "x2²", "x1·x2", "sin x1", "sin x2")


def random_animation(
    sizes, snapshots=3, *, records=5, epochs=40, points=30, narrow=False, height=560, activation="tanh", **replaced
):
    """Return the frames of random networks and their animation; `sizes` are the features, hidden layers and 1."""
    random = np.random.default_rng(0)
    plan = plan_animation(sizes, snapshots)
    corners = np.array([[-1.0, -2.0], [3.0, 1.0]])
    grids = Grids(*(grid_around(corners, side) for side in (plan.side, plan.neuron_side)))
    frames = [
        PlanarFrame(
            random.uniform(size=(plan.side, plan.side)),
            tuple(random.uniform(-1, 1, (units, plan.neuron_side, plan.neuron_side)) for units in sizes[1:-1]),
            random_weights(sizes, random),
            FrameMetrics(epoch, *random.uniform(0.3, 0.9, 4)),
        )
        for epoch in np.linspace(0, epochs, len(plan.snapshots)).round().tolist()
    ]
    history = {name: random.uniform(0.3, 0.9, records).tolist() for name in ("loss", "accuracy")}
    history |= {f"val_{name}": values for name, values in history.items()}
    history |= {"epoch": np.linspace(1, epochs, records).round().tolist()}
    labels = np.arange(points) % 2
    drawn = Points(random.uniform(-1, 1, (points, 2)), labels)
    background = Background(drawn, drawn, random.uniform(size=(plan.side, plan.side)), 0.9)
    values = {"history": history, "background": background, "frames": frames, **replaced}
    network = (FEATURES[: sizes[0]], activation)
    height = None if narrow else height
    figure = planar_animation(values["frames"], values["history"], grids, values["background"], network, height)
    return values["frames"], figure


def random_weights(sizes, random):
    shapes = [shape for inputs, units in pairwise(sizes) for shape in ((inputs, units), (units,))]
    return tuple(random.normal(size=shape).astype(np.float32) for shape in shapes)


def changed(animation, frame, found):
    """Return the traces for which `found` is true, with the changes of a frame."""
    changes = zip(animation["frames"][frame]["traces"], animation["frames"][frame]["data"], strict=True)
    return [{**animation["data"][place], **change} for place, change in changes if found(animation["data"][place])]


def is_edge(trace):
    return trace["type"] == "scatter" and trace.get("mode") == "lines" and "width" in trace["line"]


def drawn_edges(animation, frame):
    """Return the sign and width of every line by (column, start's height, end's height)."""
    edges = {}
    for trace in changed(animation, frame, is_edge):
        ends = zip(trace["x"][::3], trace["y"][::3], trace["y"][1::3], strict=True)
        sign = {BLUE: 1, ORANGE: -1}[trace["line"]["color"]]
        edges |= {(int(column), *map(float, y)): (sign, trace["line"]["width"]) for column, *y in ends}
    return edges


@pytest.fixture(scope="module")
def small():
    frames, figure = random_animation((2, 3, 4, 1))
    return frames, sent(figure)


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 4, 1), (7, 40, 1)])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_animation_is_valid(sizes, narrow):
    check_figure(random_animation(sizes, narrow=narrow)[1])


# The map, and the neurons


def test_each_frame_shades_the_plane_with_its_probabilities(small):
    frames, animation = small
    for index, frame in enumerate(frames):
        (change,) = changed(animation, index, lambda trace: trace["type"] == "contour")
        # The hover text writes "0." before four digits.
        np.testing.assert_allclose(change["z"] / 10_000, frame.probabilities, atol=1.01e-4)
        assert change["z"].max() <= 9_999
        assert "0.%{z:04d}" in change["hovertemplate"]
        assert change["contours"]["start"] == change["contours"]["end"] == 5_000
    assert len(animation["data"][0]["x"]) == frames[0].probabilities.shape[1]


def test_the_map_has_one_scale_and_buttons_colour_it_at_any_frame(small):
    _, animation = small
    assert animation["layout"]["yaxis"]["scaleanchor"] == "x"
    smooth, flat = animation["layout"]["updatemenus"][1]["buttons"]
    assert animation["data"][0]["type"] == "contour"
    assert (smooth["args"], flat["args"]) == (
        [{"contours.coloring": "heatmap"}, [0]],
        [{"contours.coloring": "fill"}, [0]],
    )


def test_classes_of_points_differ_and_a_click_shows_the_validation_points(small):
    _, animation = small
    points = [trace for trace in animation["data"] if trace.get("name", "").startswith(("class", "validation"))]
    *validation, zero, one = points
    assert [trace["visible"] for trace in validation] == ["legendonly"] * 2
    assert len({trace["legendgroup"] for trace in validation}) == 1
    assert zero["marker"]["symbol"] != one["marker"]["symbol"]
    assert zero["marker"]["color"] != one["marker"]["color"]
    assert len(zero["x"]) + len(one["x"]) == 30


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_neuron_has_a_tile(activation, narrow):
    frames, figure = random_animation((2, 7, 1), activation=activation, narrow=narrow)
    animation = sent(figure)
    side = frames[0].neurons[0].shape[-1]
    limit = 1 if activation == "tanh" else max(np.abs(frame.neurons[0]).max() for frame in frames)
    for index, frame in enumerate(frames):
        tiles = {}
        for picture in changed(animation, index, lambda trace: trace["type"] == "heatmap"):
            assert picture["z"].shape == picture["customdata"].shape
            for top in range(0, picture["z"].shape[0], side):
                for left in range(0, picture["z"].shape[1], side):
                    tile = np.s_[top : top + side, left : left + side]
                    (number,) = np.unique(picture["customdata"][tile])
                    tiles[int(number)] = picture["z"][tile][::-1]  # the first row is below
        assert sorted(tiles) == list(range(1, 8))
        for number, tile in tiles.items():
            np.testing.assert_allclose(tile, 100 * frame.neurons[0][number - 1] / limit, atol=1.51)


def test_no_value_is_minus_one_whose_byte_takes_six_characters_of_json(small):
    _, animation = small
    assert all(
        (picture["z"] != -1).all() for picture in changed(animation, 0, lambda trace: trace["type"] == "heatmap")
    )


# The weights


def test_every_weight_is_an_edge_with_its_sign_and_a_width_by_its_size(small):
    frames, animation = small
    for index, frame in enumerate(frames):
        kernels = frame.weights[::2]
        edges = drawn_edges(animation, index)
        assert len(edges) == sum(kernel.size for kernel in kernels)
        heights = [
            sorted({edge[1] for edge in edges if edge[0] == STEPS * column}, reverse=True) for column in range(3)
        ]
        heights.append(sorted({edge[2] for edge in edges if edge[0] == 2 * STEPS}, reverse=True))
        drawn = [
            (edges[STEPS * column, heights[column][start], heights[column + 1][end]], float(weight))
            for column, kernel in enumerate(kernels)
            for (start, end), weight in np.ndenumerate(kernel)
        ]
        assert all(sign == np.sign(weight) for (sign, _), weight in drawn)
        widths = [width for (_, width), weight in sorted(drawn, key=lambda entry: abs(entry[1]))]
        assert widths == sorted(widths)
        assert len(set(widths)) > 3


def test_hovering_over_an_edge_or_a_node_shows_its_number(small):
    frames, animation = small
    for index, frame in enumerate(frames):
        (edges,) = changed(animation, index, lambda trace: trace.get("mode") == "none")
        numbers = dict(zip(edges["hovertext"], edges["customdata"], strict=True))
        first, second, last = frame.weights[::2]
        assert numbers["x2 → neuron 3 of layer 1"] == first[1, 2]
        assert numbers["neuron 1 of layer 1 → neuron 4 of layer 2"] == second[0, 3]
        assert numbers["neuron 2 of layer 2 → output"] == last[1, 0]
        (nodes,) = changed(animation, index, lambda trace: "colorscale" in trace.get("marker", {}))
        biases = next(
            change["marker"]["color"]
            for place, change in zip(
                animation["frames"][index]["traces"], animation["frames"][index]["data"], strict=True
            )
            if "colorscale" in animation["data"][place].get("marker", {})
        )
        np.testing.assert_array_equal(biases, np.concatenate(frame.weights[1::2]))
        assert nodes["hovertext"][0] == "neuron 1 of layer 1"
        assert nodes["hovertext"][-1] == "output"


@pytest.mark.parametrize("units", [1, 2, 8, 15, 25, 30, 50, 64])
@pytest.mark.parametrize(("width", "height"), [(164, 185), (164, 140), (270, 300)])
def test_circles_of_a_layer_do_not_touch_and_stay_near_its_column(units, width, height):
    inputs, layer, output = place_columns((2, units, 1), width, height)
    x, y = layer.x * (width / 2 / STEPS), layer.y * height
    apart = np.hypot(np.subtract.outer(x, x), np.subtract.outer(y, y)) + np.diag(np.full(units, np.inf))
    assert apart.min() > layer.circle
    assert np.abs(x - width / 2).max() <= width / 6
    assert (np.diff(y) < 0).all()  # from above
    assert min(y) + max(y) == pytest.approx(height)
    assert min(y) >= 0
    assert inputs.x.max() == 0
    assert output.x.tolist() == [2 * STEPS]


def test_only_the_largest_of_very_many_weights_are_drawn():
    frames, figure = random_animation((2, 30, 30, 1))
    animation = sent(figure)
    sizes = [np.concatenate([kernel.ravel() for kernel in frame.weights[::2]]) for frame in frames]
    largest = np.sort(np.abs(sizes).max(axis=0))[::-1][:MAX_EDGES]
    hover_traces = [
        changed(animation, index, lambda trace: trace.get("mode") == "none")[0] for index in range(len(frames))
    ]
    shown = np.abs([edges["customdata"] for edges in hover_traces]).max(axis=0)
    np.testing.assert_allclose(np.sort(shown)[::-1], largest)
    assert any("the 300 largest of 990 weights" in text["text"] for text in animation["layout"]["annotations"])


def test_the_histogram_counts_every_weight_in_the_same_bins_of_all_frames(small):
    frames, animation = small
    for index, frame in enumerate(frames):
        (bars,) = changed(animation, index, lambda trace: trace["type"] == "bar")
        values = np.concatenate([kernel.ravel() for kernel in frame.weights[::2]])
        nearest = np.abs(values[:, None] - bars["x"]).argmin(axis=1)
        np.testing.assert_array_equal(bars["y"], np.bincount(nearest, minlength=len(bars["x"])))
        assert bars["y"].sum() == values.size
    top = animation["layout"]["yaxis7"]["range"][1]
    assert all(
        changed(animation, index, lambda trace: trace["type"] == "bar")[0]["y"].max() <= top for index in range(3)
    )


# Time


def test_cursor_and_text_show_the_frames_epoch(small):
    frames, animation = small
    for index, frame in enumerate(frames):
        metrics = frame.metrics
        loss, accuracy = changed(animation, index, lambda trace: trace.get("mode") == "lines+markers")
        for cursor, measured in (
            (loss, (metrics.loss, metrics.val_loss)),
            (accuracy, (100 * metrics.accuracy, 100 * metrics.val_accuracy)),
        ):
            np.testing.assert_array_equal(cursor["x"], [metrics.epoch] * 4)
            np.testing.assert_allclose(cursor["y"][1:3], measured, rtol=1e-6)
        (text,) = changed(animation, index, lambda trace: trace.get("mode") == "text")
        assert text["text"] == [
            f"<b>epoch {metrics.epoch:g}</b>: training {100 * metrics.accuracy:.1f}\u00a0%, "
            f"validation {100 * metrics.val_accuracy:.1f}\u00a0%"
        ]


def test_the_animation_opens_on_its_last_frame_and_its_slider_has_all_frames(small):
    frames, animation = small
    (slider,) = animation["layout"]["sliders"]
    names = [f"{frame.metrics.epoch:g}" for frame in frames]
    assert [step["args"][0] for step in slider["steps"]] == [[name] for name in names]
    assert [frame["name"] for frame in animation["frames"]] == names
    assert slider["active"] == len(frames) - 1
    last = animation["frames"][-1]
    for place, change in zip(last["traces"], last["data"], strict=True):
        assert animation["data"][place]["type"] == change["type"]
        for key in {"x", "y", "z", "customdata", "text"} & set(change):
            np.testing.assert_array_equal(animation["data"][place][key], change[key])


def test_axes_and_layout_do_not_change_while_playing(small):
    _, animation = small
    axes = [axis for name, axis in animation["layout"].items() if re.match("[xy]axis", name)]
    assert len(axes) == 14
    for axis in axes:
        assert len(axis["range"]) == 2
        assert axis["automargin"] is False
    assert not any("layout" in frame for frame in animation["frames"])


def test_the_animation_has_an_alternative_text():
    frames, figure = random_animation((2, 3, 1))
    first, last = frames[0].metrics, frames[-1].metrics
    text = alt_text(figure)
    assert re.fullmatch(r"[A-Z0-9][^<>]+\.", text)
    assert f"from {100 * first.accuracy:.1f}\u00a0% to {100 * last.accuracy:.1f}\u00a0% on the training points" in text
    validation = f"{100 * first.val_accuracy:.1f}\u00a0% to {100 * last.val_accuracy:.1f}\u00a0%"
    assert f"On the validation points, it goes from {validation}." in text
    assert "of 9 weights" in text


# Layout and size


@pytest.mark.parametrize("sizes", [(2, 3, 4, 1), (2, *[64] * 6, 1)])
@pytest.mark.parametrize("height", [None, 560, 800])
def test_panels_do_not_overlap_on_a_wide_page_or_a_phone(height, sizes):
    layout = sent(random_animation(sizes, narrow=height is None, height=height)[1])["layout"]
    places = [
        (*layout[f"xaxis{number}"]["domain"], *layout[f"yaxis{number}"]["domain"])
        for number in ("", "2", "3", "4", "5", "6", "7")
    ]
    for one, other in ((a, b) for a in places for b in places if a is not b):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart
    assert min(min(place) for place in places) >= -1e-9
    assert max(max(place) for place in places) <= 1
    assert layout["height"] == height if height else layout["height"] > 900


@pytest.mark.parametrize(
    ("sizes", "max_bytes"),
    [((2, 50, 1), 1_200_000), ((2, *[64] * 6, 1), MAX_BYTES), ((7, *[128] * 6, 1), MAX_BYTES)],
)
def test_an_animation_is_small_enough_to_send(sizes, max_bytes):
    frames, figure = random_animation(sizes, 60, records=500, epochs=20_000, points=2_000)
    assert len(figure.to_json()) <= max_bytes
    assert 12 <= len(frames) <= 40


@pytest.mark.parametrize("sizes", [(2, 1), (2, 1, 1), (2, 50, 1), (7, 8, 8, 1), (2, *[64] * 6, 1)])
@pytest.mark.parametrize("snapshots", [1, 12, 60])
def test_a_plan_keeps_the_first_and_the_last_snapshots(sizes, snapshots):
    plan = plan_animation(sizes, snapshots)
    assert list(plan.snapshots) == sorted(set(plan.snapshots))
    assert plan.snapshots[:6] == tuple(range(min(6, snapshots)))
    assert plan.snapshots[-1] == snapshots - 1
    assert min(12, snapshots) <= len(plan.snapshots) <= 40
    assert 8 <= plan.neuron_side <= 24


# Missing values


EMPTY = {name: [] for name in ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")}
BARE = Background(Points(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0, 1])))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("sizes", [(2, 1), (1, 1), (2, 1, 1), (7, 8, 8, 1), (2, *[3] * 6, 1)])
def test_any_network_has_an_animation(sizes, narrow):
    frames, figure = random_animation(sizes, narrow=narrow)
    animation = sent(figure)
    assert len(animation["frames"]) == len(frames)
    maps = [trace for trace in animation["data"] if trace["type"] == "heatmap"]
    assert bool(maps) == (len(sizes) > 2)


@pytest.mark.parametrize(("records", "mode"), [(1, "markers"), (2, "lines")])
def test_a_curve_of_one_epoch_is_a_mark_and_one_of_more_is_a_line(records, mode):
    _, figure = random_animation((2, 3, 1), records=records)
    shown_as = re.compile(r"epoch .*(training|validation)")
    curves = [trace for trace in sent(figure)["data"] if shown_as.match(str(trace.get("hovertemplate")))]
    assert len(curves) == 4
    assert {trace["mode"] for trace in curves} == {mode}


def test_all_circles_of_the_network_are_inside_its_axes():
    _, figure = random_animation((2, 3, 3, 1))
    animation = sent(figure)
    (circles,) = [trace for trace in animation["data"] if "bias" in str(trace.get("hovertemplate"))]
    low, high = animation["layout"][circles["xaxis"].replace("x", "xaxis")]["range"]
    assert low < min(circles["x"]) < max(circles["x"]) < high


def test_a_run_that_stopped_at_once_has_an_animation_without_curves():
    frames, figure = random_animation((2, 3, 1), 1, history=EMPTY, background=BARE)
    animation = sent(figure)
    assert len(animation["frames"]) == len(frames) == 1
    assert not any(trace.get("name", "").startswith(("validation", "best")) for trace in animation["data"])


def test_without_validation_each_panel_has_one_curve():
    history = {"epoch": [1, 2], "loss": [0.5, 0.4], "accuracy": [0.7, 0.8]}
    history |= {"val_loss": [None] * 2, "val_accuracy": [None] * 2}
    frames, _ = random_animation((2, 3, 1))
    frames = [
        PlanarFrame(frame.probabilities, frame.neurons, frame.weights, FrameMetrics(*frame.metrics[:3]))
        for frame in frames
    ]
    _, figure = random_animation((2, 3, 1), history=history, frames=frames, background=BARE)
    animation = sent(figure)
    assert not any("validation loss" in trace.get("hovertemplate", "") for trace in animation["data"])
    (text,) = changed(animation, 0, lambda trace: trace.get("mode") == "text")
    assert "validation" not in text["text"][0]
    loss = changed(animation, 0, lambda trace: trace.get("mode") == "lines+markers")[0]
    assert np.isnan(loss["y"][2])
    assert "validation" not in alt_text(figure)


def test_a_network_with_one_output_everywhere_has_an_animation():
    frames, _ = random_animation((2, 3, 1))
    frames = [
        PlanarFrame(
            np.full_like(frame.probabilities, 0.5),
            tuple(0 * layer for layer in frame.neurons),
            tuple(0 * array for array in frame.weights),
            frame.metrics,
        )
        for frame in frames
    ]
    animation = sent(random_animation((2, 3, 1), frames=frames, activation="relu")[1])
    (change,) = changed(animation, 0, lambda trace: trace["type"] == "contour")
    assert (change["z"] == 5_000).all()
    assert len(drawn_edges(animation, 0)) == 9


# The animation of a run

ROWS = tuple((float(place % 7), float(place % 5), place % 2) for place in range(60))


@pytest.mark.parametrize("data", [Planar(points=50, features=("x1", "x2", "x1²")), Table(ROWS)])
def test_the_animation_of_a_run_evaluates_each_snapshot(data):
    experiment, random = Experiment(data, Network((4,), "tanh"), Training(epochs=2)), np.random.default_rng(1)
    sizes = (len(data.features), 4, 1)
    snapshots = tuple(Snapshot(epoch, random_weights(sizes, random)) for epoch in range(3))
    history = {"epoch": [1, 2], **{name: [0.5, 0.6] for name in EMPTY if name != "epoch"}}
    animation = sent(animation_of(Run(experiment, history, snapshots, {"loss": 0.5, "accuracy": 0.8}, epochs_done=2)))
    points, arrays = plane_points(data), load(data)
    grid = grid_around(points.x_train, 64)
    np.testing.assert_allclose(animation["data"][0]["x"], grid.x1)
    for index, snapshot in enumerate(snapshots):
        (change,) = changed(animation, index, lambda trace: trace["type"] == "contour")
        shares = probability_map(experiment, snapshot.weights, grid)
        np.testing.assert_allclose(change["z"] / 10_000, shares, atol=1.01e-4)
        measured = evaluate(experiment, snapshot.weights, arrays.x_val, arrays.y_val)
        (_, accuracy) = changed(animation, index, lambda trace: trace.get("mode") == "lines+markers")
        assert accuracy["y"][2] == pytest.approx(100 * measured["accuracy"])
    best = [trace for trace in animation["data"] if trace.get("name") == "best possible boundary"]
    assert len(best) == isinstance(data, Planar)  # the true boundary of a reader's own points is unknown


def test_counts_of_few_weights_are_marked_at_whole_numbers():
    def ticks(sizes):
        layout = sent(random_animation(sizes)[1])["layout"]
        titled = next(
            layout[name] for name in layout if name.startswith("xaxis") and title_of(layout[name]) == "weight"
        )
        return layout[f"yaxis{titled['anchor'].removeprefix('y')}"]

    assert ticks((2, 1, 1))["dtick"] == 1
    assert "dtick" not in ticks((2, 50, 1))


def title_of(axis):
    return axis.get("title", {}).get("text")


@pytest.mark.parametrize(("height", "name"), [(560, "P(class 1)"), (1000, "Probability of class 1")])
def test_the_map_is_named_as_fully_as_its_width_allows(height, name):
    annotations = sent(random_animation((2, 3, 1), height=height)[1])["layout"]["annotations"]
    assert any(annotation["text"].startswith(f"<b>{name}</b>") for annotation in annotations)
