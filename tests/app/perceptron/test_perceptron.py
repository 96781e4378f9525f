"""The page of the perceptron, without a browser."""

import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nnkit.concepts.perceptron import GATES
from tests.app.visitor import Visitor, array_of

AND_BY_HAND = [(0, 0, 0), (-1, 0, 0), (0, 1, 1), (-1, 1, 1), (-2, 1, 0), (-1, 2, 1), (-2, 2, 0), (-3, 1, 0), (-2, 2, 1)]
AND_BY_HAND += [(-3, 1, 1), (-2, 2, 2), (-3, 2, 1)]


@pytest.fixture
def visitor():
    return lambda **settings: Visitor("perceptron", **settings).run()


def press(visitor, name):
    visitor.app.button(key=f"perceptron.{name}").click()
    return visitor.run()


def numbers(visitor):
    """The rows of the table of the current step, by their names."""
    table = next(text.value for text in visitor.app.markdown if "| θ before |" in text.value)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]
    return {name: tuple(float(value.replace("−", "-")) for value in values) for name, *values in rows}


def place(visitor):
    title = next(text.value for text in visitor.app.markdown if text.value.startswith("Step "))
    return int(re.match(r"Step ([\d,]+) of", title).group(1).replace(",", ""))


def frame(visitor, column):
    """The first table that has the column."""
    return next(table.value for table in visitor.app.dataframe if column in table.value.columns)


def weights_today(visitor):
    """θ0, θ1, θ2 of each neuron that is compared."""
    (table,) = (table.value for table in visitor.app.table if "|θ|" in table.value.columns)
    rows = zip(table[""], table["θ"], strict=True)
    return {name: [float(value.replace("−", "-")) for value in theta.strip("()").split(", ")] for name, theta in rows}


def traces(visitor, figure):
    return {trace.get("name"): trace for trace in visitor.figures[figure][0]["data"]}


def test_the_page_opens_with_the_and_gate_and_everything_trained():
    visitor = Visitor("perceptron").run()
    assert not visitor.app.error
    assert not visitor.app.warning
    headers = [header.value for header in visitor.app.header]
    assert [header[0] for header in headers] == list("123456")
    assert visitor.metrics["Updates needed"] == "11"  # by hand, in tests/unit/nnkit/concepts/test_perceptron.py
    assert visitor.metrics["Novikoff's bound"] == "51.0"  # R² = 3; γ² = 1/17, by the line x1 + x2 = 1.5
    assert len(visitor.jobs) == 2
    figures = {"points", "plane", "arrows", "errors", "hyperbola", "hidden.map", "today.lines", "today.growth"}
    assert figures | {"units", "network"} <= set(visitor.figures)
    assert visitor.says("Frank Rosenblatt")


def test_buttons_take_the_steps_worked_out_on_paper(visitor):
    reader = visitor()
    seen = [numbers(reader)["θ before"]]
    assert reader.app.button(key="perceptron.back").disabled
    for step in range(24):
        assert place(reader) == step + 1
        row = numbers(reader)
        assert row["θ before"] == seen[-1]
        if row["θ after"] != seen[-1]:
            seen.append(row["θ after"])
        if step < 23:
            press(reader, "one_sample")
    assert seen == AND_BY_HAND
    assert reader.app.button(key="perceptron.one_sample").disabled
    assert place(press(reader, "back")) == 23
    assert place(press(reader, "start")) == 1
    assert [place(press(reader, "one_epoch")) for _ in range(3)] == [4, 8, 12]
    assert place(press(reader, "to_the_end")) == 24


def test_the_picture_shows_the_step(visitor):
    reader = press(visitor(), "one_epoch")  # 11 of AND: from (−1, 0, 0) to (0, 1, 1)
    assert numbers(reader) == {
        "x": (1, 1, 1),
        "θ before": (-1, 0, 0),
        "η (y − y′) x": (1, 1, 1),
        "θ after": (0, 1, 1),
    }
    assert reader.says("z = (−1) · 1 + 0 · 1 + 0 · 1 = **−1**")
    plane = traces(reader, "plane")
    x1, x2 = (array_of(plane["line after"][axis]) for axis in "xy")
    assert array_of(plane["line after"]["z"]) == pytest.approx(x1[None] + x2[:, None], abs=1e-6)
    assert array_of(plane["line before"]["z"]) == pytest.approx(np.full((len(x2), len(x1)), -1))
    arrows = traces(reader, "arrows")
    assert list(array_of(arrows["θ after"]["x"])) == [0, 1]


def test_a_changed_rule_keeps_the_place_and_other_points_begin_anew(visitor):
    reader = press(press(visitor(), "one_epoch"), "one_epoch")
    assert place(reader.choose(rate="1/3")) == 8
    assert reader.says("| θ after | −1/3 | 2/3 | 1/3 |")  # a third of (−1, 2, 1), as after epoch 2 on paper
    assert reader.metrics["Updates needed"] == "11"
    assert place(reader.choose(source="OR")) == 1


@pytest.mark.parametrize("rate", ["1", "0.5", "1/3", "0.1", "0.01"])
def test_the_learning_rate_changes_no_count(visitor, rate):
    assert visitor(rate=rate, **{"source": "separable clouds"}).metrics == visitor(source="separable clouds").metrics


def test_xor_is_refuted_and_its_weights_repeat(visitor):
    reader = visitor(source="XOR")
    proof = frame(reader, "inequality")
    assert list(proof["inequality"]) == ["θ0 < 0", "θ0 + θ2 > 0", "θ0 + θ1 > 0", "θ0 + θ1 + θ2 < 0"]
    assert list(proof["times"]) == ["1"] * 4
    assert reader.says("from here everything repeats")
    cycle = frame(reader, "after update")
    states = [tuple(int(value.replace("−", "-")) for value in row[1:]) for row in cycle.itertuples(index=False)]
    weights = np.array(states[0])
    followed = []
    for x1, x2, label in GATES["XOR"].rows:  # one epoch by brute force
        x = np.array([1, int(x1), int(x2)])
        error = label - int(weights @ x >= 0)
        if error:
            followed.append(tuple(weights.tolist()))
            weights = weights + error * x
    assert tuple(weights.tolist()) == states[0]
    assert followed == states
    assert "pocket" in reader.figures
    assert not visitor(source="XOR", order="shuffled each epoch").says("**A cycle.**")


def test_xor_is_solved_with_a_product_as_an_input(visitor):
    reader = visitor()
    assert reader.says("All points are right after")
    result = next(text.value for text in reader.app.markdown if text.value.startswith("All points are right"))
    theta = [float(value.replace("−", "-")) for value in re.search(r"\((−?[^)]*)\)", result).group(1).split(",")]
    for x1, x2, label in GATES["XOR"].rows:
        assert (np.dot(theta, [1, x1, x2, x1 * x2]) >= 0) == label
    reader.choose(product=False)
    assert not reader.says("All points are right after")
    assert reader.says("its weights repeat")


def test_scikit_learn_is_compared_on_request(visitor):
    reader = visitor(source="overlapping clouds", points=50)
    assert len(weights_today(reader)) == 1  # the neuron waits, as the points came with the address
    reader.choose(today_sklearn=True)
    reader.train("_today")
    table = weights_today(reader)
    assert len(table) == 4
    points = array_of(traces(reader, "points")["class 0"]["x"]), array_of(traces(reader, "points")["class 0"]["y"])
    ones = array_of(traces(reader, "points")["class 1"]["x"]), array_of(traces(reader, "points")["class 1"]["y"])
    x = np.concatenate([np.stack(points, axis=1), np.stack(ones, axis=1)]).astype(float)
    y = np.repeat([0, 1], [len(points[0]), len(ones[0])])
    model = LogisticRegression().fit(x, y)
    assert table["scikit-learn LogisticRegression"] == pytest.approx([*model.intercept_, *model.coef_[0]], abs=2e-3)
    free = LogisticRegression(C=np.inf).fit(x, y)  # what gradient descent on the cross-entropy alone tends to
    assert table["sigmoid neuron"] == pytest.approx([*free.intercept_, *free.coef_[0]], rel=0.02, abs=0.02)


def test_a_line_outside_the_picture_is_reported(visitor):
    reader = visitor(source="XOR")
    captions = [caption.value for caption in reader.app.caption]
    unseen = [caption for caption in captions if "no line" in caption or "outside the picture" in caption]
    for name, trace in traces(reader, "pocket").items():
        if trace["type"] == "contour" and name:
            z = array_of(trace["z"])
            seen = z.min() < 0 < z.max()
            assert any(f"{name}: " in caption for caption in unseen) != seen, name
    assert any("pocket: no line, all weights are 0" in caption for caption in unseen)


def test_buttons_that_would_do_nothing_are_disabled(visitor):
    reader = visitor()
    names = ("start", "back", "one_sample", "one_epoch", "to_the_end")

    def disabled():
        return [name for name in names if reader.app.button(key=f"perceptron.{name}").disabled]

    assert disabled() == ["start", "back"]
    press(reader, "one_sample")
    assert not disabled()
    press(reader, "to_the_end")
    assert disabled() == ["one_sample", "one_epoch", "to_the_end"]


def test_edited_points_are_used_and_invalid_rows_are_explained(visitor):
    reader = visitor().edit(changed={1: {"class": 1}})
    assert reader.says("4 points, edited by you.")
    assert reader.metrics["Updates needed"] != "11"
    shown = reader.metrics
    reader.edit(changed={1: {"class": 1, "x1": 1e6}})
    assert reader.says("These points can't be used")
    assert reader.says("Row 2: x1 must be a number from -100 to 100")
    assert reader.metrics == shown
    reader.edit(changed={3: {"class": 0}})
    assert reader.says("There must be points of class 0 and of class 1")
    reader.edit(added=[{"x1": 0.5}])
    assert reader.says("Row 5: x2 must be a number")
    reader.undo()
    assert reader.metrics["Updates needed"] == "11"


def test_all_updates_stand_in_a_table(visitor):
    table = frame(visitor(), "update")
    assert [tuple(row) for row in table[["θ0", "θ1", "θ2"]].to_numpy()] == AND_BY_HAND[1:]


def test_from_random_weights_the_other_bound_is_shown(visitor):
    reader = visitor(initial="random", source="separable clouds")
    assert reader.says("From other initial weights the bound is another")
    assert float(reader.metrics["Updates needed"]) <= float(reader.metrics["Novikoff's bound"].replace(",", ""))


@pytest.mark.parametrize("source", ["AND", "OR", "NAND", "XOR", "separable clouds", "overlapping clouds"])
@pytest.mark.parametrize("order", ["always the same", "shuffled each epoch"])
def test_every_choice_of_points_and_order_makes_a_page(visitor, source, order):
    reader = visitor(source=source, order=order, initial="random", zero="output 1 if z > 0", epochs=10)
    assert (reader.value("source"), reader.value("initial"), reader.value("zero")) == (source, "random", "0")
    assert (reader.value("order") == "fixed") == (order == "always the same")
    press(reader, "to_the_end")
    table = frame(reader, "update")
    end = re.search(r"\*\*([\d,]+) updates?\*\*", next(m.value for m in reader.app.markdown if "It takes" in m.value))
    assert len(table) == int(end.group(1).replace(",", ""))
    assert numbers(reader)["θ after"] == pytest.approx(tuple(table[["θ0", "θ1", "θ2"]].iloc[-1]), abs=1e-4)


@pytest.mark.parametrize("sides", [1, 3, 6])
@pytest.mark.parametrize("regions", [1, 2])
def test_the_hand_set_network_follows_its_widths(visitor, sides, regions):
    reader = visitor(sides=sides, regions=regions)
    assert len(reader.figures["units"][0]["data"]) == sides * regions + regions + (regions == 2)
