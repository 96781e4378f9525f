"""Kept runs in Chromium: they stay through pages, a reload, a link and a file."""

import pytest
from playwright.sync_api import expect

from tests.browser.contrast import check_contrast
from tests.browser.visitor import DESKTOP, PHONE

pytestmark = pytest.mark.browser

WIDTHS = [f"Moons, {units}" for units in ("1 unit", "3 units", "5 units", "20 units", "50 units")]


def names(visitor):
    """The names in the legend of the curves."""
    visitor.wait_for_figure("compare.curves")
    visitor.wait_until_still()
    return visitor.figure("compare.curves").locator(".legendtext").all_text_contents()


def keep(visitor, button):
    visitor.press("Keep")
    visitor.page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    expect(visitor.page.get_by_role("dialog")).to_be_hidden()
    visitor.wait_until_still()


def test_kept_runs_stay_through_pages_a_reload_a_link_and_a_file(server, visit, tmp_path):
    with visit(f"{server.url}/overfitting", close=True) as visitor:
        page = visitor.page
        visitor.wait_for_trainings()
        keep(visitor, "Keep all 5")
        visitor.press("Kept (5)")
        expect(page).to_have_url(f"{server.url}/compare")
        assert names(visitor) == WIDTHS
        check_contrast(page)
        page.reload()
        assert names(visitor) == WIDTHS
        visitor.press("Copy link")
        link = page.get_by_role("dialog").get_by_test_id("stCode").inner_text()
        page.keyboard.press("Escape")
        visitor.unfold("Save and load")
        with page.expect_download() as download:
            visitor.press("Save as a file")
        download.value.save_as(tmp_path / "kept-runs.zip")
    parameters = link.partition("?")[2]
    with visit(f"{server.url}/compare?{parameters}", viewport=PHONE, color_scheme="dark", close=True) as visitor:
        assert names(visitor) == WIDTHS
        assert "runs=" not in visitor.page.url
        expect(visitor.page.get_by_text("The link has brought the settings of 5 runs.")).to_be_visible()
        visitor.check_on_a_phone()
        check_contrast(visitor.page)
    with visit(f"{server.url}/compare", viewport=DESKTOP, close=True) as visitor:
        expect(visitor.page.get_by_text("You have kept no run yet.")).to_be_visible()
        visitor.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "kept-runs.zip")
        assert names(visitor) == WIDTHS
        expect(visitor.page.get_by_text("The file has brought 5 runs that you did not have.")).to_be_visible()
