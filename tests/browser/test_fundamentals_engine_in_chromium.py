"""Softmax and universal approximation in Chromium, with training in worker processes."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

FIGURES = (
    "fundamentals.softmax",
    "fundamentals_groups.regions",
    "fundamentals.bumps",
    "fundamentals_fits.fit",
    "fundamentals_fits.sum",
    "fundamentals_fits.errors",
)


def wait_for_all(visitor):
    """Wait until everything is trained and drawn, the seven networks included."""
    for key in FIGURES:
        visitor.wait_for_figure(key, 3 * SECONDS)
    visitor.wait_for(
        """() => document.querySelector(".st-key-fundamentals_fits-errors .js-plotly-plot")
            ?._fullData?.[0]?.x?.length === 7""",
        seconds=3 * SECONDS,
    )


def test_softmax_follows_its_sliders_and_regions_show_their_probabilities(server, visit):
    with visit(f"{server.url}/fundamentals#softmax") as visitor:
        expect(visitor.page.get_by_role("heading", name="Softmax and several classes")).to_be_in_viewport()
        bar = """() => document.querySelector(".st-key-fundamentals-softmax .js-plotly-plot")?._fullData?.[0].y[2]"""
        wait_for_all(visitor)
        before = visitor.page.evaluate(bar)
        visitor.slide("fundamentals_logit_2", *["ArrowRight"] * 5)
        visitor.wait_for(f"before => ({bar})() > 1.5 * before", before)  # by e^0.5, but for what the others lose
        assert "fundamentals_logit_2=-0.5" in visitor.page.url

        wait_for_all(visitor)
        regions = visitor.figure("fundamentals_groups.regions")
        regions.scroll_into_view_if_needed()
        visitor.wait_until_still()
        regions.locator(".nsewdrag").first.hover(position={"x": 20, "y": 20})
        tooltip = regions.locator(".hovertext")
        for label in range(3):
            expect(tooltip).to_contain_text(f"P(class {label})")


def test_a_width_is_chosen_and_more_bumps_come_nearer(server, visit):
    with visit(f"{server.url}/fundamentals#approximation") as visitor:
        expect(visitor.page.get_by_role("heading", name="Universal approximation")).to_be_in_viewport()
        wait_for_all(visitor)
        units = """() => document.querySelector(".st-key-fundamentals_fits-sum .js-plotly-plot")
            ?._fullData?.[0].customdata.at(-1)"""
        assert visitor.page.evaluate(units) == 10
        visitor.slide("fundamentals_fits_units", "ArrowRight")
        visitor.wait_for(f"() => ({units})() === 20")
        expect(visitor.page.get_by_text("With 10 bumps, 20 hidden units")).to_be_visible()
        visitor.slide("fundamentals_bumps", "ArrowRight")
        expect(visitor.page.get_by_text("With 11 bumps, 22 hidden units")).to_be_visible()
