"""The playground as a visitor meets it: from a slider's move to the new picture, and what travels."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.timing import Figure
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

MOVES = 20
# A number made of all curves of the film, once its figure is drawn: another one is another network's.
SHOWN = """() => {
    const film = document.querySelector(".st-key-overfitting-film .js-plotly-plot")
    if (!film || !film._fullLayout || !film.querySelector(".main-svg .slider-group")) return null
    const numbers = film._fullData.flatMap(trace => trace.type === "scatter" && trace.y ? Array.from(trace.y) : [])
    return numbers.filter(Number.isFinite).reduce((sum, number) => sum + number, 0)
}"""


def figures() -> Iterator[Figure]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page, largest = browser.new_page(viewport={"width": 1280, "height": 900}), [0]

        def weigh(payload: bytes | str) -> None:
            largest[0] = max(largest[0], len(payload))

        page.on("websocket", lambda socket: socket.on("framereceived", weigh))
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
            page.goto(f"{server.url}/overfitting")
            page.wait_for_function(f"({SHOWN})() !== null", timeout=120_000)
            page.get_by_text("What the printed loss consists of").wait_for(timeout=120_000)
            page.wait_for_timeout(2_000)
            durations = [moved(page) for _ in range(MOVES)]
        browser.close()
    parts = f"{min(durations):.2f} to {max(durations):.2f} s"
    yield Figure(
        f"playground: from a slider's move to the new picture, 5,000 epochs, median of {MOVES}",
        median(durations),
        high=0.7,
        unit="s",
        parts=parts,
    )
    yield Figure("playground: the largest message to the browser, a figure in it", largest[0] / 1e6, high=2, unit="MB")


def moved(page: Page) -> float:
    """Seconds from a key pressed on the slider of the hidden layer's units to the picture of a network so wide."""
    before = page.evaluate(SHOWN)
    thumb = page.locator(".st-key-overfitting_units_1").get_by_role("slider")
    start = time.perf_counter()
    thumb.press("ArrowLeft")
    page.wait_for_function(
        f"before => {{ const now = ({SHOWN})(); return now !== null && now !== before }}", arg=before
    )
    duration = time.perf_counter() - start
    page.wait_for_timeout(500)  # a reader looks
    return duration
