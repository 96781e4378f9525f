"""The sections on how a network computes, as parts of the whole page: their addresses, and coming back to them."""

import pytest

from tests.app.visitor import Visitor

# The views of each section, None for the one it opens with, and a figure of each.
VIEWS = [
    ("anatomy", None, ".anatomy"),
    ("activations", None, ".activation"),
    ("activations", "Why a bend at all?", ".product"),
    ("neuron", None, ".neuron"),
    ("neuron", "By training", "logistic.map"),
    ("softmax", None, ".softmax"),
    ("softmax", "A trained network", "groups.regions"),
    ("approximation", None, ".bumps"),
    ("approximation", "Found by training", "fits.fit"),
    ("approximation", "Seven widths", "fits.errors"),
]
NONSENSE = {
    "inputs": "9",
    "layers": "x",
    "units_1": "-1",
    "neuron": "<b>",
    "activation": "?",
    "seed": "1e99",
    "function": "tan",
    "z": "nan",
    "saturated": "7 %",
    "between": "cubic",
    "w1": "inf",
    "logistic_shape": "cube",
    "logistic_epochs": "3",
    "classes": "2",
    "logit_0": "x",
    "true": "9",
    "groups_classes": "17",
    "curve": "knot",
    "bumps": "0",
    "fits_units": "11",
}


@pytest.mark.parametrize(("section", "view", "figure"), VIEWS)
def test_a_view_opens_by_its_address_whatever_else_is_in_it(section, view, figure):
    views = {f"{section}_view": view} if view else {f"{section}_view": "?"}
    visitor = Visitor("fundamentals", section=section, **NONSENSE, **views).run()
    assert figure.lstrip(".") in visitor.figures


def test_what_a_reader_chose_is_there_after_another_section():
    visitor = Visitor("fundamentals", section="anatomy").run()
    visitor.choose(layers=1, x2=1.5).choose(neuron="hidden layer 1, neuron 2")
    sums = [text for text in visitor.texts("markdown") if text.startswith("z = ")]
    visitor.open("activations").choose(function="tanh").choose(activations_view="Why a bend at all?")
    visitor.open("softmax").choose(classes=4).choose(logit_3=2.5)
    visitor.open("anatomy")
    assert [text for text in visitor.texts("markdown") if text.startswith("z = ")] == sums
    visitor.open("activations")
    assert "product" in visitor.figures
    visitor.choose(activations_view="The curves")
    assert visitor.value("function") == "tanh"
    visitor.open("softmax")
    assert (len(visitor.trace("softmax")["x"]), visitor.value("logit_3")) == (4, 2.5)


def test_edited_points_are_there_after_another_section_and_can_be_undone():
    visitor = Visitor("fundamentals", section="neuron").run()

    def points():
        """The first coordinates in the table of the losses."""
        return list(next(table.value for table in visitor.app.dataframe if "loss Lᵢ" in table.value)["x1"])

    before = points()
    visitor.edit(changed={0: {"x1": 2.0}}, added=[{"x1": 0.5, "x2": 0.5, "class": 1}])
    edited = points()
    assert edited == [2.0, *before[1:], 0.5]
    visitor.choose(neuron_view="By training").choose(neuron_view="By hand")
    assert points() == edited
    visitor.open("softmax").open("neuron")
    assert points() == edited
    visitor.edit(changed={1: {"x1": 3.0}})
    assert points() == [2.0, 3.0, *edited[2:]]
    visitor.undo()
    assert points() == before


def test_corners_are_there_after_another_section():
    visitor = Visitor("fundamentals", section="approximation", curve="corners").run()
    visitor.edit(changed={0: {"y": 1.0}})
    curve = visitor.trace("bumps", 2)
    visitor.open("neuron").open("approximation")
    assert visitor.trace("bumps", 2) == curve


def test_a_trained_network_is_there_after_another_section():
    visitor = Visitor("fundamentals", section="neuron", neuron_view="By training").run()
    visitor.choose(logistic_epochs=10)
    (run,) = visitor.runs("_logistic")
    visitor.open("anatomy").open("neuron")
    assert visitor.value("logistic_epochs") == 10
    assert visitor.runs("_logistic") == [run]
