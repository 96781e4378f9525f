"""A page that is open while its server restarts."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.visitor import SECONDS, Visitor
from tools.serve import serving

CONNECTED = "() => document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState === 'CONNECTED'"


def test_an_open_page_comes_back_by_itself_with_its_settings(chromium, tmp_path):
    page = chromium.new_page()
    visitor = Visitor(page)
    with serving(tmp_path, engine="inline") as server:
        visitor.open(f"{server.url}/history?section=line")
        visitor.slide("history_line_offset", "ArrowRight", "ArrowRight")
        visitor.wait_until_still()
        value, port = visitor.keyed("history_line_offset").inner_text(), urlsplit(server.url).port
        visitor.check()
    visitor.wait_for(f"() => !({CONNECTED})()")
    with serving(tmp_path, port=port, engine="inline"):
        visitor.wait_for(CONNECTED)
        visitor.wait_until_still()
        visitor.keyed("history_line_angle").get_by_role("slider").press("ArrowRight")
        visitor.wait_until_still()
        expect(visitor.figure("history_line.plane")).to_be_visible(timeout=SECONDS * 1000)
        assert visitor.keyed("history_line_offset").inner_text() == value
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.close()
