"""Sections of the page Fundamentals on how a network computes, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

# The places in the window of the circles of the drawn network, with the text in each.
CIRCLES = """() => [...document.querySelectorAll(".st-key-fundamentals-anatomy .textpoint text")].map(text => {
    const {x, y, width, height} = text.getBoundingClientRect()
    return {x: x + width / 2, y: y + height / 2, text: text.textContent}
})"""


def test_a_click_on_a_neuron_writes_out_its_sum(server, visit):
    with visit(f"{server.url}/fundamentals") as visitor:
        visitor.wait_for_figure("fundamentals.anatomy")
        visitor.wait_until_still()
        expect(visitor.keyed("fundamentals_neuron").get_by_role("combobox")).to_have_value("output layer, neuron 1")
        circle = visitor.page.evaluate(CIRCLES)[4]  # after three inputs, the second of the first hidden layer
        visitor.page.mouse.click(circle["x"], circle["y"])
        expect(visitor.keyed("fundamentals_neuron").get_by_role("combobox")).to_have_value("hidden layer 1, neuron 2")
        expect(visitor.page.get_by_text(re.compile(rf"a = f\(z\) = tanh.*{circle['text']}"))).to_be_visible()
        expect(visitor.page).to_have_url(re.compile("fundamentals_neuron=hidden"))
        address = visitor.page.url
    with visit(address) as another:
        expect(another.keyed("fundamentals_neuron").get_by_role("combobox")).to_have_value(
            "hidden layer 1, neuron 2", timeout=SECONDS * 1000
        )


def test_a_view_is_chosen_and_its_figure_follows_the_slider(server, visit):
    with visit(f"{server.url}/fundamentals#linear") as visitor:
        visitor.wait_for_figure("fundamentals.bend")
        visitor.wait_for_figure("fundamentals.product")
        expect(visitor.page.get_by_text("the same, except for rounding")).to_be_visible()
        visitor.wait_until_still()
        visitor.choose("fundamentals_between", "tanh")
        expect(visitor.page.get_by_text("no longer the same function")).to_be_visible()
        visitor.page.get_by_text("The curves", exact=True).click()
        visitor.wait_for_figure("fundamentals.activation")
        visitor.wait_until_still()
        visitor.slide("fundamentals_z", "ArrowRight")
        expect(visitor.page.get_by_text("At z = 1.1,")).to_be_visible()


def test_the_neurons_weights_are_those_of_scikit_learn(server, visit):
    with visit(f"{server.url}/fundamentals?section=neuron&fundamentals_neuron_view=By+training") as visitor:
        visitor.wait_for_figure("fundamentals_logistic.map")
        visitor.wait_for_trainings()
        visitor.wait_until_still()
        visitor.page.get_by_text("Ask scikit-learn too", exact=True).click()
        expect(visitor.page.get_by_text("the two results differ by at most")).to_be_visible(timeout=SECONDS * 1000)


def test_a_measurement_is_shown(server, visit):
    with visit(f"{server.url}/fundamentals?section=vectorisation") as visitor:
        visitor.wait_for_figure("fundamentals.matrices")
        visitor.wait_until_still()
        visitor.press("Measure")
        expect(visitor.metric("Python loop")).to_have_text(re.compile("^[0-9.]+ [mµ]s$"))
        expect(visitor.page.get_by_text("Both give the same answers to within")).to_be_visible()
