"""The page of the perceptron in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SECONDS

pytestmark = pytest.mark.browser

FIGURES = ("points", "plane", "arrows", "errors", "hyperbola", "hidden.map", "today.lines", "network", "units")
# Where the section after the steps begins, from the top of the page.
HEIGHT = """() => document.getElementById("convergence").getBoundingClientRect().top
    + document.querySelector("[data-testid=stMain]").scrollTop"""


def wait_for_all(visitor):
    """Wait until both networks are trained and everything is drawn."""
    visitor.wait_for(
        """() => {
            const progress = [...document.querySelectorAll("[data-testid=stProgress]")].map(bar => bar.innerText)
            return document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
                && progress.length === 2 && progress.every(text => text.includes("trained in"))
        }""",
        seconds=2 * SECONDS,
    )
    for name in FIGURES:
        expect(figure(visitor, name)).to_be_visible()


def figure(visitor, name):
    return visitor.figure(f"perceptron_{name}" if name.startswith(("hidden", "today")) else f"perceptron.{name}")


def expect_step(visitor, number, of):
    expect(visitor.page.get_by_text(re.compile(rf"^Step {number} of {of} "))).to_be_visible()


def legend_entry(visitor, name):
    return figure(visitor, "today.lines").locator(".legendtext").filter(has_text=name).first


def row(visitor, name):
    """A row of the table of the current step, by its name."""
    return visitor.page.get_by_role("row").filter(has=visitor.page.get_by_role("cell", name=name, exact=True))


def test_figures_have_the_room_they_need_before_they_are_drawn(server, visit):
    """If an axis or a legend needs more room, Plotly draws the whole figure a second time."""
    with visit(f"{server.url}/perceptron", shared=True) as visitor:
        wait_for_all(visitor)
        crowded = visitor.page.evaluate(
            """() => [...document.querySelectorAll(".js-plotly-plot")].filter(({_fullLayout: {margin, _size}}) =>
                ["l", "r", "t", "b"].some(side => Math.abs(margin[side] - _size[side]) > 1)).length"""
        )
        assert crowded == 0


def test_steps_go_forward_and_back_and_move_nothing_else(server, visit):
    with visit(f"{server.url}/perceptron", shared=True) as visitor:
        wait_for_all(visitor)
        expect_step(visitor, 1, 24)
        others = [figure(visitor, name).evaluate_handle("plot => plot.data") for name in ("points", "units")]
        height = visitor.page.evaluate(HEIGHT)
        visitor.press("One sample")
        expect_step(visitor, 2, 24)
        visitor.press("One epoch")
        expect_step(visitor, 4, 24)
        expect(row(visitor, "θ after")).to_have_text(re.compile(r"θ after\s*0\s*1\s*1"))  # by hand
        visitor.press("To the end")
        expect_step(visitor, 24, 24)
        expect(row(visitor, "θ after")).to_have_text(re.compile(r"θ after\s*−3\s*2\s*1"))
        expect(visitor.page.get_by_role("button", name="One sample", exact=True)).to_be_disabled()
        visitor.press("Back")
        expect_step(visitor, 23, 24)
        visitor.press("Start")
        expect_step(visitor, 1, 24)
        for name, data in zip(("points", "units"), others, strict=True):
            assert figure(visitor, name).evaluate("(plot, data) => plot.data === data", data), name
        assert visitor.page.evaluate(HEIGHT) == pytest.approx(height, abs=1)


def test_xor_is_solved_with_a_product_as_an_input_and_the_address_keeps_the_settings(server, visit):
    with visit(f"{server.url}/perceptron?perceptron_product=false") as visitor:
        expect(visitor.page.get_by_text("its weights repeat")).to_be_visible(timeout=SECONDS * 1000)
        visitor.page.get_by_text("x1·x2 is an input", exact=True).click()
        expect(visitor.page.get_by_text("All points are right after")).to_be_visible()
        visitor.keyed("perceptron_rate").get_by_text("1/3", exact=True).click()
        expect(visitor.page).to_have_url(re.compile("perceptron_rate=1"))
        address = visitor.page.url
    with visit(address) as another:
        expect(another.page.get_by_text("−1/3").first).to_be_visible(timeout=SECONDS * 1000)


def test_the_trained_neuron_and_scikit_learn_appear_side_by_side(server, visit):
    with visit(f"{server.url}/perceptron", shared=True) as visitor:
        wait_for_all(visitor)
        expect(legend_entry(visitor, "sigmoid neuron")).to_be_visible()
        visitor.page.get_by_text("Ask scikit-learn too", exact=True).click()
        for name in ("LogisticRegression", "Perceptron"):
            expect(legend_entry(visitor, f"scikit-learn {name}")).to_be_visible(timeout=SECONDS * 1000)


def test_points_that_no_line_separates_leave_the_parts_below_in_their_place(server, visit):
    with visit(f"{server.url}/perceptron", shared=True) as visitor:
        wait_for_all(visitor)
        others = [figure(visitor, name) for name in ("hyperbola", "network", "units")]
        before = [each.evaluate_handle("plot => plot.data") for each in others]
        visitor.choose("perceptron_source", "XOR")
        expect(visitor.page.get_by_text("No line separates these points")).to_be_visible()
        wait_for_all(visitor)
        for each, data in zip(others, before, strict=True):
            assert each.evaluate("(plot, data) => plot.data === data", data)


def test_everything_fits_on_a_phone(server, visit):
    with visit(
        f"{server.url}/perceptron?perceptron_initial=random&perceptron_rate=1/3",
        viewport=PHONE,
        color_scheme="dark",
    ) as visitor:
        wait_for_all(visitor)
        visitor.check_on_a_phone()
        visitor.press("One epoch")
        expect_step(visitor, 4, r"\d+")
        visitor.check_on_a_phone()
