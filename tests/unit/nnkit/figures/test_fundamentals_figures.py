"""Figures of descent, backpropagation and training loop, read back as the browser receives them."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from nnkit import figures as draw
from nnkit.concepts.expressions import EXPRESSIONS
from nnkit.concepts.loss_surfaces import surface_of
from nnkit.concepts.optimizers import VERDICTS, descend
from nnkit.figures.fundamentals.descent import LOOKS
from nnkit.figures.fundamentals.verdicts import TILES
from nnkit.results.grid import grid_around
from pages.fundamentals.backpropagation.passes import known_gradients, known_values, run_passes
from pages.fundamentals.calculations import calculation, slopes
from pages.fundamentals.descent.section import loss_map
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure, sent
from ui.lessons.computed.descent import LEARNING_RATES, Choice, weights_of
from ui.numbers import scientific

CHOICE = Choice("bowl", (-1.8, 1.2), 20, None, 0)


@cache
def descent_figure(height=560):
    trajectories = {}
    for name in LOOKS:
        weights = weights_of(CHOICE, name)
        descriptions = [f"text of {name} {rate}" for rate in LEARNING_RATES]
        trajectories[name] = draw.Trajectory(name, weights, surface_of("bowl").loss(weights), descriptions)
    return draw.descent_trajectories(loss_map("bowl"), trajectories, LEARNING_RATES, 6, height)


CIRCLES = {
    "a": draw.Circle((0, 0), "a", "2", "3", "a", True),
    "b": draw.Circle((1, 0), "b", "6", "1", "b"),
}
POINTS = np.random.default_rng(0).uniform(-1, 1, (40, 2))
GRID = grid_around(POINTS, 12)
VALUES = np.linspace(0, 2, 11)
EVERY_FIGURE = LazyFigures(
    {
        "graph": lambda: draw.computational_graph(CIRCLES, [("a", "b")], "b"),
        "graph in little height": lambda: draw.computational_graph(CIRCLES, [("a", "b")], height=100),
        "graph at first": lambda: draw.computational_graph(CIRCLES, [("a", "b")]),
        "tangent": lambda: draw.tangent_line("w", VALUES, VALUES**2, (1.0, 1.0, 2.0), (1.5, 2.25)),
        "loop": lambda: draw.loop_diagram((("batch", "x"), ("forward", "p")), 1),
        "losses": lambda: draw.batch_losses(np.array([0.7, 0.6, 0.5, 0.4, 0.3]), 4, 2),
        "batch": lambda: draw.batch_plane(
            GRID, GRID.map(GRID.points[:, 0] > 0), draw.Points(POINTS, POINTS[:, 0] > 0), np.arange(5)
        ),
        "new point": lambda: draw.batch_plane(
            GRID, GRID.map(GRID.points[:, 0] > 0), draw.Points(POINTS, POINTS[:, 0] > 0), np.arange(5), (0.5, 0.2), 300
        ),
        "verdicts": lambda: draw.verdict_map({"SGD": ["arrives", "diverges"]}, (0.1, 1.0), [["one", "two"]]),
        "descent": lambda: descent_figure(),
        "descent narrow": lambda: descent_figure(None),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_fits_both_themes_and_has_a_text(name):
    check_figure(EVERY_FIGURE[name])


def test_the_slider_sets_every_lines_numbers_and_those_it_begins_with_are_drawn():
    figure = sent(descent_figure())
    slider = figure["layout"]["sliders"][0]
    assert [step["label"] for step in slider["steps"]] == [f"{rate:g}" for rate in LEARNING_RATES]
    for rate, step in enumerate(slider["steps"]):
        numbers, layout, places = step["args"]
        lines = [figure["data"][place] for place in places]
        assert [line["type"] for line in lines] == ["scatter", "scatter3d"] * len(LOOKS)
        for turn, name in enumerate(LOOKS):
            weights = weights_of(CHOICE, name)[:, rate]
            for place in (2 * turn, 2 * turn + 1):
                x, y = numbers["x"][place], numbers["y"][place]
                np.testing.assert_allclose(x, weights[:, 0], rtol=1e-6)
                np.testing.assert_allclose(y, weights[:, 1], rtol=1e-6)
            if rate == slider["active"]:
                np.testing.assert_allclose(lines[2 * turn]["x"], weights[:, 0], rtol=1e-6)
            assert f"text of {name} {LEARNING_RATES[rate]}" in layout["annotations[0].text"]
    assert figure["layout"]["annotations"][0]["text"] == slider["steps"][6]["args"][1]["annotations[0].text"]


def test_in_space_a_trajectory_ends_where_it_leaves_the_surface():
    figure = sent(descent_figure())
    numbers = figure["layout"]["sliders"][0]["steps"][-1]["args"][0]  # SGD at η = 5 flies off
    heights = np.asarray(numbers["z"][1])
    assert np.isfinite(heights[0])
    assert np.isnan(heights[5:]).all()


def test_the_largest_figure_stays_small():
    assert len(descent_figure().to_json()) < 200_000


def test_every_verdict_has_a_tile():
    assert set(TILES) == set(VERDICTS)
    heatmap = sent(draw.verdict_map({"SGD": list(TILES)}, range(len(TILES)), [list(TILES)]))["data"][0]
    assert np.asarray(heatmap["z"]).tolist() == [list(range(len(TILES)))]
    assert len(set(heatmap["text"][0])) == len(TILES)


def test_the_backward_pass_reverses_the_arrows():
    circles = {
        "a": draw.Circle((0, 0), "a", "2", "", "a", True),
        "b": draw.Circle((1, 1), "b", "6", "", "b"),
    }
    for is_backward in (False, True):
        figure = sent(draw.computational_graph(circles, [("a", "b")], "b", is_backward))
        x = figure["data"][0]["x"]
        assert list(x[:2]) == ([1, 0] if is_backward else [0, 1])


def test_the_tangent_touches_the_curve():
    curve, tangent = EVERY_FIGURE.sent("tangent")["data"][:2]
    gaps = np.array(curve["y"]) - np.array(tangent["y"])
    np.testing.assert_allclose(gaps, (np.array(curve["x"]) - 1) ** 2, atol=1e-6)  # w² - (1 + 2 (w - 1))


def test_only_whole_epochs_have_a_mean():
    batch, epoch = EVERY_FIGURE.sent("losses")["data"]
    assert list(batch["x"]) == [1, 2, 3, 4]
    np.testing.assert_allclose(epoch["x"], [2, 4])
    np.testing.assert_allclose(epoch["y"], [0.65, 0.45], rtol=1e-6)


@pytest.mark.parametrize("operation", ["add", "multiply", "weighted sum"])
def test_calculations_and_slopes_are_written_with_their_partners(operation):
    names = ["a", "b", "c"] if operation == "weighted sum" else ["a", "b"]
    expected = {
        "add": ("a + b", ["1", "1"]),
        "multiply": ("a · b", ["b", "a"]),
        "weighted sum": ("a · b + c", ["b", "a", "1"]),
    }[operation]
    assert (calculation(operation, names), list(slopes(operation, names))) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-3.0, "−3"),
        (999.9, "1,000"),
        (12_345.6, "12,300"),
        (5.5639e25, "5.56 · 10²⁵"),
        (-7.892e-7, "−7.89 · 10⁻⁷"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_are_written_with_powers_of_ten(value, text):
    assert scientific(value) == text


def test_a_loss_is_drawn_once_it_is_known():
    batch, epoch = sent(draw.batch_losses(np.array([0.7, 0.6]), 0, 2))["data"]
    assert not len(batch["x"])
    assert not len(epoch["x"])
    check_figure(draw.batch_losses(np.array([0.7, 0.6]), 0, 2))


def test_numbers_appear_one_step_after_another():
    expression = EXPRESSIONS["network"]
    passes = run_passes(expression, expression.inputs)
    values = [len(known_values(passes, step)) for step in range(passes.steps)]
    assert values[: len(passes.operations) + 1] == list(range(12, 21))
    slopes_known = [known_gradients(passes, step) for step in range(passes.steps)]
    assert slopes_known[len(passes.operations)] == {}
    assert slopes_known[len(passes.operations) + 1] == {"L": 1.0}
    assert slopes_known[-1] == passes.gradients
    for before, after in pairwise(slopes_known):
        assert set(before) <= set(after)


def test_mini_batches_have_the_exact_trajectory_beside_them():
    weights = descend(surface_of("linear"), "sgd", LEARNING_RATES, (1, 1), [None] * 3)
    trajectory = draw.Trajectory(
        "SGD", weights, surface_of("linear").loss(weights), ["t"] * len(LEARNING_RATES), weights
    )
    figure = sent(draw.descent_trajectories(loss_map("linear"), {"sgd": trajectory}, LEARNING_RATES, 0))
    assert [trace["type"] for trace in figure["data"]] == [
        "contour",
        "surface",
        "scatter",
        "scatter",
        "scatter3d",
        "scatter",
    ]
    assert figure["data"][3]["line"]["dash"] == "dot"
