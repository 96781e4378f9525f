"""The playground for a visitor: seconds from the move of a slider to the new picture, and the size of messages."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

MOVES = 20
# The sum of all values in the curves of the training animation, null until it is drawn. Each network has another sum.
CURVES_CHECKSUM = """() => {
    const animation = document.querySelector(".st-key-overfitting-animation .js-plotly-plot")
    if (!animation || !animation._fullLayout || !animation.querySelector(".main-svg .slider-group")) return null
    const numbers = animation._fullData.flatMap(trace => trace.type === "scatter" && trace.y ? Array.from(trace.y) : [])
    return numbers.filter(Number.isFinite).reduce((sum, number) => sum + number, 0)
}"""

# Notes when a key is pressed, and when the animation was last drawn with other curves than now.
WATCH = f"""() => {{
    const checksum = {CURVES_CHECKSUM}
    const animation = document.querySelector(".st-key-overfitting-animation .js-plotly-plot")
    const look = () => {{ if (checksum() !== window.before) window.drawn = performance.now() }}
    if (animation !== window.watched) animation.on("plotly_afterplot", look)
    Object.assign(window, {{watched: animation, before: checksum(), drawn: null}})
    const note = ({{timeStamp}}) => {{ window.pressed = timeStamp }}
    document.addEventListener("keydown", note, {{once: true, capture: true}})
}}"""


def measure() -> Iterator[Measurement]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page, largest = browser.new_page(viewport={"width": 1280, "height": 900}), [0]

        def record_size(payload: bytes | str) -> None:
            largest[0] = max(largest[0], len(payload))

        page.on("websocket", lambda socket: socket.on("framereceived", record_size))
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
            page.goto(f"{server.url}/overfitting?section=depth")
            page.wait_for_function(f"() => ({CURVES_CHECKSUM})() !== null", timeout=120_000)
            page.wait_for_timeout(2_000)
            durations = [measure_move(page) for _ in range(MOVES)]
        browser.close()
    details = f"{min(durations):.2f} to {max(durations):.2f} s"
    yield Measurement(
        f"playground: from a slider's move to the new picture, 5,000 epochs, median of {MOVES}",
        median(durations),
        high=0.45,
        unit="s",
        details=details,
    )
    name = "playground: the largest message to the browser, a figure in it"
    yield Measurement(name, largest[0] / 1e6, high=2, unit="MB")


def measure_move(page: Page) -> float:
    """Seconds from a key press on the slider of the hidden units to the last drawing of the network with this width.

    The browser itself takes both times: asking it time and again would slow down what is measured.
    """
    page.evaluate(WATCH)
    page.locator(".st-key-overfitting_units_1").get_by_role("slider").press("ArrowLeft")
    page.wait_for_function("() => window.drawn", polling=100)
    page.wait_for_timeout(500)  # a visitor looks at the picture; it may be drawn once more
    return page.evaluate("(window.drawn - window.pressed) / 1000")
