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

# When the keys are pressed, and when the frame after the one with another answer begins: then that one is painted.
WATCH = """answer => {
    const before = answer.innerText, now = () => performance.now()
    window.painted = window.left = undefined
    document.addEventListener("keydown", () => window.left ??= now(), {capture: true})
    const watch = new MutationObserver(() => {
        if (answer.innerText === before) return
        watch.disconnect()
        requestAnimationFrame(() => requestAnimationFrame(() => window.painted = now()))
    })
    watch.observe(document, {childList: true, subtree: true, characterData: true})
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
    """Seconds from leaving a review with one more word in it until another answer is painted."""
    answer = page.get_by_test_id("stMetric").filter(has_text="Probability that this review is positive")
    text, word = page.get_by_role("textbox", name="Your review"), ("wonderful", "awful")[number % 2]
    text.fill(f"{word} {word} film, {number}")
    page.evaluate(WATCH, answer.get_by_test_id("stMetricValue").element_handle())
    text.press("Control+Enter")
    duration = page.wait_for_function("() => window.painted - window.left || 0").json_value() / 1000
    page.wait_for_timeout(500)  # a reader looks
    return duration
