"""The page of the perceptron in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

FIGURES = {
    "rule": ("plane", "arrows", "errors"),
    "convergence": ("bounds",),
    "beyond": ("hyperbola", "hidden.map"),
    "today": ("today.lines", "today.growth"),
    "layers": ("network", "units", "answer"),
}
# Controls of each section, and the figures that they change.
STEPS = ("perceptron.one_sample", "perceptron_source", "perceptron_rate", "perceptron_order")

CROWDED = """() => [...document.querySelectorAll(".js-plotly-plot")].map(({_fullLayout: {margin, _size, meta}}) =>
    ["l", "r", "t", "b"].filter(side => Math.abs(margin[side] - _size[side]) > 1)
        .map(side => [meta.alt, side, margin[side], _size[side]])).flat()"""


def figure(visitor, name):
    return visitor.figure(f"perceptron_{name}" if name.startswith(("hidden", "today")) else f"perceptron.{name}")


def expect_step(visitor, number, of):
    expect(visitor.page.get_by_text(re.compile(rf"^Step {number} of {of} "))).to_be_visible()


def legend_entry(visitor, name):
    return figure(visitor, "today.lines").locator(".legendtext").filter(has_text=name).first


def row(visitor, name):
    """A row of the table of the current step, by its name."""
    return visitor.page.get_by_role("row").filter(has=visitor.page.get_by_role("cell", name=name, exact=True))


def test_steps_go_forward_and_back(server, visit):
    with visit(f"{server.url}/perceptron") as visitor:
        expect_step(visitor, 4, 24)
        visitor.wait_until_still()
        expect(row(visitor, "w after")).to_have_text(re.compile(r"w after\s*0\s*1\s*1"))  # by hand
        visitor.press("Start")
        expect_step(visitor, 1, 24)
        visitor.press("One sample")
        expect_step(visitor, 2, 24)
        visitor.press("One epoch")
        expect_step(visitor, 4, 24)
        visitor.press("To the end")
        expect_step(visitor, 24, 24)
        expect(row(visitor, "w after")).to_have_text(re.compile(r"w after\s*−3\s*2\s*1"))
        expect(visitor.page.get_by_role("button", name="One sample", exact=True)).to_be_disabled()
        visitor.press("Back")
        expect_step(visitor, 23, 24)
        visitor.keyed("perceptron.sections").get_by_text("Layers").click()
        expect(figure(visitor, "answer")).to_be_visible()
        visitor.keyed("perceptron.sections").get_by_text("The rule").click()
        expect_step(visitor, 23, 24)


def test_xor_is_solved_with_a_product_as_an_input_and_the_address_keeps_the_settings(server, visit):
    with visit(f"{server.url}/perceptron?section=beyond&perceptron_product=false") as visitor:
        expect(visitor.page.get_by_text("its weights repeat")).to_be_visible(timeout=SECONDS * 1000)
        visitor.page.get_by_text("x1·x2 is an input", exact=True).click()
        expect(visitor.page.get_by_text("All points are right after")).to_be_visible()
        visitor.page.get_by_text("The data and the rule", exact=True).click()
        visitor.keyed("perceptron_rate").get_by_text("1/3", exact=True).click()
        expect(visitor.page).to_have_url(re.compile("perceptron_rate=1"))
        address = visitor.page.url
    with visit(address.replace("section=beyond", "section=rule")) as another:
        expect(another.page.get_by_text("−1/3").first).to_be_visible(timeout=SECONDS * 1000)


def test_the_old_anchor_of_the_steps_leads_to_the_rule(server, visit):
    with visit(f"{server.url}/perceptron?section=layers#steps") as visitor:
        expect(figure(visitor, "plane")).to_be_visible(timeout=SECONDS * 1000)


def test_the_trained_neuron_and_scikit_learn_appear_side_by_side(server, visit):
    with visit(f"{server.url}/perceptron?section=today") as visitor:
        expect(legend_entry(visitor, "sigmoid neuron")).to_be_visible(timeout=2 * SECONDS * 1000)
        visitor.wait_until_still()
        visitor.page.get_by_text("Ask scikit-learn too", exact=True).click()
        for name in ("LogisticRegression", "Perceptron"):
            expect(legend_entry(visitor, f"scikit-learn {name}")).to_be_visible(timeout=SECONDS * 1000)


def test_points_that_no_line_separates_are_proved_so(server, visit):
    with visit(f"{server.url}/perceptron?section=convergence") as visitor:
        visitor.wait_for_figure("perceptron.bounds")
        visitor.choose("perceptron_source", "XOR")
        expect(visitor.page.get_by_text("No line separates these points")).to_be_visible()
        for view, name in (("The proof", "proof"), ("The cycle", "cycle"), ("The best line", "pocket")):
            visitor.keyed("perceptron_ends").get_by_text(view, exact=True).click()
            expect(figure(visitor, name)).to_be_visible()


def test_a_table_keeps_its_edits_in_other_sections(server, visit):
    with visit(f"{server.url}/perceptron") as visitor:
        expect_step(visitor, 4, 24)
        visitor.wait_until_still()
        visitor.unfold("More about the data and the rule")
        visitor.unfold("Edit the points")
        visitor.write_cell(0, "0.5")
        edited = visitor.page.get_by_text("4 points, edited by you.")
        expect(edited).to_be_visible()
        for section, drawn in (("Layers", "answer"), ("Does it end?", "bounds")):
            visitor.keyed("perceptron.sections").get_by_text(section).click()
            expect(figure(visitor, drawn)).to_be_visible()
        visitor.unfold("More about the data and the rule")
        visitor.unfold("Edit the points")
        expect(edited).to_be_visible()
