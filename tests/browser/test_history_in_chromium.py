"""The page of history in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1280, "height": 800}
TIMELINE = "document.querySelector('.st-key-history-timeline .js-plotly-plot')"
# The place of a mark of the timeline in the window.
MARK = f"""name => {{
    const plot = {TIMELINE}, {{x, y, customdata}} = plot._fullData.at(-1), {{_size, xaxis, yaxis}} = plot._fullLayout
    const place = customdata.findIndex(([other]) => other === name), {{left, top}} = plot.getBoundingClientRect()
    return [left + _size.l + xaxis.d2p(x[place]), top + _size.t + yaxis.d2p(y[place])]
}}"""


def wait_for_networks(visitor):
    """Wait until all networks are trained and drawn."""
    visitor.wait_for(
        """() => [...document.querySelectorAll("[data-testid=stProgress]")].some(
            bar => bar.innerText.includes("40 networks trained in"))""",
        seconds=2 * SECONDS,
    )
    expect(visitor.figure("history_hidden.boundaries")).to_be_visible()
    visitor.wait_until_still()


def click_mark(visitor, name):
    """Click a mark as a reader does: rest on it until its label shows, then press."""
    visitor.figure("history.timeline").scroll_into_view_if_needed()
    visitor.wait_until_still()  # Plotly forgets where the mouse is when it draws the figure again
    visitor.wait_for(f"() => ({TIMELINE})?._fullData")
    place = visitor.page.evaluate(MARK, name)
    visitor.page.mouse.move(*place)
    expect(visitor.figure("history.timeline").locator(".hovertext")).to_be_visible()
    visitor.page.mouse.click(*place)


def card(visitor, title):
    return visitor.page.get_by_role("heading", level=3).filter(has_text=title)


def title_of(section):
    return re.compile(f"^{section} · History")


def test_a_click_on_a_mark_opens_its_card_whose_link_leads_to_the_section_or_the_page(server, visit):
    with visit(f"{server.url}/history") as visitor:
        visitor.wait_for_figure("history.timeline")
        expect(card(visitor, "the formal neuron")).to_be_visible()
        below = visitor.page.get_by_text(re.compile("All [0-9]+ references"))
        visitor.wait_until_still()
        before = below.bounding_box()["y"]
        for name, title in (("digits", "networks that read digits"), ("hebb", "connections that grow with use")):
            click_mark(visitor, name)
            expect(card(visitor, title)).to_be_visible()
            assert below.bounding_box()["y"] == pytest.approx(before, abs=2)  # nothing below moves
        visitor.page.get_by_role("link", name="Let connections grow by Hebb's rule").click()
        expect(visitor.page).to_have_title(title_of("Hebb"))
        expect(visitor.page).to_have_url(re.compile("/history[?]section=hebb$"))
        visitor.wait_for_figure("history_hebb.panels")
        visitor.page.get_by_role("button", name="Formal neuron").click()  # the section before
        expect(visitor.page).to_have_title(title_of("Formal neuron"))
        visitor.page.get_by_role("radio", name="Timeline").click()
        expect(card(visitor, "connections that grow with use")).to_be_visible()
        click_mark(visitor, "imagenet")
        expect(card(visitor, "ImageNet")).to_be_visible()
        visitor.page.get_by_test_id("stPageLink").filter(has_text="points in the plane").click()
        expect(visitor.page).to_have_url(re.compile("/overfitting$"))


def test_the_year_closes_what_came_later_and_opens_it_again(server, visit):
    with visit(f"{server.url}/history") as visitor:
        visitor.slide("history_year", "Home")
        expect(visitor.page).to_have_url(re.compile("history_year=1943"))
        expect(visitor.page.get_by_text("By 1943, 1 of these 20 events had happened.")).to_be_visible()
        click_mark(visitor, "attention")  # closed: nothing happens
        visitor.wait_until_still()
        expect(card(visitor, "the formal neuron")).to_be_visible()
        visitor.slide("history_year", "End")
        expect(visitor.page.get_by_text("By 2022, 20 of these 20 events had happened.")).to_be_visible()
        click_mark(visitor, "attention")
        expect(card(visitor, "attention")).to_be_visible()


def test_and_can_be_built_and_xor_cannot(server, visit):
    with visit(f"{server.url}/history?section=formal") as visitor:
        page = visitor.page
        visitor.wait_until_still()
        expect(page.get_by_text("Wrong rows: 2 of 4")).to_be_visible()
        visitor.slide("history_formal_threshold", "ArrowRight")
        expect(page.get_by_text("Done: this neuron computes “AND”.")).to_be_visible()
        visitor.choose("history_formal_task_2", "XOR")
        expect(page.get_by_text("No neuron of this kind computes “XOR”.")).to_be_visible()
        visitor.keyed("history_formal_inhibition").get_by_role("radio", name="relative").click()
        expect(page.get_by_text("all 54 combinations of connections and threshold")).to_be_visible()


def test_the_line_moves(server, visit):
    with visit(f"{server.url}/history?section=line&history_line_angle=29") as visitor:
        # At offset 0.5 the corner (0, 1) comes to its side where sin(angle) > 0.5: beyond 30 degrees.
        expect(visitor.metric("Points with the right answer")).to_have_text("2 of 4")
        visitor.slide("history_line_angle", "ArrowRight", "ArrowRight")
        expect(visitor.metric("Points with the right answer")).to_have_text("3 of 4")


def test_networks_on_xor_train_on_a_press_and_are_shown_by_width(server, visit):
    with visit(f"{server.url}/history?section=hidden&history_hidden_seed=50") as visitor:
        visitor.train_settings("history_hidden")
        wait_for_networks(visitor)
        grid = "document.querySelector('.st-key-history_hidden-boundaries .js-plotly-plot')"
        right = f"() => ({grid})?._fullLayout?.annotations.filter(({{text}}) => text.endsWith('4 of 4')).length"
        narrowest, solved = visitor.page.evaluate(right), visitor.figure("history_hidden.solved")
        before = solved.evaluate_handle("plot => plot.data")
        visitor.keyed("history_hidden_width").get_by_role("radio", name="2-8-1").click()
        visitor.wait_for(f"before => ({right})() > before", narrowest)
        assert len(visitor.page.query_selector_all(".st-key-history_hidden-boundaries .contour")) >= 10
        assert solved.evaluate("(plot, data) => plot.data === data", before)  # the bars were not drawn again
