"""Texts and marks do not cover each other, and stay inside the figure, on a wide page and on a phone."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from nnkit import figures as draw
from tests.unit.nnkit.figures.places import LINE, Places

WIDE, PHONE = 800, 358  # px


def anatomy(sizes, height):
    weights = [array for inputs, units in pairwise(sizes) for array in (np.ones((inputs, units)), np.ones(units))]
    values = [np.linspace(-1, 1, size) for size in sizes]
    return draw.network_anatomy(weights, values, (1, 0), ["tanh"] * (len(sizes) - 2) + ["sigmoid"], height)


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (3, 4, 3, 1), (2, 6, 1), (4, 6, 6, 6, 3)])
@pytest.mark.parametrize("height", [384, 560])
def test_neurons_stand_apart_between_the_key_and_the_captions(sizes, width, height):
    places = Places(anatomy(sizes, height), width)
    circles = places.marks(places.traces[-1])
    assert not [pair for pair in combinations(circles, 2) if pair[0].overlaps(pair[1])]
    assert all(circle.is_within(places.plot) for circle in circles)
    key, *captions = places.layout["annotations"]
    assert (key["yref"], key["y"], key["yanchor"]) == ("paper", 1, "bottom")  # above the plot, in its margin
    assert places.plot.top >= LINE + key["yshift"]
    for caption in captions:
        top = places.y(caption["y"])
        assert caption["yanchor"] == "top"
        assert top >= max(circle.bottom for circle in circles)
        assert top + LINE * caption["text"].count("<br>") + LINE <= places.figure.bottom
    assert [caption["x"] for caption in captions] == list(range(len(sizes)))


def graph(rows, height):
    """Return a graph with neighbours in one column, each with a value and a gradient, that lead to one node."""
    circles = {
        f"x{row}": draw.Circle((0, row), f"x{row}", "−0.1234", "−1.2345", f"x{row}", True) for row in range(rows)
    }
    circles["sum"] = draw.Circle((1, (rows - 1) / 2), "z", "−0.1234", "−1.2345", "z")
    return draw.computational_graph(circles, [(name, "sum") for name in circles if name != "sum"], "sum", height=height)


@pytest.mark.parametrize("rows", [1, 2, 4, 6])
@pytest.mark.parametrize("height", [None, 420, 560])
def test_a_node_has_its_value_above_and_its_gradient_below_and_no_text_covers_another(rows, height):
    places = Places(graph(rows, height), PHONE)
    *_, nodes, values, gradients = places.traces
    circles = places.marks(nodes)
    above, below = places.numbers(values), places.numbers(gradients)
    for circle, value, gradient in zip(circles, above, below, strict=True):
        assert value.bottom <= circle.top
        assert gradient.top >= circle.bottom
    texts = [*above, *below]
    assert not [pair for pair in combinations(texts, 2) if pair[0].overlaps(pair[1])]
    assert not [text for text in texts if any(text.overlaps(circle) for circle in circles)]
    assert all(box.is_within(places.plot) for box in [*texts, *circles])
    assert places.plot.top >= LINE  # the key stands above


@pytest.mark.parametrize(("count", "height"), [(1, None), (3, 560), (15, None), (15, 420), (20, 560)])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_every_bar_is_in_the_picture_and_its_word_has_a_line(count, height, side):
    effects = np.linspace(1, 3, count) * (np.where(np.arange(count) % 2, 1, -1) if side == 0 else side)
    before = effects / 2
    figure = draw.word_bars([f"w{row}" for row in range(count)], effects, [""] * count, before=before, height=height)
    places = Places(figure, PHONE)
    bars, earlier = places.traces
    low, high = places.layout["xaxis"]["range"]
    for values in (bars["x"], earlier["x"], [0]):
        assert low <= np.min(values)
        assert np.max(values) <= high
    assert max(np.abs(effects)) >= 0.9 * max(abs(low), abs(high))  # the longest bar nearly fills its side
    rows = places.y(bars["y"])
    pitch = abs(places.y(1) - places.y(0))
    half = pitch * (1 - places.layout["bargap"]) / 2
    assert (np.diff(rows) >= LINE).all()  # from the top, in the given order
    assert rows[0] - half >= places.plot.top
    assert rows[-1] + half <= places.plot.bottom
    assert max(rows[0] - places.plot.top, places.plot.bottom - rows[-1]) < pitch  # no empty row
    assert list(places.layout["yaxis"]["tickvals"]) == list(bars["y"])
