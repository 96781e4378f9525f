"""All sections of the page Fundamentals in a window of a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser import test_fundamentals_basics_in_chromium as basics
from tests.browser import test_fundamentals_descent_in_chromium as descent
from tests.browser import test_fundamentals_engine_in_chromium as engine
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

ANCHORS = ("anatomy", "activations", "linear", "neuron", "logistic", "vectorisation", "initial", "symmetry")
# Settings that make figures and formulas wide.
WIDE = "fundamentals_samples=8&fundamentals_layers=3&fundamentals_logistic_sklearn=true"


def test_everything_fits_on_a_phone(server, visit):
    address = f"{server.url}/fundamentals?{WIDE}&fundamentals_graph_formula=network"
    with visit(address, viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        for sections in (basics, descent, engine):
            sections.wait_for_all(visitor)
        visitor.check_on_a_phone()
        visitor.press("All values")
        expect(visitor.page.get_by_text("Forward, step 8 of 8")).to_be_visible()
        visitor.check_on_a_phone()
        for anchor in ANCHORS:
            expect(visitor.page.locator(f"#{anchor}")).to_be_attached()
