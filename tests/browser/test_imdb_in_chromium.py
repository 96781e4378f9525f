"""The page of film reviews in Chromium, with training in worker processes."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SECONDS

pytestmark = pytest.mark.browser

RUNS = """() => {
    const figure = document.querySelector(".st-key-imdb-loss .js-plotly-plot")
    return new Set((figure?._fullData ?? []).filter(trace => trace.showlegend).map(trace => trace.name)).size
}"""


def wait_for_runs(visitor, count):
    visitor.page.wait_for_function(f"count => ({RUNS})() === count", arg=count, timeout=2 * SECONDS * 1000)


def test_four_networks_the_visitors_own_and_a_review(server, visit):
    with visit(f"{server.url}/imdb?imdb_vocabulary=1000&imdb_reviews=500&imdb_epochs=3") as visitor:
        wait_for_runs(visitor, 4)
        visitor.press("Train")
        wait_for_runs(visitor, 5)
        answer = visitor.metric("Probability that this review is positive")
        before = answer.inner_text()
        text = visitor.page.get_by_role("textbox", name="Your review")
        text.fill("Dull, boring and a waste of time. The worst film of the year, awful acting. <b>Zzyzx</b>")
        text.press("Control+Enter")
        expect(answer).not_to_have_text(before)
        assert float(answer.inner_text().rstrip("%")) < 50
        expect(visitor.page.get_by_text("zzyzx").first).to_be_visible()


def test_everything_fits_on_a_phone(server, visit):
    with visit(f"{server.url}/imdb", viewport=PHONE, has_touch=True) as visitor:
        wait_for_runs(visitor, 4)
        expect(visitor.page.get_by_role("heading", name="What it memorised")).to_be_visible(timeout=SECONDS * 1000)
        assert visitor.overflow() <= 0
