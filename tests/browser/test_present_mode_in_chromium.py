"""A teacher presents on a projector: larger type, figures that fill the height, and keys that need no click."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

PROJECTOR = {"width": 1920, "height": 1080}
SMALL_PROJECTOR = {"width": 1280, "height": 720}
# The size of type in px as it is seen: what is enlarged by a transformation, too.
TYPE = """element => {
    const { height } = element.getBoundingClientRect()
    const seen = element.closest(".nnkit-chart")
    const scale = seen ? seen.getBoundingClientRect().width / seen.offsetWidth : 1
    return height && scale * parseFloat(getComputedStyle(element).fontSize)
}"""
EDGES = """() => [...document.querySelectorAll(".nnkit-chart")].filter(plot => plot.checkVisibility())
    .map(plot => { const { top, bottom, right } = plot.getBoundingClientRect(); return [top, bottom, right] })"""


def at(visitor, page, **address):
    """Wait until the address is this one."""
    visitor.wait_for(
        """([page, address]) => location.pathname === `/${page}`
            && new URLSearchParams(location.search).toString() === new URLSearchParams(address).toString()""",
        [page, address],
    )
    visitor.wait_until_still()


def sizes(locator):
    return [locator.nth(number).evaluate(TYPE) for number in range(locator.count())]


def show_controls(visitor, control, shown):
    """Open or fold the controls by their key. On a busy machine, a late drawing of the page can undo it once."""
    for _ in range(3):
        if control.is_visible() != shown:
            visitor.page.keyboard.press("c")
        visitor.wait_until_still()
        if control.is_visible() == shown:
            return
    raise AssertionError(f"the controls do not stay {'open' if shown else 'folded'}")


def test_a_teacher_presents_and_moves_on_by_keys(server, visit):
    with visit(f"{server.url}/overfitting?section=width", viewport=PROJECTOR) as visitor:
        page, keys = visitor.page, visitor.page.keyboard
        question = page.get_by_text("How wide should a network be?")
        (usual,) = sizes(question)
        visitor.press("Present")
        at(visitor, "overfitting", section="width", present="1")
        visitor.wait_for_figure("overfitting_width.map_50")
        visitor.wait_until_still()
        assert sizes(question) == [1.5 * usual]
        ticks = sizes(visitor.figure("overfitting_width.map_50").locator(".xtick text"))
        assert ticks
        assert ticks == pytest.approx([1.5 * 13] * len(ticks), rel=0.01)
        edges = page.evaluate(EDGES)
        assert max(bottom for _, bottom, _ in edges) - min(top for top, _, _ in edges) > 0.75 * PROJECTOR["height"]
        assert max(bottom for _, bottom, _ in edges) <= PROJECTOR["height"]
        assert max(right for _, _, right in edges) <= PROJECTOR["width"]
        assert visitor.overflow() <= 0
        noise = visitor.keyed("overfitting_noise")
        expect(noise).not_to_be_visible()

        units = visitor.keyed("overfitting_width_units").get_by_role("textbox")
        show_controls(visitor, units, True)
        units.focus()
        keys.press("ArrowRight")
        keys.type("c")
        expect(units).to_have_value("1, 3, 5, 20, 50c")
        keys.press("Backspace")
        keys.press("Escape")
        visitor.wait_until_still()
        at(visitor, "overfitting", section="width", present="1")
        show_controls(visitor, units, False)

        keys.press("l")
        expect(page.get_by_role("dialog")).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        visitor.wait_until_still()

        keys.press("ArrowRight")
        at(visitor, "overfitting", section="depth", present="1")
        visitor.wait_for_figure("overfitting.animation")
        visitor.wait_until_still()
        slider = visitor.figure("overfitting.animation").get_by_role("slider")
        slider.press("ArrowLeft")
        expect(slider).not_to_have_attribute("aria-valuetext", "epoch 5,000")
        at(visitor, "overfitting", section="depth", present="1")

        keys.press("Escape")  # leaves the slider
        keys.press("ArrowLeft")
        at(visitor, "overfitting", section="width", present="1")
        keys.press("ArrowLeft")
        at(visitor, "mnist", present="1")
        expect(page.get_by_text("Draw a digit.")).to_be_visible(timeout=SECONDS * 1000)
        keys.press("Escape")
        at(visitor, "mnist")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        visitor.wait_for("() => document.documentElement.style.fontSize === ''")
        assert sizes(page.get_by_text("Draw a digit.")) == [usual]


def test_controls_of_a_long_step_come_into_view_in_a_small_window(server, visit):
    """The figure stays where it is, beside them."""
    address = {"section": "backpropagation", "lesson": "backpropagation", "step": "6"}
    with visit(f"{server.url}/fundamentals?{urlencode(address)}", viewport=SMALL_PROJECTOR) as visitor:
        visitor.wait_for_figure("fundamentals.graph")
        visitor.wait_until_still()
        visitor.press("Present")
        at(visitor, "fundamentals", **address, present="1")
        visitor.wait_for_figure("fundamentals.graph")
        visitor.wait_until_still()
        before = visitor.page.evaluate(EDGES)
        controls = visitor.keyed("present.controls").locator("summary").first
        expect(controls).not_to_be_in_viewport()
        visitor.page.keyboard.press("c")
        visitor.wait_until_still()
        expect(controls).to_be_in_viewport()
        expect(visitor.keyed("fundamentals_graph_formula")).to_be_in_viewport(ratio=1)
        assert visitor.page.evaluate(EDGES) == before
        assert visitor.overflow() <= 0
