"""The section on initial weights, without a browser."""

import re

import numpy as np
import pytest

from tests.app.fundamentals.numbers import parse_number
from tests.app.visitor import Part, array_of


def initial():
    from pages.fundamentals.initialisation.section import show_initial_weights

    show_initial_weights()


class Weights(Part):
    """The section in one of its views."""

    def __init__(self, view):
        super().__init__(initial, {"initial_view": view}, page="fundamentals")

    @property
    def tables(self):
        return [table.value for table in self.app.dataframe]


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_every_activation_is_compared_with_all_five_initialisations(activation):
    section = Weights("Spread by layer").choose(bend=activation)
    for figure in ("outputs", "gradients"):
        assert len(section.figures[figure][0]["data"]) == 5
    section.choose(initial_view="Training")
    assert len(section.figures["losses"][0]["data"]) == 5
    section.choose(initial_view="Outputs by layer").choose(initial="zero")
    shares = array_of(section.figures["shares"][0]["data"][0]["z"])
    np.testing.assert_allclose(shares.sum(axis=1), 100, rtol=1e-5)


def test_the_spread_that_is_written_is_the_one_that_is_drawn():
    section = Weights("Spread by layer").choose(bend="relu")
    pattern = r"multiplied by .*, (\S[^,]*) with “too small”,.*, (\S[^,]*) with “He”\."
    match = next(match for text in section.texts("markdown") if (match := re.search(pattern, text)))
    small, he = map(parse_number, match.groups())
    drawn = {trace["name"]: array_of(trace["y"]) for trace in section.figures["gradients"][0]["data"]}
    assert small == pytest.approx(drawn["too small"][0] / drawn["too small"][-1], rel=0.01)
    assert he == pytest.approx(drawn["He"][0] / drawn["He"][-1], rel=0.01)
    assert np.isnan(drawn["zero"]).sum() == 9  # but for the layer where the gradient is sent in


def test_losses_at_ln_2_are_of_networks_that_have_not_learned():
    section = Weights("Training")
    assert section.says("“He” has the lowest loss")
    section.choose(bend="sigmoid", initial_rate=1.0)
    assert section.says("None of the networks has learned")
    assert not section.says("has the lowest loss")


def test_the_fullest_tiles_are_reported():
    section = Weights("Outputs by layer").choose(initial="zero")
    assert section.says(
        "In layer 1, the fullest of 41 tiles holds 100\u00a0% of the outputs. In layer 10, it holds 100"
    )


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("start", [0.0, 0.5])
def test_units_that_start_alike_are_shown_alike(activation, start):
    section = Weights("Equal weights").choose(same_bend=activation, same_start=start)
    alike, random = section.tables
    assert (np.ptp(alike.to_numpy(), axis=0) < 1e-9).all()
    assert (np.ptp(random.to_numpy(), axis=0) > 1e-2).all()
    moved = np.abs(alike.to_numpy() - start).max() > 0
    assert moved == (start != 0 or activation == "sigmoid")
    assert section.says("None of their weights has moved") != moved
    section.choose(same_steps=0)
    assert (section.tables[0] == start).all(axis=None)
