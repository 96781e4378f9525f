"""A reader plays a lesson from its first step to its last and hands it in; a teacher checks the code."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE
from ui.lessons.library import library

pytestmark = pytest.mark.browser

LESSON = library()["overfitting"]


def go_on(visitor):
    """Go to the next step, or from the last one to the list; the foot of the section has such a button, too."""
    visitor.keyed("lessons.next").get_by_role("button").click()


def test_a_reader_plays_a_lesson_from_the_first_step_to_the_last(visit, server):
    with visit(f"{server.url}/lessons") as visitor:
        card = visitor.page.get_by_role("heading", name=LESSON.title)
        expect(card).to_be_visible()
        visitor.page.get_by_role("link", name=f"{len(LESSON.steps)} steps, {LESSON.minutes} minutes").first.click()
        at_step(visitor, 1)
        visitor.wait_for_figure("overfitting.animation")
        visitor.page.get_by_label("Your answer").fill("It has one weighted sum.")
        visitor.press("Compare with the worked answer")
        expect(visitor.page.get_by_text("Worked answer.")).to_be_visible()

        go_on(visitor)
        at_step(visitor, 2)
        expect(visitor.figure("overfitting_width.loss")).to_have_count(0)
        visitor.page.get_by_text("The one with 50 units").click()
        commit(visitor)
        expect(visitor.page.get_by_text("Not as you predicted.")).to_be_visible()
        visitor.wait_for_figure("overfitting_width.loss")
        expect(visitor.keyed("overfitting_width_units").get_by_role("textbox")).to_be_disabled()

        go_on(visitor)
        at_step(visitor, 3)
        visitor.wait_for_figure("overfitting_width.map_3")

        go_on(visitor)
        at_step(visitor, 4)
        visitor.page.get_by_role("spinbutton").fill("4000")
        commit(visitor)
        visitor.wait_for_figure("lessons.bars")
        expect(visitor.keyed("overfitting_rate")).to_have_count(0)

        go_on(visitor)
        at_step(visitor, 5)
        visitor.page.get_by_text("Much smaller").click()
        commit(visitor)
        visitor.wait_for_trainings()
        expect(visitor.page.get_by_text("As you predicted.", exact=False)).to_be_visible()

        go_on(visitor)
        at_step(visitor, 6)
        visitor.wait_for_figure("overfitting.animation")
        visitor.slide("overfitting_epochs", "Home", *["ArrowRight"] * 5)
        visitor.wait_until_still()
        visitor.wait_for_trainings()
        visitor.slide("overfitting_units_1", "Home", *["ArrowRight"] * 7)
        expect(visitor.page.get_by_text("You have reached the goal.")).to_be_visible()
        visitor.page.reload()  # a new session to the server
        at_step(visitor, 6)
        code = make_code(visitor)
        go_on(visitor)
        expect(card).to_be_visible()
        visitor.page.get_by_role("link", name="check the codes of a class").click()
        visitor.page.get_by_label("Codes, one per line").fill(f"{code}\n{code[:-2]}")
        visitor.press("Check the codes")
        expect(visitor.page.get_by_text("2 codes: 1 with genuine results, 1 left out.")).to_be_visible()
        expect(visitor.page.get_by_text("Line 2: This code is damaged")).to_be_visible()


def test_a_phone_shows_the_comparison_after_a_long_form(visit, server):
    address = "history?section=hebb&lesson=hebb&step=1"
    with visit(f"{server.url}/{address}", viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        visitor.wait_until_still()
        visitor.page.get_by_role("slider").first.press("ArrowLeft")
        commit(visitor)
        visitor.wait_for_figure("lessons.curves")
        visitor.wait_for("() => window.nnkitBroughtIntoView?.size > 0")
        visitor.wait_until_still()
        box = visitor.figure("lessons.curves").bounding_box()
        assert 60 <= box["y"] < box["y"] + box["height"] < PHONE["height"]


def at_step(visitor, number):
    expect(visitor.page.get_by_text(f"step {number} of {len(LESSON.steps)}")).to_be_visible()
    visitor.wait_until_still()


def commit(visitor):
    visitor.wait_until_still()
    visitor.press("This is my prediction")
    visitor.wait_until_still()


def make_code(visitor):
    visitor.page.get_by_text("Hand in", exact=True).click()
    visitor.page.get_by_label("A name of your choice").fill("Ada")
    visitor.press("Make the code")
    expect(visitor.page.get_by_text("This code holds 6 steps.")).to_be_in_viewport()
    return visitor.keyed("lessons.overfitting.hand_in").locator("code").inner_text()
