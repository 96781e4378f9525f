"""How soon the pages without a training of their own answer: from what a control sends to the last picture of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Figure
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

MOVES = 10  # of each slider, there and back
CLOUDS = {"perceptron_source": "overlapping clouds"}
# What the rule alone decides: the parts below it train networks as well.
RULE = ", ".join(f".st-key-perceptron-{name}" for name in ("points", "plane", "arrows", "errors", "pocket"))
EVERYWHERE = "[data-testid=stMain]"


class Visit(NamedTuple):
    name: str
    page: str
    settings: dict[str, Any]  # by name in the address
    sliders: tuple[str, ...]  # keys
    within: str = EVERYWHERE  # where the answer is looked for


VISITS = (
    Visit(
        "history",
        "history",
        {},
        ("history_year", "history_formal_threshold", "history_hebb_correlation", "history_line_angle"),
    ),
    Visit("perceptron", "perceptron", CLOUDS, ("perceptron_noise", "perceptron_epochs"), RULE),
    Visit(
        "perceptron, 200 points and up to 1,000 epochs",
        "perceptron",
        {**CLOUDS, "perceptron_points": 200, "perceptron_epochs": 1_000},
        ("perceptron_noise", "perceptron_epochs"),
        RULE,
    ),
    Visit(
        "fundamentals",
        "fundamentals",
        {},
        (
            "fundamentals_layers",
            "fundamentals_z",
            "fundamentals_w1",
            "fundamentals_logit_0",
            "fundamentals_bumps",
            "fundamentals_same_start",
        ),
    ),
)
# From the message to the last change of content, or of a picture. Before the message, Streamlit itself waits a fifth of
# a second whether the slider moves on.
WATCH = """within => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (message) {
        window.sent ??= performance.now()
        send.call(this, message)
    }
    const paint = () => requestAnimationFrame(() => { window.painted = performance.now() })
    const meant = ({target}) => target.parentElement?.closest(within)
    new MutationObserver(changes => changes.some(meant) && paint()).observe(
        document.querySelector("[data-testid=stMain]"),
        {childList: true, characterData: true, attributeFilter: ["d", "transform", "x", "y"], subtree: true}
    )
}"""
ENOUGH = 1_500  # ms, in which an answer is there and nothing changes any more


def figures() -> Iterator[Figure]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for visit in VISITS:
            times = answers(browser, server.url, visit)
            parts = ", ".join(f"{key.partition('_')[2]} {seconds:.2f}" for key, seconds in times.items())
            what = f"{visit.name}: a control's answer, slowest of {len(times)}"
            yield Figure(what, max(times.values()), high=0.2, unit="s", parts=parts)
        browser.close()


def answers(browser: Browser, url: str, visit: Visit) -> dict[str, float]:
    """The median answer in seconds, by the slider's key."""
    page = browser.new_page()
    page.goto(f"{url}/{visit.page}?{urlencode(visit.settings)}")
    page.locator("h1").wait_for()
    page.wait_for_timeout(5_000)
    for button in page.get_by_role("button", name="Train", exact=True).all():  # settings of an address wait for it
        button.click()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Stop", exact=True, disabled=False).first.wait_for(
        state="detached", timeout=120_000
    )
    page.wait_for_timeout(3_000)
    page.evaluate(WATCH, visit.within)
    times = {key: median(answered(page, key, number) for number in range(MOVES)) for key in visit.sliders}
    page.close()
    return times


def answered(page: Page, key: str, number: int) -> float:
    page.evaluate("window.sent = window.painted = undefined")
    page.locator(f".st-key-{key}").get_by_role("slider").press(("ArrowLeft", "ArrowRight")[number % 2])
    page.wait_for_timeout(ENOUGH)
    return page.evaluate("window.painted - window.sent") / 1000
