"""Sections of the page Fundamentals on how a network computes, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

FIGURES = ("anatomy", "activation", "product", "neuron", "matrices", "outputs", "gradients", "shares", "losses")
# The places in the window of the circles of the drawn network, with the text in each.
CIRCLES = """() => [...document.querySelectorAll(".st-key-fundamentals-anatomy .textpoint text")].map(text => {
    const {x, y, width, height} = text.getBoundingClientRect()
    return {x: x + width / 2, y: y + height / 2, text: text.textContent}
})"""


def wait_for_all(visitor):
    for name in FIGURES:
        visitor.wait_for_figure(f"fundamentals.{name}")
    visitor.wait_for_figure("fundamentals_logistic.map")
    visitor.wait_for_trainings()


def test_a_click_on_a_neuron_writes_out_its_sum(server, visit):
    with visit(f"{server.url}/fundamentals", shared=True) as visitor:
        wait_for_all(visitor)
        picture = visitor.figure("fundamentals.anatomy")
        picture.scroll_into_view_if_needed()
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


def test_a_section_answers_without_the_others_being_drawn_again(server, visit):
    with visit(f"{server.url}/fundamentals", shared=True) as visitor:
        wait_for_all(visitor)
        others = [visitor.figure(f"fundamentals.{name}") for name in ("anatomy", "neuron", "matrices", "losses")]
        before = [figure.evaluate_handle("plot => plot.data") for figure in others]
        visitor.slide("fundamentals_z", "ArrowRight")
        expect(visitor.page.get_by_text("At z = 1.1:")).to_be_visible()
        for figure, data in zip(others, before, strict=True):
            assert figure.evaluate("(plot, data) => plot.data === data", data)


def test_the_neurons_weights_are_those_of_scikit_learn(server, visit):
    with visit(f"{server.url}/fundamentals", shared=True) as visitor:
        wait_for_all(visitor)
        visitor.page.get_by_text("Ask scikit-learn too", exact=True).click()
        expect(visitor.page.get_by_text("the weights differ by at most")).to_be_visible(timeout=SECONDS * 1000)


def test_a_measurement_is_shown(server, visit):
    with visit(f"{server.url}/fundamentals", shared=True) as visitor:
        wait_for_all(visitor)
        visitor.press("Measure")
        expect(visitor.metric("Python loop")).to_have_text(re.compile("^[0-9.]+ [mµ]s$"))
        expect(visitor.page.get_by_text("Both give the same answers to within")).to_be_visible()
