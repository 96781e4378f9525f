"""The page of the perceptron, without a browser."""

import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nnkit.concepts.perceptron import GATES
from tests.app.visitor import Visitor, array_of

AND_BY_HAND = [(0, 0, 0), (-1, 0, 0), (0, 1, 1), (-1, 1, 1), (-2, 1, 0), (-1, 2, 1), (-2, 2, 0), (-3, 1, 0), (-2, 2, 1)]
AND_BY_HAND += [(-3, 1, 1), (-2, 2, 2), (-3, 2, 1)]

BOUNDS = ("|w| is at least", "|w| is at most")


@pytest.fixture
def visitor():
    return lambda section="", **settings: Visitor("perceptron", section, **settings).run()


def press(visitor, name):
    visitor.app.button(key=f"perceptron.{name}").click()
    return visitor.run()


def numbers(visitor):
    """The rows of the table of the current step, by their names."""
    table = next(text.value for text in visitor.app.markdown if "| w before |" in text.value)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]
    return {name: tuple(float(value.replace("−", "-")) for value in values) for name, *values in rows}


def place(visitor):
    title = next(text.value for text in visitor.app.markdown if text.value.startswith("Step "))
    return int(re.match(r"Step ([\d,]+) of", title).group(1).replace(",", ""))


def frame(visitor, column):
    """The first table that has the column."""
    return next(table.value for table in visitor.app.dataframe if column in table.value.columns)


def weights_today(visitor):
    """b, w1, w2 of each neuron that is compared."""
    (table,) = (table.value for table in visitor.app.table if "|w|" in table.value.columns)
    rows = zip(table[""], table["w"], strict=True)
    return {name: [float(value.replace("−", "-")) for value in w.strip("()").split(", ")] for name, w in rows}


def traces(visitor, figure):
    return {trace.get("name"): trace for trace in visitor.figures[figure][0]["data"]}


def updates(visitor):
    """The number of updates that the section The rule reports."""
    found = (re.search(r"\*\*([\d,]+) updates?\*\*", text.value) for text in visitor.app.markdown)
    return int(next(filter(None, found)).group(1).replace(",", ""))


def shown_points(visitor, figure):
    """The points of class 0 and of class 1 in a figure."""
    found = [traces(visitor, figure)[f"class {label}"] for label in (0, 1)]
    return [[*zip(array_of(trace["x"]).tolist(), array_of(trace["y"]).tolist(), strict=True)] for trace in found]


def visible(contour):
    z = array_of(contour["z"])
    return z.min() < 0 < z.max()


def test_the_rule_opens_with_the_and_gate_and_a_line_in_the_picture(visitor):
    reader = visitor()
    assert not reader.app.error
    assert not reader.app.warning
    assert list(reader.figures) == ["plane", "errors", "arrows"]
    assert visible(traces(reader, "plane")["line after"])
    assert place(reader) == 4  # by hand: (0, 1, 1) are the first weights with a line
    assert reader.says("the first step with a line in the picture")
    assert not press(reader, "start").says("the first step with a line in the picture")
    assert updates(reader) == 11  # by hand, in tests/unit/nnkit/concepts/test_perceptron.py
    assert reader.says("Frank Rosenblatt")


@pytest.mark.parametrize("source", ["OR", "NAND", "XOR", "separable clouds", "overlapping clouds"])
def test_other_points_open_with_a_line_in_the_picture_too(visitor, source):
    reader = visitor(source=source)
    assert visible(traces(reader, "plane")["line after"])
    steps = place(reader)
    if steps > 1:
        press(reader, "start")
    for _ in range(steps - 1):  # and no step before it has one
        assert not visible(traces(reader, "plane")["line after"])
        press(reader, "one_sample")
    assert place(reader) == steps


def test_gates_have_wide_axes_and_clouds_have_close_ones(visitor):
    def ends(reader):
        return reader.figures["plane"][0]["layout"]["xaxis"]["range"]

    reader = visitor()
    assert ends(reader) == [-1, 2]
    reader.edit(changed={3: {"x1": 5}})
    assert ends(reader)[1] > 5
    low, high = ends(visitor(source="separable clouds"))
    assert low > -2
    assert high < 2


def test_each_section_opens_by_its_address(visitor):
    figures = {
        "convergence": {"bounds"},
        "beyond": {"hyperbola", "hidden.map"},
        "today": {"today.lines", "today.growth"},
        "layers": {"network", "units", "answer"},
    }
    for section, names in figures.items():
        reader = visitor(section)
        assert not reader.app.error
        assert not reader.app.warning
        assert set(reader.figures) == names, section


@pytest.mark.parametrize("section", ["rule", "convergence", "beyond", "today", "layers", "nonsense"])
def test_nonsense_in_the_address_is_ignored(visitor, section):
    nonsense = {"source": "?", "rate": "x", "order": 7, "ends": "no", "beyond": "", "today_rate": -1, "sides": 99}
    reader = visitor(section, **nonsense, hidden_units="many", epochs="all", zero=3, seed=-5)
    assert not reader.app.error
    assert reader.figures


def test_the_old_anchors_lead_to_their_sections(visitor):
    reader = visitor()
    anchors = next(each for each in reader.app.get("bidi_component") if each.key == "anchors")
    assert "steps" in str(anchors.proto)


def test_the_data_and_the_rule_act_in_the_other_sections(visitor):
    reader = visitor().choose(source="OR", rate="0.1")
    press(reader, "to_the_end")
    needed, last = updates(reader), numbers(reader)["w after"]
    reader.open("convergence")
    assert reader.metrics["Updates made"] == str(needed)
    reader.open("today")
    assert weights_today(reader)["perceptron rule"] == pytest.approx(last, abs=1e-3)
    assert len(weights_today(reader)) == 2  # the neuron has trained: these points did not come with the address
    reader.open("beyond").choose(beyond="the chosen points")
    assert shown_points(reader, "hyperbola") == [[(0, 0)], [(0, 1), (1, 0), (1, 1)]]
    reader.choose(source="NAND")
    assert (
        shown_points(reader, "hyperbola") == shown_points(reader, "hidden.map") == [[(1, 1)], [(0, 0), (0, 1), (1, 0)]]
    )
    assert reader.open("rule").value("source") == "NAND"
    assert reader.value("rate") == "0.1"


def test_while_the_network_trains_no_network_of_other_points_is_shown(visitor, monkeypatch):
    reader = visitor("beyond")
    assert "hidden.map" in reader.figures
    runs = reader.runs("_hidden")
    monkeypatch.setattr("pages.perceptron.beyond.follow_sliders", lambda *_: runs)  # as until the training ends
    reader.choose(beyond="the chosen points")
    assert shown_points(reader, "hyperbola") == [[(0, 0), (0, 1), (1, 0)], [(1, 1)]]
    assert "hidden.map" not in reader.figures
    assert not reader.says("points are right after 1,000 epochs")
    reader.choose(beyond="XOR")
    assert "hidden.map" in reader.figures


def test_old_links_to_the_chosen_points_still_open_them(visitor):
    reader = visitor("beyond", beyond="the points above", source="OR")
    assert reader.value("beyond") == "the chosen points"
    assert shown_points(reader, "hyperbola") == [[(0, 0)], [(0, 1), (1, 0), (1, 1)]]
    assert not reader.says("did not understand")
    reader.choose(product=False)
    assert reader.value("beyond") == "the chosen points"
    assert reader.says("You choose these points in “The data and the rule”.")


def test_edited_points_act_in_all_sections_and_are_there_after_a_way_round(visitor):
    reader = visitor().edit(changed={1: {"class": 1}}, added=[{"x1": 0.5, "x2": 3, "class": 1}])
    points = [[(0, 0), (1, 0)], [(0, 1), (1, 1), (0.5, 3)]]
    assert shown_points(reader, "plane") == points
    needed = updates(reader)
    reader.open("convergence")
    assert reader.metrics["Updates made"] == str(needed)
    reader.open("today")
    assert shown_points(reader, "today.lines") == points
    reader.open("layers")  # draws no table
    reader.open("beyond").choose(beyond="the chosen points")
    assert shown_points(reader, "hyperbola") == points
    reader.open("layers").open("rule")
    assert shown_points(reader, "plane") == points
    assert reader.says("5 points, edited by you.")
    reader.edit(changed={4: {"x2": 2}})
    assert shown_points(reader, "plane") == [points[0], [(0, 1), (1, 1), (0.5, 2)]]
    reader.undo()
    assert shown_points(reader, "plane") == [[(0, 0), (0, 1), (1, 0)], [(1, 1)]]


def test_edited_points_are_there_after_another_page(visitor):
    reader = visitor().edit(changed={1: {"class": 1}})
    points = shown_points(reader, "plane")
    reader.app.switch_page("pages/history/page.py").run()
    reader.app.switch_page("pages/perceptron/page.py")
    reader.run()
    assert shown_points(reader, "plane") == points == [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]


def test_what_a_reader_chose_is_there_after_a_way_round(visitor):
    reader = visitor().choose(order="shuffled", initial="random", zero="0", epochs=200, seed=5)
    at = place(press(press(reader, "one_epoch"), "one_epoch"))
    reader.open("layers").choose(sides=3, regions=1)
    reader.open("beyond").choose(product=False, hidden_units=3)
    reader.open("today").choose(today_rate=0.3, today_epochs=100)
    reader.open("rule")
    chosen = [reader.value(name) for name in ("order", "initial", "zero", "epochs", "seed")]
    assert chosen == ["shuffled", "random", "0", 200, 5]
    assert place(reader) == at
    reader.open("layers")
    assert (reader.value("sides"), reader.value("regions")) == (3, 1)
    reader.open("beyond")
    assert (reader.value("product"), reader.value("hidden_units")) == (False, 3)
    reader.open("today")
    assert (reader.value("today_rate"), reader.value("today_epochs")) == (0.3, 100)


def test_buttons_take_the_steps_worked_out_on_paper(visitor):
    reader = press(visitor(), "start")
    seen = [numbers(reader)["w before"]]
    assert reader.app.button(key="perceptron.back").disabled
    for step in range(24):
        assert place(reader) == step + 1
        row = numbers(reader)
        assert row["w before"] == seen[-1]
        if row["w after"] != seen[-1]:
            seen.append(row["w after"])
        if step < 23:
            press(reader, "one_sample")
    assert seen == AND_BY_HAND
    assert reader.app.button(key="perceptron.one_sample").disabled
    assert place(press(reader, "back")) == 23
    assert place(press(reader, "start")) == 1
    assert [place(press(reader, "one_epoch")) for _ in range(3)] == [4, 8, 12]
    assert place(press(reader, "to_the_end")) == 24


def test_the_picture_shows_the_step(visitor):
    reader = visitor()  # 11 of AND: from (−1, 0, 0) to (0, 1, 1)
    assert numbers(reader) == {
        "x": (1, 1, 1),
        "w before": (-1, 0, 0),
        "η (y − ŷ) x": (1, 1, 1),
        "w after": (0, 1, 1),
    }
    assert reader.says("z = (−1) · 1 + 0 · 1 + 0 · 1 = **−1**")
    plane = traces(reader, "plane")
    x1, x2 = (array_of(plane["line after"][axis]) for axis in "xy")
    assert array_of(plane["line after"]["z"]) == pytest.approx(x1[None] + x2[:, None], abs=1e-6)
    assert array_of(plane["line before"]["z"]) == pytest.approx(np.full((len(x2), len(x1)), -1))
    arrows = reader.figures["arrows"][0]["data"]
    after = next(trace for trace in arrows if trace.get("hovertemplate", "").startswith("w after"))
    assert list(array_of(after["x"])) == [0, 1]


def test_a_changed_rule_keeps_the_place_and_other_points_begin_anew(visitor):
    reader = press(visitor(), "one_epoch")
    assert place(reader.choose(rate="1/3")) == 8
    assert reader.says("| w after | −1/3 | 2/3 | 1/3 |")  # a third of (−1, 2, 1), as after epoch 2 on paper
    assert updates(reader) == 11
    assert place(reader.choose(source="OR")) == 2  # by hand: (−1, 0, 0), then (0, 0, 1)


@pytest.mark.parametrize("rate", ["1", "0.5", "1/3", "0.1", "0.01"])
def test_the_learning_rate_changes_no_count(visitor, rate):
    source = "separable clouds"
    assert visitor("convergence", rate=rate, source=source).metrics == visitor("convergence", source=source).metrics


def test_novikoff_s_bound_and_the_length_of_the_weights_below_it(visitor):
    reader = visitor("convergence")
    assert reader.metrics["Updates made"] == "11"
    assert reader.metrics["Novikoff's bound"] == "51.0"  # R² = 3; γ² = 1/17, by the line x1 + x2 = 1.5
    curves = traces(reader, "bounds")
    updates, at_least, at_most = (array_of(curves[name]["y"]) for name in ("actual |w|", *BOUNDS))
    assert updates == pytest.approx(np.linalg.norm(AND_BY_HAND, axis=1), rel=1e-6)
    k = array_of(curves["|w| is at most"]["x"])
    assert at_least == pytest.approx(k / 17**0.5, rel=1e-6)
    assert at_most == pytest.approx((3 * k) ** 0.5, rel=1e-6)


@pytest.mark.parametrize("source", ["AND", "separable clouds"])
@pytest.mark.parametrize("settings", [{}, {"initial": "random"}, {"initial": "random", "rate": "0.1", "seed": 3}])
def test_the_weights_stay_between_their_bounds(visitor, source, settings):
    curves = traces(visitor("convergence", source=source, **settings), "bounds")
    lengths = array_of(curves["actual |w|"]["y"])
    k = np.arange(len(lengths))
    at_least, at_most = (np.interp(k, array_of(curves[name]["x"]), array_of(curves[name]["y"])) for name in BOUNDS)
    assert (lengths >= at_least - 1e-5).all()
    assert (lengths <= 1.02 * at_most + 0.3).all()  # between its points, the curve is drawn too low


def test_xor_is_refuted_and_its_weights_repeat(visitor):
    reader = visitor("convergence", source="XOR")
    proof = frame(reader, "inequality")
    assert list(proof["inequality"]) == ["b < 0", "b + w2 > 0", "b + w1 > 0", "b + w1 + w2 < 0"]
    assert list(proof["times"]) == ["1"] * 4
    star = traces(reader, "proof")["between both classes"]
    assert (*array_of(star["x"]), *array_of(star["y"])) == (0.5, 0.5)  # where the diagonals of the square cross
    reader.choose(ends="The cycle")
    assert reader.says("From here on, every epoch repeats the same")
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
    assert "pocket" in reader.choose(ends="The best line").figures
    shuffled = visitor("convergence", source="XOR", order="shuffled each epoch", ends="The cycle")
    assert not shuffled.says("**A cycle.**")
    assert "proof" in shuffled.figures


@pytest.mark.parametrize("seed", range(4))
def test_the_star_lies_between_points_of_both_classes(visitor, seed):
    figure = visitor("convergence", source="overlapping clouds", noise=1, data_seed=seed).figures["proof"][0]["data"]
    star = next(trace for trace in figure if trace.get("name") == "between both classes")
    place = np.array([array_of(star["x"])[0], array_of(star["y"])[0], 1])
    for hull in figure[:2]:
        x, y = (array_of(hull[axis])[:-1] for axis in "xy")
        corners = np.stack([x, y, np.ones(len(x))])
        shares, *_ = np.linalg.lstsq(corners, place, rcond=None)
        assert corners @ shares == pytest.approx(place, abs=1e-5)
        assert (shares > -1e-6).all()


def test_xor_is_solved_with_a_product_as_an_input(visitor):
    reader = visitor("beyond")
    assert reader.says("All points are right after")
    result = next(text.value for text in reader.app.markdown if text.value.startswith("All points are right"))
    w = [float(value.replace("−", "-")) for value in re.search(r"\((−?[^)]*)\)", result).group(1).split(",")]
    for x1, x2, label in GATES["XOR"].rows:
        assert (np.dot(w, [1, x1, x2, x1 * x2]) >= 0) == label
    reader.choose(product=False)
    assert not reader.says("All points are right after")
    assert reader.says("its weights repeat")


def test_scikit_learn_is_compared_on_request(visitor):
    reader = visitor("today", source="overlapping clouds", points=50, today_rate=0.3)
    assert len(weights_today(reader)) == 1  # the neuron waits, as its learning rate came with the address
    reader.choose(today_sklearn=True)
    reader.train("_today").choose(today_rate=1.0)
    table = weights_today(reader)
    assert len(table) == 4
    zeros, ones = shown_points(reader, "today.lines")
    x, y = np.array(zeros + ones), np.repeat([0, 1], [len(zeros), len(ones)])
    model = LogisticRegression().fit(x, y)
    assert table["scikit-learn LogisticRegression"] == pytest.approx([*model.intercept_, *model.coef_[0]], abs=2e-3)
    free = LogisticRegression(C=np.inf).fit(x, y)  # what gradient descent on the cross-entropy alone tends to
    assert table["sigmoid neuron"] == pytest.approx([*free.intercept_, *free.coef_[0]], rel=0.02, abs=0.02)


def test_a_neuron_without_a_preference_has_no_line(visitor):
    """On XOR the cross-entropy is lowest for w = 0. What training leaves of the weights is rounding."""
    reader = visitor("today", source="XOR", today_sklearn=True).train("_today")
    names = {"sigmoid neuron", "scikit-learn LogisticRegression"}
    assert names <= set(weights_today(reader))
    assert not names & {name for name, trace in traces(reader, "today.lines").items() if trace["type"] == "contour"}
    assert reader.says(
        "sigmoid neuron and scikit-learn LogisticRegression: there is no line, because the answer p is 0.500"
    )
    assert reader.says("No weights give these points a lower loss")
    assert reader.says("so it never ends")
    (table,) = (table.value for table in reader.app.table if "|w|" in table.value.columns)
    assert dict(zip(table[""], table["points right"], strict=True))["sigmoid neuron"] == "p = ½"
    assert visitor("rule", source="XOR").says("in 3 epochs, the weights repeat.")


@pytest.mark.parametrize("order", ["always the same", "shuffled each epoch"])
def test_the_best_line_is_in_the_picture_and_one_outside_it_is_reported(visitor, order):
    reader = visitor("convergence", source="XOR", ends="The best line", order=order)
    captions = [caption.value for caption in reader.app.caption]
    unseen = [caption for caption in captions if "no line" in caption or "outside the picture" in caption]
    for name, trace in traces(reader, "pocket").items():
        if trace["type"] == "contour" and name:
            z = array_of(trace["z"])
            seen = z.min() < 0 < z.max()
            assert any(f"{name}: " in caption for caption in unseen) != seen, name
    assert not any("pocket: " in caption for caption in unseen)
    assert bool(unseen) == (order == "shuffled each epoch")  # which ends with weights whose line is far away


def test_buttons_that_would_do_nothing_are_disabled(visitor):
    reader = press(visitor(), "start")
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
    shown = updates(reader)
    assert shown != 11
    reader.edit(changed={1: {"class": 1, "x1": 1e6}})
    assert reader.says("These points can't be used")
    assert reader.says("Row 2: x1 must be a number from -100 to 100")
    assert updates(reader) == shown
    reader.edit(changed={3: {"class": 0}})
    assert reader.says("There must be points of class 0 and of class 1")
    reader.edit(added=[{"x1": 0.5}])
    assert reader.says("Row 5, x2 is empty; expected is a number.")
    reader.undo()
    assert updates(reader) == 11


def weights_in(table):
    """b, w1, w2 after each update: (updates, 3)."""
    return table[["b", "w1", "w2"]].map(lambda text: float(text.replace("−", "-").replace(",", ""))).to_numpy()


def test_all_updates_stand_in_a_table(visitor):
    reader = visitor()
    assert not [table for table in reader.app.dataframe if "update" in table.value.columns]  # made once it is open
    table = frame(reader.unfold("All updates in a table"), "update")
    assert [tuple(row) for row in weights_in(table)] == AND_BY_HAND[1:]


def test_from_random_weights_the_other_bound_is_shown(visitor):
    reader = visitor("convergence", initial="random", source="separable clouds")
    assert reader.says("From other initial weights the bound is different")
    assert float(reader.metrics["Updates made"]) <= float(reader.metrics["Novikoff's bound"].replace(",", ""))


@pytest.mark.parametrize("source", ["AND", "OR", "NAND", "XOR", "separable clouds", "overlapping clouds"])
@pytest.mark.parametrize("order", ["always the same", "shuffled each epoch"])
def test_every_choice_of_points_and_order_makes_a_page(visitor, source, order):
    reader = visitor(source=source, order=order, initial="random", zero="output 1 if z > 0", epochs=10)
    assert (reader.value("source"), reader.value("initial"), reader.value("zero")) == (source, "random", "0")
    assert (reader.value("order") == "fixed") == (order == "always the same")
    press(reader, "to_the_end")
    table = frame(reader.unfold("All updates in a table"), "update")
    assert len(table) == updates(reader)
    assert numbers(reader)["w after"] == pytest.approx(tuple(weights_in(table)[-1]), abs=1e-4)


@pytest.mark.parametrize("sides", [1, 3, 6])
@pytest.mark.parametrize("regions", [1, 2])
def test_the_hand_set_network_follows_its_widths(visitor, sides, regions):
    reader = visitor("layers", sides=sides, regions=regions)
    assert len(reader.figures["units"][0]["data"]) == sides * regions + (regions if regions == 2 else 0)
    assert len(reader.figures["answer"][0]["data"]) == 1
