"""All sections of the page Fundamentals in a window of a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

# By their names: settings that make figures and formulas wide.
SECTIONS = {
    "anatomy": "fundamentals_layers=3",
    "activations": "",
    "neuron": "fundamentals_logistic_sklearn=true",
    "softmax": "",
    "approximation": "",
    "vectorisation": "fundamentals_samples=8",
    "initial": "",
    "descent": "",
    "backpropagation": "fundamentals_graph_formula=network",
    "loop": "",
}
PLOTS = """() => {
    const plots = [...document.querySelectorAll(".nnkit-chart")]
    return plots.length > 0 && plots.every(plot => plot.querySelector(".main-svg"))
}"""


def test_everything_fits_on_a_phone(server, visit):
    address = f"{server.url}/fundamentals?section="
    with visit(f"{address}anatomy", viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        for section, settings in SECTIONS.items():
            visitor.open(f"{address}{section}&{settings}")
            visitor.wait_for_trainings()
            visitor.wait_for(PLOTS)
            visitor.wait_until_still()
            visitor.check_on_a_phone()
            if section == "backpropagation":
                visitor.press("All values")
                expect(visitor.page.get_by_text("Forward, step 8 of 8")).to_be_visible()
                visitor.check_on_a_phone()


def test_anchors_of_the_page_as_it_once_was_lead_to_their_sections(server, visit):
    with visit(f"{server.url}/fundamentals#symmetry", viewport=PHONE, has_touch=True) as visitor:
        expect(visitor.page).to_have_title("Weights · Fundamentals · Neural networks, explored")
