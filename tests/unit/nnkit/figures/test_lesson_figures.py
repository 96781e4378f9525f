"""Figures of lessons, read back as the browser gets them."""

import pytest

from nnkit.figures import predicted_bars, sketched_curves
from nnkit.figures.style import BLUE, ORANGE
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure

PLACES, LIMITS = ["1", "3", "50"], (0.0, 1.0)
YOURS, MEASURED = (0.2, 0.5, 0.7), (0.3, None, 2.5)
EVERY_FIGURE = LazyFigures(
    {
        "sketch": lambda: sketched_curves(PLACES, {"yours": YOURS}, ("units", "loss"), LIMITS, 300),
        "both": lambda: sketched_curves(PLACES, {"yours": YOURS, "measured": MEASURED}, ("units", "loss"), LIMITS, 300),
        "bars": lambda: predicted_bars({"yours": 4000.0, "measured": 302.0}, "epoch", 150),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_is_as_it_should_be(name):
    check_figure(EVERY_FIGURE[name])


def test_a_measured_value_beyond_the_sketch_is_within_the_axis():
    sketch, both = EVERY_FIGURE.sent("sketch"), EVERY_FIGURE.sent("both")
    assert sketch["layout"]["yaxis"]["range"][1] == pytest.approx(1.05)
    low, high = both["layout"]["yaxis"]["range"]
    assert low < 0
    assert high > 2.5
    assert [trace["y"] for trace in both["data"]] == [list(YOURS), list(MEASURED)]
    assert "measured: 0.3, not measured, 2.5" in both["layout"]["meta"]["alt"]


def test_bars_have_the_colours_of_the_curves():
    (bars,) = EVERY_FIGURE.sent("bars")["data"]
    colours = [trace["line"]["color"] for trace in EVERY_FIGURE.sent("both")["data"]]
    assert bars["marker"]["color"] == colours == [ORANGE, BLUE]
    assert bars["x"] == [4000, 302]
