"""The page of film reviews as its first visitor meets it: four networks, and an answer to what one writes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.timing import Figure
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

EDITS = 20
RUNS = """() => {
    const figure = document.querySelector(".st-key-imdb-loss .js-plotly-plot")
    return new Set((figure?._fullData ?? []).filter(trace => trace.showlegend).map(trace => trace.name)).size
}"""


def figures() -> Iterator[Figure]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page, start, times = browser.new_page(), time.perf_counter(), []
        page.goto(f"{server.url}/imdb")
        for count in (1, 4):
            page.wait_for_function(f"count => ({RUNS})() >= count", arg=count, timeout=120_000)
            times.append(time.perf_counter() - start)
        page.wait_for_timeout(5_000)
        answers = [answered(page, number) for number in range(EDITS)]
        browser.close()
    yield Figure("reviews, just started server: first network", times[0], high=10, unit="s")
    yield Figure("reviews, just started server: all four", times[1], high=25, unit="s")
    what, parts = f"reviews: answer to an edited one, median of {EDITS}", f"{min(answers):.2f} to {max(answers):.2f} s"
    yield Figure(what, median(answers), high=0.2, unit="s", parts=parts)


def answered(page: Page, number: int) -> float:
    """Seconds from leaving a review with one more word in it to another answer in the page."""
    answer = page.get_by_test_id("stMetric").filter(has_text="Probability that this review is positive")
    value = answer.get_by_test_id("stMetricValue")
    text, before = page.get_by_role("textbox", name="Your review"), value.inner_text()
    word = ("wonderful", "awful")[number % 2]
    text.fill(f"{word} {word} film, {number}")
    start = time.perf_counter()
    text.press("Control+Enter")
    page.wait_for_function(
        "([element, before]) => element.innerText !== before", arg=[value.element_handle(), before], polling=10
    )
    duration = time.perf_counter() - start
    page.wait_for_timeout(500)  # a reader looks
    return duration
