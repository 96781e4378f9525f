"""The sections on descent, backpropagation and the training loop, without a browser."""

import numpy as np
import pytest

from nnkit import load
from nnkit.concepts.expressions import EXPRESSIONS
from pages.fundamentals.training_loop.training import DATA, EPOCHS
from tests.app.fundamentals.numbers import parse_number
from tests.app.visitor import Part, Visitor, array_of


def descent():
    from pages.fundamentals.descent.section import show_descent

    show_descent()


def backpropagation():
    from pages.fundamentals.backpropagation.section import show_backpropagation

    show_backpropagation()


def loop():
    from pages.fundamentals.training_loop.section import show_loop

    show_loop()


EVERY_RATE = {"fundamentals_descent_view": "Every learning rate"}


# Gradient descent


@pytest.mark.parametrize("loss", ["bowl", "linear", "logistic", "network", "himmelblau"])
def test_every_loss_is_drawn_with_all_trajectories_and_verdicts(loss):
    part = Part(descent, {"fundamentals_descent_loss": loss})
    figure, alt = part.figures["fundamentals.descent"]
    assert [trace["type"] for trace in figure["data"]].count("scatter3d") == 4
    assert all(name in alt for name in ("SGD", "Momentum", "RMSprop", "Adam"))
    part.set("fundamentals_descent_view", "Every learning rate")
    assert len(part.figures["fundamentals.verdicts"][0]["data"][0]["y"]) == 4
    assert part.says(" of the loss is ") or part.says(" of the loss, in the flattest")


def test_the_bowl_is_described_as_worked_out_by_hand():
    """Curvatures 1 and 10: straight below 1/10, swinging up to 2/10; at 1/10, ln ½ / ln 0.9 = 6.6 steps halve."""
    part = Part(descent, {"fundamentals_descent_optimizers": "sgd", **EVERY_RATE})
    assert part.says("1/10 = 0.1, SGD comes nearer without overshooting. Up to 2/10 = 0.2, it swings")
    assert part.says("halves in 6.6 steps")
    row = part.figures["fundamentals.verdicts"][0]["data"][0]
    rates = list(row["x"])
    signs = dict(zip(rates, row["text"][0], strict=True))
    assert (signs["0.001"], signs["0.05"], signs["0.2"], signs["0.5"]) == ("·", "✓", "≈", "×")


def test_stars_of_different_curvatures_have_a_row_each():
    """At (3, 2) the second derivatives of Himmelblau's function are 74, 34 and 20 beside the diagonal."""
    part = Part(descent, {"fundamentals_descent_loss": "himmelblau", **EVERY_RATE})
    flat, steep = np.linalg.eigvalsh([[74, 20], [20, 34]])
    assert part.says(f"| (3.000, 2.000) | {flat:.3g} | {steep:.3g} | {1 / steep:.3g} | {2 / steep:.3g} |")
    assert next(text for text in part.texts("markdown") if "(3.000" in text).count("\n| (") == 4


def test_start_and_optimizers_can_be_chosen():
    part = Part(descent).set("fundamentals_descent_optimizers", ["adam"]).set("fundamentals_descent_w1_bowl", 2.0)
    lines = [trace for trace in part.figures["fundamentals.descent"][0]["data"] if trace.get("mode") == "lines+markers"]
    assert len(lines) == 2
    assert array_of(lines[0]["x"])[0] == pytest.approx(2.0)
    assert len(array_of(lines[0]["x"])) == 51
    part.set("fundamentals_descent_view", "Every learning rate")
    part.set("fundamentals_descent_optimizers", [])  # none chosen is no reason for an empty picture
    assert len(part.figures["fundamentals.verdicts"][0]["data"][0]["y"]) == 4


def test_mini_batches_are_for_losses_over_samples():
    part = Part(descent)
    assert part.app.get_by_key("fundamentals_descent_batch").disabled
    assert part.app.get_by_key("fundamentals_descent_seed").disabled
    part.set("fundamentals_descent_loss", "linear").set("fundamentals_descent_batch", 8)
    assert part.says("dotted lines")
    dotted = [each for each in part.figures["fundamentals.descent"][0]["data"] if each.get("line", {}).get("dash")]
    assert len(dotted) == 4
    before = array_of(part.figures["fundamentals.descent"][0]["data"][2]["x"])
    after = array_of(part.set("fundamentals_descent_seed", 1).figures["fundamentals.descent"][0]["data"][2]["x"])
    assert (before != after).any()


# Backpropagation


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_formula_can_be_followed_to_its_end(name):
    part = Part(backpropagation, {"fundamentals_graph_formula": name})
    steps = 0
    while not part.app.button(key="fundamentals_graph.next").disabled:
        part.press("fundamentals_graph.next")
        steps += 1
    operations = len(EXPRESSIONS[name].places) - len(EXPRESSIONS[name].inputs)
    assert steps == 2 * operations + 1
    assert "Computed gradients:" in part.figures["fundamentals.graph"][1]
    table = part.set("fundamentals_graph_view", "The check").app.dataframe[0].value
    assert len(table) == len(EXPRESSIONS[name].inputs)
    assert (table["relative error"].map(parse_number) < 1e-6).all()
    assert part.says("The check compares every gradient")


def test_the_numbers_of_a_worked_example():
    """f = (a + b) a at 2 and -0.5 is 3; the sum hands 2 on to both, the product 1.5 to a: 3.5 and 2."""
    part = Part(backpropagation, {"fundamentals_graph_formula": "twice"})
    part.press("fundamentals_graph.next")
    assert part.says("= 2 + (−0.5) = **1.5**")
    part.press("fundamentals_graph.next")
    assert part.says("= 1.5 · 2 = **3**")
    part.press("fundamentals_graph.to_the_end")
    assert part.says("| a | 1 | 2 · 1 = 2 | 3.5 |")
    assert part.says("| b | 1 | 2 · 1 = 2 | 2 |")
    part.press("fundamentals_graph.back").press("fundamentals_graph.start")
    assert part.says("2 operations follow")


def test_the_prediction_of_a_gradient_holds_on_a_straight_line_and_nearly_on_a_curve():
    """∂f/∂b = a = 2 holds for any δ; a² + ab at a + δ gains 3.5 δ + δ²."""
    address = {"formula": "twice", "delta": "0.5", "view": "A small change"}
    part = Part(backpropagation, {f"fundamentals_graph_{name}": value for name, value in address.items()})
    part.app.selectbox[1].set_value("b")
    part.run()
    assert part.says("2 · 0.5 = **1**. Real change: 4 − 3 = **1**. Both are the same")
    part.app.selectbox[1].set_value("a")
    part.run()
    assert part.says("3.5 · 0.5 = **1.75**. Real change: 5 − 3 = **2**. The prediction is off by −0.25")


def test_another_formula_begins_at_its_start_and_inputs_change_everything():
    part = Part(backpropagation).press("fundamentals_graph.to_the_end").set("fundamentals_graph_formula", "product")
    assert part.says("4 operations follow")
    part.set("fundamentals_graph_product_c", 2.0)  # a b + c = 0
    part.press("fundamentals_graph.all_values")
    assert part.says("= 0 · 0.4621 = **0**")


# The loop


def test_stages_follow_each_other_in_the_loop():
    part = Part(loop)
    assert part.says(f"Step **1** of {7 * EPOCHS} ·")
    for words in ("**2 · Forward", "**3 · Loss", "**4 · Gradient", "**5 · Update", "**1 · Batch"):
        part.press("fundamentals_loop.next_stage")
        assert part.says(words)
        assert part.says("loss of the batch **–**") == (words[2] in "12")
    assert part.says(f"Step **2** of {7 * EPOCHS} · batch **2** of 7")
    part.press("fundamentals_loop.next_epoch")
    assert part.says(f"batch **2** of 7 · epoch **2** of {EPOCHS}")
    part.press("fundamentals_loop.next_step").press("fundamentals_loop.to_the_end")
    assert part.says(f"Step **{7 * EPOCHS}** of {7 * EPOCHS}")
    assert part.app.button(key="fundamentals_loop.next_stage").disabled
    part.press("fundamentals_loop.back")
    assert part.says("**4 · Gradient")


def test_only_the_losses_that_are_known_are_drawn():
    part = Part(loop, {"fundamentals_loop_view": "The losses"})
    assert part.says("No batch has a loss yet")
    for _ in range(5):
        part.press("fundamentals_loop.next_stage")
    (loss,) = array_of(part.figures["fundamentals.loop_losses"][0]["data"][0]["y"])  # of the first step alone
    assert part.says(f"The first batch had a loss of **{loss:.3f}** nats")
    assert part.says("Each batch holds other samples")
    part.set("fundamentals_loop_batch", 200).press("fundamentals_loop.next_epoch")
    assert part.says("Each batch holds all samples")


def test_the_batch_shown_is_of_the_data_and_its_last_is_smaller():
    part, data = Part(loop), load(DATA)
    table = part.app.dataframe[0].value
    for row in table.itertuples(index=False):
        np.testing.assert_allclose([row.x1, row.x2], data.x_train[row.sample], atol=1e-4)
        assert row[3] == data.y_train[row.sample]
    for _ in range(6):
        part.press("fundamentals_loop.next_step")
    assert part.says("x (8, 2), y (8,)")  # 200 = 6 · 32 + 8
    part.press("fundamentals_loop.next_stage")
    assert part.says("(8, 3) · (3, 1) + (1,) → (8, 1), a column that becomes the probabilities p (8,)")


def test_inference_changes_with_the_point_and_not_the_weights():
    part = Part(loop, {"fundamentals_loop_view": "Inference"})
    before = part.figures["fundamentals.batch"][0]["data"]
    before_text = next(each.value for each in part.app.markdown if "with the current weights" in each.value)
    part.set("fundamentals_loop_x1", -1.0)
    after_text = next(each.value for each in part.app.markdown if "with the current weights" in each.value)
    after = part.figures["fundamentals.batch"][0]["data"]
    assert before_text != after_text
    assert after[0]["z"] == before[0]["z"]
    assert [(star["x"], star["y"]) for star in (before[-1], after[-1])] == [([0.5], [0.2]), ([-1.0], [0.2])]


# The sections on the page

SECTIONS = {
    "vectorisation": "matrices",
    "initial": "outputs",
    "descent": "descent",
    "backpropagation": "graph",
    "loop": "loop",
}
NONSENSE = {
    "layer": "9",
    "samples": "-1",
    "initial_view": "?",
    "bend": "<b>",
    "descent_loss": "<b>",
    "descent_w1_bowl": "1e9",
    "descent_optimizers": "x",
    "descent_view": "?",
    "graph_formula": "?",
    "graph_delta": "nan",
    "graph_view": "1",
    "loop_view": "",
    "loop_units": "many",
}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("settings", [{}, NONSENSE], ids=["plain", "nonsense"])
def test_each_section_opens_by_its_address(section, settings):
    visitor = Visitor("fundamentals", section, **settings).run()
    assert SECTIONS[section] in visitor.figures


def test_what_was_chosen_is_there_after_another_section():
    visitor = Visitor("fundamentals", "descent").run()
    visitor.choose(descent_loss="linear", descent_view="Every learning rate").choose(descent_batch=8)
    visitor.open("backpropagation").choose(graph_formula="twice").choose(graph_twice_a=1.0)
    visitor.app.button(key="fundamentals_graph.next").click()
    visitor.run()
    visitor.open("loop").choose(loop_units=5, loop_view="Inference").choose(loop_x1=-1.0)
    visitor.open("initial").choose(initial_view="Training").choose(initial_rate=0.3)
    visitor.open("vectorisation").choose(layer=2, samples=4)

    visitor.open("descent")
    assert (visitor.value("descent_loss"), visitor.value("descent_batch")) == ("linear", 8)
    assert "verdicts" in visitor.figures
    visitor.open("backpropagation")
    assert visitor.value("graph_twice_a") == 1.0
    assert visitor.says("Forward, step 1 of 2")
    visitor.open("loop")
    assert (visitor.value("loop_units"), visitor.value("loop_x1")) == (5, -1.0)
    visitor.open("initial")
    assert visitor.value("initial_rate") == 0.3
    visitor.open("vectorisation")
    assert (visitor.value("layer"), visitor.value("samples")) == (2, 4)
