"""Sections of the page Fundamentals on how a network computes, without a browser."""

import json
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nnkit import Planar, load
from nnkit.concepts.activations import CATALOGUE
from tests.app.fundamentals.numbers import parse_number
from tests.app.visitor import Part, array_of


def anatomy():
    from pages.fundamentals.anatomy.section import show_anatomy

    show_anatomy()


def activations():
    from pages.fundamentals.activations.section import show_activations

    show_activations()


def neuron():
    from pages.fundamentals.neuron.section import show_neuron

    show_neuron()


def vectorisation():
    from pages.fundamentals.vectorisation.section import show_vectorisation

    show_vectorisation()


BY_TRAINING = {"fundamentals_neuron_view": "By training"}


def found(part, pattern):
    """The numbers in the brackets of the pattern, from the first text that matches."""
    texts = part.texts("markdown", "caption")
    match = next(match for text in texts if (match := re.search(pattern, text, re.DOTALL)))
    return [parse_number(group.rstrip(".:,;")) for group in match.groups()]


def tables(part):
    return [table.value for table in part.app.dataframe]


# Anatomy


def test_a_neurons_terms_add_up_to_its_output():
    part = Part(anatomy)
    for name in ("hidden layer 1, neuron 2", "hidden layer 2, neuron 3", "output layer, neuron 1"):
        part.set("fundamentals_neuron", name)
        terms = tables(part)[0]
        np.testing.assert_allclose(terms["value"] * terms["weight"], terms["value × weight"])
        z, a = found(part, r"z = .* = \*\*(\S+)\*\*.*\*\*(\S+)\*\*")
        assert z == pytest.approx(terms["value × weight"].sum(), abs=6e-5)
        assert a == pytest.approx(1 / (1 + np.exp(-z)) if name.startswith("output") else np.tanh(z), abs=2e-4)


def test_a_click_on_a_circle_chooses_its_neuron_and_one_on_an_input_chooses_none():
    part = Part(anatomy)
    circles = part.figures["fundamentals.anatomy"][0]["data"][-1]["customdata"]
    part.click("fundamentals.anatomy", circles.index([2, 1]))
    assert part.app.selectbox(key="fundamentals_neuron").value == "hidden layer 2, neuron 2"
    part.click("fundamentals.anatomy", circles.index([0, 0]))
    assert part.app.selectbox(key="fundamentals_neuron").value == "hidden layer 2, neuron 2"


def test_the_values_of_a_neuron_are_the_outputs_of_the_layer_before():
    part = Part(anatomy)
    circles = part.figures["fundamentals.anatomy"][0]["data"][-1]
    written = zip(circles["customdata"], circles["text"], strict=True)
    drawn = {tuple(place): parse_number(text) for place, text in written}
    values = tables(part)[0]["value"]
    assert [drawn[2, unit] for unit in range(3)] == pytest.approx(list(values[:3]), abs=6e-3)
    assert [drawn[0, place] for place in range(3)] == [1.0, -0.5, 0.5]


def test_parameters_are_counted():
    part = Part(anatomy)
    assert part.says("**35 parameters**")  # (3 + 1)·4 + (4 + 1)·3 + (3 + 1)·1
    part.set("fundamentals_layers", 0)
    assert part.says("**4 parameters**")
    part.set("fundamentals_layers", 3).set("fundamentals_outputs", 2)
    assert part.says("**51 parameters**")  # the two hidden layers' 31, (3 + 1)·3 of the third, (3 + 1)·2


def test_a_chosen_neuron_that_no_longer_exists_is_replaced():
    part = Part(anatomy).set("fundamentals_neuron", "hidden layer 2, neuron 3")
    part.set("fundamentals_layers", 1)
    assert part.app.selectbox(key="fundamentals_neuron").value == "output layer, neuron 1"
    assert len(tables(part)[0]) == 4 + 1


def test_a_linear_neuron_follows_its_input_by_its_weight():
    part = Part(anatomy, {"fundamentals_layers": "1", "fundamentals_activation": "linear"})
    part.set("fundamentals_neuron", "hidden layer 1, neuron 1")
    before, weight = found(part, r"a = .*\*\*(\S+)\*\*")[0], tables(part)[0]["weight"]["x2"]
    part.set("fundamentals_x2", 0.5)  # from -0.5
    assert found(part, r"a = .*\*\*(\S+)\*\*")[0] - before == pytest.approx(weight, abs=2e-4)


# Activations


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "gelu", "linear"])
def test_value_and_slope_are_written_and_marked(name):
    part = Part(activations).set("fundamentals_function", name).set("fundamentals_z", 1.5)
    value, slope = found(part, r"f\(z\) = \*\*(\S+)\*\* and f′\(z\) = \*\*(\S+)\*\*")
    by_hand = {
        "sigmoid": (1 / (1 + np.exp(-1.5)), np.exp(-1.5) / (1 + np.exp(-1.5)) ** 2),
        "tanh": (np.tanh(1.5), 1 - np.tanh(1.5) ** 2),
        "relu": (1.5, 1),
        "gelu": (1.5 * 0.9331928, 0.9331928 + 1.5 * 0.1295176),  # from a table of the normal distribution
        "linear": (1.5, 1),
    }[name]
    assert (value, slope) == pytest.approx(by_hand, abs=6e-5)
    marks = part.figures["fundamentals.activation"][0]["data"][2:]
    assert [(array_of(mark["x"])[0], array_of(mark["y"])[0]) for mark in marks] == [
        (1.5, pytest.approx(value, abs=1e-4)),
        (1.5, pytest.approx(slope, abs=1e-4)),
    ]


def test_saturation_is_shaded_and_reported():
    part = Part(activations)  # a sigmoid, at 10 % of ¼
    shades = [
        shape for shape in part.figures["fundamentals.activation"][0]["layout"]["shapes"] if shape["type"] == "rect"
    ]
    assert [(shade["x0"], shade["x1"]) for shade in shades] == [(-6, pytest.approx(-3.65)), (pytest.approx(3.65), 6)]
    assert part.set("fundamentals_z", 3.6).says("not saturated")
    assert not part.set("fundamentals_z", 3.7).says("not saturated")
    table = tables(part)[0]
    assert list(table["function"]) == [each.label for each in CATALOGUE.values()]
    assert dict(zip(table["function"], table["saturated"], strict=True))["sigmoid"]


def test_linear_layers_are_one_and_bent_ones_are_not():
    part = Part(activations, {"fundamentals_activations_view": "Why a bend at all?"})
    matrices = [array_of(trace["z"]) for trace in part.figures["fundamentals.product"][0]["data"]]
    np.testing.assert_allclose(matrices[0] @ matrices[1] @ matrices[2], matrices[3], atol=1e-5)
    ours, single, apart = found(
        part, r"answers \*\*(\S+)\*\*, and the single layer answers \*\*(\S+)\*\*.*at most (.+)\. They"
    )
    assert ours == single
    assert apart < 1e-12
    assert single == pytest.approx((np.array([1, -1]) @ matrices[3] + matrices[4])[0, 0], abs=1e-4)
    biases = np.array(found(part, r"with b1 = \((\S+), (\S+), (\S+)\), b2 = \((\S+), (\S+), (\S+)\), b3 = \((\S+)\)"))
    by_hand = biases[:3] @ matrices[1] @ matrices[2] + biases[3:6] @ matrices[2] + biases[6:]
    assert by_hand == pytest.approx(matrices[4][0], abs=0.05)  # of biases with two decimals
    ours, theirs, *marks = part.figures["fundamentals.bend"][0]["data"]
    np.testing.assert_allclose(array_of(ours["y"]), array_of(theirs["y"]), rtol=1e-5)
    assert [array_of(mark["y"])[0] for mark in marks] == [pytest.approx(single, abs=1e-4)] * 2
    part.set("fundamentals_between", "tanh")
    assert part.says("no longer the same function")
    bent, straight = (array_of(trace["y"]) for trace in part.figures["fundamentals.bend"][0]["data"][:2])
    assert np.ptp(np.diff(straight)) < 1e-4 < np.ptp(np.diff(bent))


# A neuron


def terms_of(part):
    """The table of the losses. The first table on the page is the editor of the points."""
    return next(table for table in tables(part) if "loss Lᵢ" in table)


def test_the_loss_is_written_out_point_by_point():
    part = Part(neuron)
    part.set("fundamentals_w2", 2.0).set("fundamentals_b", -0.5)
    table = terms_of(part)
    z = table["x1"] + 2 * table["x2"] - 0.5
    p = 1 / (1 + np.exp(-z))
    losses = -np.log(np.where(table["class y"] == 1, p, 1 - p))
    np.testing.assert_allclose(table[["z = w·x + b", "p = σ(z)", "loss Lᵢ"]], np.stack([z, p, losses], 1), rtol=1e-6)
    mean, right = found(part, r"\*\*L = (\S+) nats.* For (\d+) of 6")
    (worst,) = found(part, r"Point (\d+) has the largest loss")
    assert mean == pytest.approx(losses.mean(), abs=6e-5)
    assert right == ((p > 0.5) == (table["class y"] == 1)).sum()
    assert worst == losses.argmax() + 1
    assert list(table["point"]) == [1, 2, 3, 4, 5, 6]


def test_a_neuron_that_decides_nothing_has_no_best_or_worst_point_and_no_boundary():
    part = Part(neuron)
    part.set("fundamentals_w1", 0.0)
    assert part.says("For all 6 points, p is exactly ½, so the neuron prefers neither class.")
    assert part.says("All 6 points have the same loss. For point 1, z = ")
    assert not part.says("on the correct side")
    assert "boundary" not in json.dumps(part.figures["fundamentals.neuron"][0]["layout"])
    part.set("fundamentals_b", 0.5)
    assert part.says("For 3 of 6, p is on the correct side of ½.")
    assert part.says("Points 1, 2 and 3 have the same loss, the largest. For point 1, z = ")
    part.set("fundamentals_w2", -0.5)  # z = 0 at the points with x2 = 1
    assert part.says("For 2 of 6, p is exactly ½.")


def test_points_can_be_moved_and_bad_ones_lose_nothing():
    part = Part(neuron).edit(changed={0: {"x1": 2.0}}, added=[{"x1": 0.5, "x2": 0.5, "class": 1}])
    assert list(terms_of(part)["x1"]) == [2.0, -0.5, 0.5, -0.5, 1.0, 1.5, 0.5]
    part.edit(changed={0: {"x1": 2.0}, 1: {"x2": None}}, added=[{"x1": 0.5, "x2": 0.5, "class": 1}])
    assert part.says("Row 2, x2 is empty; expected is a number.")
    assert len(terms_of(part)) == 7
    part.edit(deleted=list(range(6)))
    assert part.says("There must be 1 to 20 points, but there are 0.")
    assert len(terms_of(part)) == 7


def test_the_trained_neuron_is_logistic_regression():
    part = Part(neuron, {**BY_TRAINING, "fundamentals_logistic_sklearn": "true"})
    points = load(Planar("moons"))
    expected = LogisticRegression(C=np.inf, tol=1e-10).fit(points.x_train, points.y_train)
    table = tables(part)[-1].map(lambda text: float(text.replace("−", "-").rstrip("%")))
    assert list(table["scikit-learn"][:2]) == pytest.approx(list(expected.coef_[0]), rel=1e-3)
    assert list(table["trained neuron"][:3]) == pytest.approx(list(table["scikit-learn"][:3]), rel=1e-2)
    assert table["trained neuron"]["loss (nats)"] >= table["scikit-learn"]["loss (nats)"]
    assert table["scikit-learn"]["correct"] == pytest.approx(100 * expected.score(points.x_train, points.y_train))


# Vectorisation


@pytest.mark.parametrize("layer", [1, 2, 3])
@pytest.mark.parametrize("samples", [1, 8])
def test_the_matrices_are_a_layer(layer, samples):
    part = Part(vectorisation).set("fundamentals_layer", layer).set("fundamentals_samples", samples)
    x, w, b, z, a = (array_of(trace["z"]) for trace in part.figures["fundamentals.matrices"][0]["data"])
    assert (x.shape, w.shape) == ((samples, (3, 4, 4)[layer - 1]), ((3, 4), (4, 4), (4, 1))[layer - 1])
    np.testing.assert_allclose(x @ w + b, z, atol=1e-5)
    np.testing.assert_allclose(np.maximum(z, 0) if layer < 3 else 1 / (1 + np.exp(-z)), a, atol=1e-6)
    (count,) = found(part, r"\*\*(\d+) multiplications")
    assert count == samples * w.size


def test_a_layers_output_is_the_nexts_input_and_one_sample_is_the_batchs_first():
    part = Part(vectorisation).set("fundamentals_samples", 4)
    first = [array_of(trace["z"]) for trace in part.figures["fundamentals.matrices"][0]["data"]]
    part.set("fundamentals_layer", 2)
    np.testing.assert_array_equal(array_of(part.figures["fundamentals.matrices"][0]["data"][0]["z"]), first[4])
    part.set("fundamentals_layer", 1).set("fundamentals_samples", 1)
    alone = array_of(part.figures["fundamentals.matrices"][0]["data"][0]["z"])
    np.testing.assert_array_equal(alone, first[0][:1])


def test_a_measurement_is_made_on_request():
    part = Part(vectorisation)
    assert part.metrics["Python loop"] == "–"
    part.set("fundamentals_batch", 10_000)
    part.app.button(key="fundamentals.measure").click()
    part.run()
    milliseconds = {"ms": 1, "µs": 1e-3}
    loop, matrices = (
        parse_number(number) * milliseconds[unit]
        for number, unit in (part.metrics[name].rsplit(" ", 1) for name in ("Python loop", "Matrix products"))
    )
    ratio = parse_number(part.metrics["Loop ÷ matrices"])
    assert ratio == pytest.approx(loop / matrices, rel=0.02)
    assert ratio > 3
    (apart,) = found(part, r"the same answers to within (.+)\.$")
    assert apart < 1e-10
    part.set("fundamentals_batch", 100)
    assert part.metrics["Loop ÷ matrices"] == "–"  # that was measured for another batch
