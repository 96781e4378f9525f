"""How soon the pages without a training of their own answer: from what a control sends to the last picture of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Figure
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

MOVES = 10  # of each slider, there and back
CLOUDS = {"perceptron_source": "overlapping clouds", "perceptron_points": 200, "perceptron_epochs": 1_000}
# Sliders by page, and the settings of the page that their answers take longest with.
SLIDERS = {
    "history": (
        {"history_hebb_neurons": 4, "history_hebb_moments": 2_000},
        ("history_year", "history_formal_threshold", "history_hebb_correlation", "history_line_angle"),
    ),
    "perceptron": (CLOUDS, ("perceptron_noise", "perceptron_epochs")),
    "fundamentals": (
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
}
# Where it is looked for: parts of the page on perceptrons train networks besides, and have keys of another kind.
WITHIN = {"perceptron": "[class*=st-key-perceptron-]"}
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
        for name, (settings, sliders) in SLIDERS.items():
            url, within = f"{server.url}/{name}?{urlencode(settings)}", WITHIN.get(name, "[data-testid=stMain]")
            times = answers(browser, url, sliders, within)
            parts = ", ".join(f"{key.removeprefix(f'{name}_')} {seconds:.2f}" for key, seconds in times.items())
            yield Figure(
                f"{name}: a control's answer, slowest of {len(times)}",
                max(times.values()),
                high=0.2,
                unit="s",
                parts=parts,
            )
        browser.close()


def answers(browser: Browser, url: str, sliders: tuple[str, ...], within: str) -> dict[str, float]:
    """The median answer in seconds, by the slider's key."""
    page = browser.new_page()
    page.goto(url)
    page.locator("h1").wait_for()
    page.wait_for_timeout(5_000)
    for button in page.get_by_role("button", name="Train", exact=True).all():  # settings of an address wait for it
        button.click()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Stop", exact=True, disabled=False).first.wait_for(
        state="detached", timeout=120_000
    )
    page.wait_for_timeout(3_000)
    page.evaluate(WATCH, within)
    times = {key: median(answered(page, key, number) for number in range(MOVES)) for key in sliders}
    page.close()
    return times


def answered(page: Page, key: str, number: int) -> float:
    page.evaluate("window.sent = window.painted = undefined")
    page.locator(f".st-key-{key}").get_by_role("slider").press(("ArrowLeft", "ArrowRight")[number % 2])
    page.wait_for_timeout(ENOUGH)
    return page.evaluate("window.painted - window.sent") / 1000
