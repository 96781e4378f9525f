"""Softmax and universal approximation in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

UNITS = """() => document.querySelector(".st-key-fundamentals_fits-sum .js-plotly-plot")
    ?._fullData?.[0].customdata.at(-1)"""


def test_softmax_follows_its_sliders_and_regions_show_their_probabilities(server, visit):
    with visit(f"{server.url}/fundamentals#softmax") as visitor:
        expect(visitor.page).to_have_title("Softmax · Fundamentals · Neural networks, explored")
        visitor.wait_for_figure("fundamentals.softmax")
        visitor.wait_until_still()
        bar = """() => document.querySelector(".st-key-fundamentals-softmax .js-plotly-plot")?._fullData?.[0].y[2]"""
        before = visitor.page.evaluate(bar)
        visitor.slide("fundamentals_logit_2", *["ArrowRight"] * 5)
        visitor.wait_for(f"before => ({bar})() > 1.5 * before", before)  # by e^0.5, but for what the others lose
        assert "fundamentals_logit_2=-0.5" in visitor.page.url
        explanation = visitor.page.get_by_role("link", name="nats").first.get_attribute("href")

        visitor.open(f"{server.url}/fundamentals?section=softmax&fundamentals_softmax_view=A+trained+network")
        visitor.wait_for_figure("fundamentals_groups.regions", 3 * SECONDS)
        visitor.wait_for_trainings()
        regions = visitor.figure("fundamentals_groups.regions")
        regions.scroll_into_view_if_needed()
        visitor.wait_until_still()
        regions.locator(".nsewdrag").first.hover(position={"x": 20, "y": 20})
        tooltip = regions.locator(".hovertext")
        for label in range(3):
            expect(tooltip).to_contain_text(f"P(class {label})")
        expect(tooltip).to_contain_text(re.compile(r"x1 = −\d"))  # with a minus sign, although Plotly writes a hyphen

        visitor.open(f"{server.url}/{explanation}")  # as from /fundamentals, relative to which the link is
        expect(visitor.page.get_by_role("heading", name="nats")).to_be_in_viewport()


def test_a_width_is_chosen_and_more_bumps_come_nearer(server, visit):
    address = f"{server.url}/fundamentals?section=approximation"
    with visit(f"{address}&fundamentals_approximation_view=Found+by+training") as visitor:
        visitor.wait_for_figure("fundamentals_fits.sum", 3 * SECONDS)
        visitor.wait_for_trainings()
        visitor.wait_for(f"() => ({UNITS})() === 10", seconds=3 * SECONDS)
        visitor.wait_until_still()
        visitor.slide("fundamentals_fits_units", "ArrowRight")
        visitor.wait_for(f"() => ({UNITS})() === 20")

        visitor.open(address)
        visitor.wait_for_figure("fundamentals.bumps")
        visitor.wait_until_still()
        expect(visitor.page.get_by_text("With 10 bumps, made of 20 hidden units")).to_be_visible()
        visitor.slide("fundamentals_bumps", "ArrowRight")
        expect(visitor.page.get_by_text("With 11 bumps, made of 22 hidden units")).to_be_visible()
