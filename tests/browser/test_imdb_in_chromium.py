"""The page of film reviews in Chromium, with training in worker processes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

RUNS = """() => {
    const figure = document.querySelector(".st-key-imdb-loss .js-plotly-plot")
    return new Set((figure?._fullData ?? []).filter(trace => trace.showlegend).map(trace => trace.name)).size
}"""


def wait_for_runs(visitor, count):
    visitor.wait_for(f"count => ({RUNS})() >= count", count)


def test_four_networks_the_visitors_own_and_a_review(server, visit):
    settings = "imdb_vocabulary=1000&imdb_reviews=500&imdb_epochs=3"
    with visit(f"{server.url}/imdb?section=own&{settings}") as visitor:
        wait_for_runs(visitor, 4)
        visitor.wait_for_trainings()  # the fifth is trained on arrival if the server knows that it takes little time
        visitor.press("Train")
        wait_for_runs(visitor, 5)
        visitor.wait_for_trainings()
        visitor.wait_until_still()
        visitor.press("What it learned")  # the button of the section after this one
        visitor.wait_for_figure("imdb.towards_positive")
        visitor.page.get_by_role("radio", name="Write", exact=True).click()
        answer = visitor.metric("Probability that this review is positive")
        expect(answer).to_be_visible(timeout=SECONDS * 1000)
        expect(visitor.keyed("imdb_reader").get_by_role("combobox")).to_have_value(re.compile("^yours: 16-16-1"))
        before = answer.inner_text()
        text = visitor.page.get_by_role("textbox", name="Your review")
        text.fill("Dull, boring and a waste of time. The worst film of the year, awful acting. <b>Zzyzx</b>")
        text.press("Control+Enter")
        expect(answer).not_to_have_text(before)
        assert float(answer.inner_text().rstrip("%")) < 50
        expect(visitor.page.get_by_text("The network says: negative")).to_be_visible()
        expect(visitor.page.get_by_text("zzyzx").first).to_be_visible()
        before = answer.inner_text()
        text.press("Control+a")
        visitor.page.keyboard.insert_text("wonderful " * 3_000)  # as a paste does
        text.press("Control+Enter")
        expect(visitor.page.get_by_text("Your text had 30,000 characters.")).to_be_visible()
        expect(text).to_have_value(re.compile("^(wonderful ){1999}wonderful$"))
        expect(answer).not_to_have_text(before)


def test_an_old_anchor_leads_to_its_view(server, visit):
    with visit(f"{server.url}/imdb#data") as visitor:
        visitor.wait_for_figure("imdb.lengths")
        assert "section=read" in visitor.page.url
