"""The page of film reviews for its first visitor: seconds until its networks are trained, and to edit a review."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

EDITS = 20
CURVE_COUNT = """() => {
    const figure = document.querySelector(".st-key-imdb-loss .js-plotly-plot")
    return new Set((figure?._fullData ?? []).filter(trace => trace.showlegend).map(trace => trace.name)).size
}"""

# Records when the keys are pressed, and when the frame after the one with another answer begins, since the answer is
# painted then.
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


def measure() -> Iterator[Measurement]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page, start, times = browser.new_page(), time.perf_counter(), []
        page.goto(f"{server.url}/imdb?section=networks")
        for count in (1, 4):
            page.wait_for_function(f"count => ({CURVE_COUNT})() >= count", arg=count, timeout=120_000)
            times.append(time.perf_counter() - start)
        page.goto(f"{server.url}/imdb")
        page.wait_for_timeout(5_000)
        answers = [measure_answer(page, number) for number in range(EDITS)]
        browser.close()
    yield Measurement("reviews, just started server: first network", times[0], high=10, unit="s")
    yield Measurement("reviews, just started server: all four", times[1], high=25, unit="s")
    name = f"reviews: answer to an edited one, median of {EDITS}"
    details = f"{min(answers):.2f} to {max(answers):.2f} s"
    yield Measurement(name, median(answers), high=0.2, unit="s", details=details)


def measure_answer(page: Page, number: int) -> float:
    """Seconds from the end of an edit of the review until another answer is painted."""
    answer = page.get_by_test_id("stMetric").filter(has_text="Probability that this review is positive")
    text, word = page.get_by_role("textbox", name="Your review"), ("wonderful", "awful")[number % 2]
    text.fill(f"{word} {word} film, {number}")
    page.evaluate(WATCH, answer.get_by_test_id("stMetricValue").element_handle())
    text.press("Control+Enter")
    duration = page.wait_for_function("() => window.painted - window.left || 0").json_value() / 1000
    page.wait_for_timeout(500)  # a visitor looks at the answer
    return duration
