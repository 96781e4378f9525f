"""The page of history in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SECONDS

pytestmark = pytest.mark.browser

TIMELINE = "document.querySelector('.st-key-history-timeline .js-plotly-plot')"
# The place of a mark of the timeline in the window.
MARK = f"""name => {{
    const plot = {TIMELINE}, {{x, y, customdata}} = plot._fullData.at(-1), {{_size, xaxis, yaxis}} = plot._fullLayout
    const place = customdata.findIndex(([other]) => other === name), {{left, top}} = plot.getBoundingClientRect()
    return [left + _size.l + xaxis.d2p(x[place]), top + _size.t + yaxis.d2p(y[place])]
}}"""


def wait_for_all(visitor):
    """Wait until all networks are trained and the last figure is drawn."""
    visitor.wait_for(
        """() => [...document.querySelectorAll("[data-testid=stProgress]")].some(
            bar => bar.innerText.includes("40 networks trained in"))""",
        seconds=2 * SECONDS,
    )
    expect(visitor.figure("history_hidden.boundaries")).to_be_visible()
    visitor.wait_until_still()


def click_mark(visitor, name):
    visitor.figure("history.timeline").scroll_into_view_if_needed()
    visitor.wait_for(f"() => ({TIMELINE})?._fullData")
    visitor.page.mouse.click(*visitor.page.evaluate(MARK, name))


def card(visitor, title):
    return visitor.page.get_by_role("heading", level=3).filter(has_text=title)


def test_a_click_on_a_mark_opens_its_card_whose_link_leads_to_the_page(server, visit):
    with visit(f"{server.url}/history") as visitor:
        wait_for_all(visitor)
        expect(card(visitor, "the formal neuron")).to_be_visible()
        below = visitor.page.get_by_role("heading", name="1 · A nerve cell")
        before = below.bounding_box()["y"] - visitor.figure("history.timeline").bounding_box()["y"]
        for name, title in (("digits", "networks that read digits"), ("hebb", "cells that fire together")):
            click_mark(visitor, name)
            expect(card(visitor, title)).to_be_visible()
            after = below.bounding_box()["y"] - visitor.figure("history.timeline").bounding_box()["y"]
            assert after == pytest.approx(before, abs=2)  # nothing below moves
        visitor.page.get_by_role("link", name="Let neurons fire together").click()
        expect(visitor.page.get_by_role("heading", name="3 · Hebb's rule")).to_be_in_viewport()
        click_mark(visitor, "imagenet")
        expect(card(visitor, "ImageNet")).to_be_visible()
        visitor.page.get_by_test_id("stPageLink").filter(has_text="points in the plane").click()
        expect(visitor.page).to_have_url(re.compile("/overfitting$"))


def test_training_redraws_its_own_part_and_nothing_else(server, visit):
    with visit(f"{server.url}/history?history_hidden_seed=50") as visitor:
        others = ("history.timeline", "history_hebb.panels", "history_line.plane")
        before = [visitor.figure(key).evaluate_handle("plot => plot.data") for key in others]
        visitor.press("Train")  # the address does not train by itself: these networks are new to the server
        wait_for_all(visitor)
        for key, data in zip(others, before, strict=True):
            assert visitor.figure(key).evaluate("(plot, data) => plot.data === data", data), key


def test_the_year_closes_what_came_later_and_opens_it_again(server, visit):
    with visit(f"{server.url}/history", shared=True) as visitor:
        wait_for_all(visitor)
        visitor.slide("history_year", "Home")
        expect(visitor.page).to_have_url(re.compile("history_year=1943"))
        expect(visitor.page.get_by_text("This part opens in")).to_have_count(3)
        for key in ("history_hebb.panels", "history_line.plane", "history_hidden.boundaries"):
            expect(visitor.figure(key)).to_have_count(0)
        expect(visitor.figure("history_formal.plane")).to_be_visible()
        click_mark(visitor, "attention")  # closed: nothing happens
        visitor.wait_until_still()
        expect(card(visitor, "the formal neuron")).to_be_visible()
        visitor.slide("history_year", "End")
        expect(visitor.page.get_by_text("This part opens in")).to_have_count(0)
        wait_for_all(visitor)


def test_and_can_be_built_and_xor_cannot(server, visit):
    with visit(f"{server.url}/history", shared=True) as visitor:
        wait_for_all(visitor)
        page, others = visitor.page, ("history_hebb.panels", "history_line.plane", "history.timeline")
        before = [visitor.figure(key).evaluate_handle("plot => plot.data") for key in others]
        expect(page.get_by_text("2 of 4 rows are wrong")).to_be_visible()
        visitor.slide("history_formal_threshold", "ArrowRight")
        expect(page.get_by_text("Built: this neuron computes AND.")).to_be_visible()
        visitor.choose("history_formal_task_2", "XOR")
        expect(page.get_by_text("No neuron of this kind computes XOR.")).to_be_visible()
        visitor.keyed("history_formal_inhibition").get_by_role("radio", name="relative").click()
        expect(page.get_by_text("tried all 54 settings: the best get 3 of 4 rows right")).to_be_visible()
        for key, data in zip(others, before, strict=True):  # only the control's own part was drawn again
            assert visitor.figure(key).evaluate("(plot, data) => plot.data === data", data), key


def test_the_line_moves_and_networks_on_xor_are_shown_by_width(server, visit):
    with visit(f"{server.url}/history?history_line_angle=29") as visitor:
        wait_for_all(visitor)
        # At offset 0.5 the corner (0, 1) comes to its side where sin(angle) > 0.5: beyond 30 degrees.
        expect(visitor.metric("Points on their side")).to_have_text("2 of 4")
        visitor.slide("history_line_angle", "ArrowRight", "ArrowRight")
        expect(visitor.metric("Points on their side")).to_have_text("3 of 4")
        grid = "document.querySelector('.st-key-history_hidden-boundaries .js-plotly-plot')"
        right = f"() => ({grid})?._fullLayout?.annotations.filter(({{text}}) => text.endsWith('4 of 4')).length"
        narrowest = visitor.page.evaluate(right)
        visitor.keyed("history_hidden_width").get_by_role("radio", name="2-8-1").click()
        visitor.wait_for(f"before => ({right})() > before", narrowest)
        assert len(visitor.page.query_selector_all(".st-key-history_hidden-boundaries .contour")) >= 10


def test_everything_fits_on_a_phone(server, visit):
    with visit(f"{server.url}/history", viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        wait_for_all(visitor)
        visitor.wait_for(f"() => ({TIMELINE})?._fullLayout?.height > 350")  # its events under each other
        wait_for_all(visitor)
        visitor.check_on_a_phone()
