"""Figures of the fundamentals page on how a network computes, read back as the browser receives them."""

from itertools import pairwise

import numpy as np
import pytest

from nnkit.figures import (
    Matrix,
    activation_plot,
    alt_text,
    losses_by_step,
    matrix_lines,
    network_anatomy,
    spread_by_layer,
    value_shares,
)
from nnkit.figures.style import BLUE, ORANGE
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure

# Two inputs, three hidden neurons, one output; only weights into the second hidden neuron and out of the third.
WEIGHTS = [
    np.array([[0.0, 2.0, 0.0], [0.0, -1.0, 0.0]]),
    np.array([0.1, 0.2, 0.3]),
    np.array([[0.0], [0.0], [0.5]]),
    np.array([-0.4]),
]
VALUES = [np.array([1.0, -1.0]), np.array([0.0, 0.5, -0.25]), np.array([0.75])]
NAN = float("nan")

EVERY_FIGURE = LazyFigures(
    {
        "anatomy": lambda: network_anatomy(WEIGHTS, VALUES, (1, 1), ["tanh", "sigmoid"]),
        "activation": lambda: activation_plot(
            "f", np.arange(5.0), (np.arange(5.0), np.ones(5)), np.arange(5) > 2, (1.0, 1.0, 1.0)
        ),
        "matrices": lambda: matrix_lines([[Matrix("x", np.ones((1, 2))), Matrix("W", np.array([[1.0], [-3.0]]), "·")]]),
        "zeros": lambda: matrix_lines([[Matrix("W", np.zeros((2, 2)))]]),
        "spreads": lambda: spread_by_layer({"zero": np.zeros(3), "He": np.array([1.0, 0.9, 0.8])}, "outputs"),
        "explosion": lambda: spread_by_layer({"large": np.array([1.0, 1e200, np.inf])}, "outputs"),
        "shares": lambda: value_shares(np.linspace(-1, 1, 3), np.array([[0.25, 0.75], [1.0, 0.0]]), "outputs"),
        "losses": lambda: losses_by_step({"He": np.array([0.7, 0.2]), "large": np.array([9.0, NAN])}),
        "all diverged": lambda: losses_by_step({"large": np.array([9.0, np.inf])}),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_fits_both_themes_and_a_phone(name):
    figure = EVERY_FIGURE[name]
    check_figure(figure)
    assert len(figure.to_json()) < 20_000


def lines(opacity):
    """Colour and ends of the lines that are drawn with this opacity."""
    traces = [trace for trace in EVERY_FIGURE.sent("anatomy")["data"] if trace["mode"] == "lines"]
    strong = max(trace["opacity"] for trace in traces)
    chosen = [trace for trace in traces if (trace["opacity"] == strong) == (opacity == "strong")]
    return {(trace["line"]["color"], tuple(trace["x"][:2]), tuple(trace["y"][:2])) for trace in chosen}


def test_the_chosen_neurons_weights_stand_out_by_their_sign():
    assert (BLUE, (0, 1), (0.5, 0)) in lines("strong")  # 2 from the first input, the largest
    assert all(x == (0, 1) for _, x, _ in lines("strong"))
    orange = [trace for trace in EVERY_FIGURE.sent("anatomy")["data"] if trace.get("line", {}).get("color") == ORANGE]
    assert [list(trace["y"][:2]) for trace in orange] == [[-0.5, 0]]  # -1 from the second input, and nothing else


def test_circles_hold_values_and_carry_their_places():
    circles = EVERY_FIGURE.sent("anatomy")["data"][-1]
    assert circles["text"] == ["1.00", "−1.00", "0.00", "0.50", "−0.25", "0.75"]
    assert circles["customdata"] == [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 0]]
    widths = circles["marker"]["line"]["width"]
    assert widths.index(max(widths)) == 3
    assert circles["hovertext"][4] == "hidden layer 1, neuron 3<br>bias 0.300, output −0.2500"


def test_the_alternative_text_counts_neurons_and_columns_from_one():
    figure = network_anatomy(WEIGHTS, VALUES, (1, 2), ["tanh", "sigmoid"])
    assert "Neuron 3 of column 2 is highlighted." in alt_text(figure)


def test_a_picture_is_as_high_for_any_small_network():
    one = network_anatomy([np.ones((1, 1)), np.ones(1)], [np.ones(1), np.ones(1)], (1, 0), ["sigmoid"])
    assert one.layout.height == EVERY_FIGURE["anatomy"].layout.height


def test_saturated_intervals_are_shaded():
    shapes = EVERY_FIGURE.sent("activation")["layout"]["shapes"]
    assert [(shape["x0"], shape["x1"]) for shape in shapes if shape["type"] == "rect"] == [(3, 4)]
    assert [(shape["x0"], shape["x1"]) for shape in shapes if shape["type"] == "line"] == [(1, 1)]


def test_matrices_have_one_scale_and_do_not_overlap():
    left, right = EVERY_FIGURE.sent("matrices")["data"]
    assert (left["zmin"], left["zmax"]) == (right["zmin"], right["zmax"]) == (-3, 3)
    assert list(left["x"]) == [0.5, 1.5]
    assert right["x"][0] - 0.5 > 2
    assert right["text"] == [["1.00"], ["−3.00"]]
    texts = [text["text"] for text in EVERY_FIGURE.sent("matrices")["layout"]["annotations"]]
    assert any("1×2" in text for text in texts)
    assert any("2×1" in text for text in texts)


def test_a_spread_of_zero_is_left_out_of_the_logarithmic_axis():
    zero, he = EVERY_FIGURE.sent("spreads")["data"]
    assert np.isnan(zero["y"]).all()
    np.testing.assert_allclose(he["y"], [1, 0.9, 0.8], rtol=1e-6)
    low, high = EVERY_FIGURE["spreads"].layout.yaxis.range
    assert 10**low < 0.8
    assert 10**high > 1


def test_every_spread_lies_on_the_axis_whose_ticks_are_powers_of_ten():
    fading = 10.0 ** np.linspace(-16.2, 0, 10)
    for spreads, least in ((fading, 2), (np.array([1.0, 0.9]), 1)):
        axis = spread_by_layer({"too small": spreads}, "gradients").layout.yaxis
        low, high = axis.range
        assert low < np.log10(spreads.min())
        assert high > np.log10(spreads.max())
        powers = np.log10(axis.tickvals)
        assert powers == pytest.approx(powers.round())
        assert 1 <= len(powers) < 10
        assert len({*np.diff(powers).round(6)}) <= 1  # at equal distances
        assert np.floor(high) - np.ceil(low) >= least - 1


def test_shares_are_percent_where_they_belong():
    tiles = EVERY_FIGURE.sent("shares")["data"][0]
    np.testing.assert_array_equal(tiles["z"], [[25, 75], [100, 0]])
    assert (list(tiles["x"]), list(tiles["y"])) == ([-0.5, 0.5], [1, 2])


def test_a_network_that_diverged_is_reported_and_leaves_room_for_the_others():
    assert alt_text(EVERY_FIGURE["losses"]) == "Loss after the last step: He 0.200, large diverged."
    assert EVERY_FIGURE["losses"].layout.yaxis.range[1] < 2


def test_captions_under_the_layers_take_two_lines_where_there_are_several_hidden_layers():
    def captions(sizes):
        weights = [array for inputs, units in pairwise(sizes) for array in (np.ones((inputs, units)), np.ones(units))]
        values = [np.ones(size) for size in sizes]
        figure = network_anatomy(weights, values, (1, 0), ["tanh"] * (len(sizes) - 2) + ["sigmoid"])
        return {annotation.text for annotation in figure.layout.annotations}

    assert captions((2, 3, 1)) >= {"input layer", "hidden layer<br>tanh", "output<br>sigmoid"}
    assert captions((2, 3, 2, 1)) >= {"input<br>layer", "hidden 1<br>tanh", "hidden 2<br>tanh"}
