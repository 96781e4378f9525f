"""How fast pages without training respond: from the message of a slider to the last change on the page."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

MOVES = 10  # of each slider, alternately left and right
# The sliders that are moved, by the address of their section. A control that is rarely moved is in sight because the
# address sets it.
CLOUDS = "perceptron?section=rule&perceptron_source=overlapping+clouds&perceptron_noise=0.3&perceptron_epochs=100"
SLIDERS = {
    "history": {
        "history?section=timeline": ("history_year",),
        "history?section=formal": ("history_formal_threshold",),
        "history?section=hebb": ("history_hebb_correlation",),
        "history?section=line": ("history_line_angle",),
    },
    "perceptron": {CLOUDS: ("perceptron_noise", "perceptron_epochs")},
    "perceptron, 200 points and up to 1,000 epochs": {
        f"{CLOUDS.replace('100', '1000')}&perceptron_points=200": ("perceptron_noise", "perceptron_epochs")
    },
    "fundamentals": {
        "fundamentals?section=anatomy": ("fundamentals_layers",),
        "fundamentals?section=activations": ("fundamentals_z",),
        "fundamentals?section=neuron": ("fundamentals_w1",),
        "fundamentals?section=softmax": ("fundamentals_logit_0",),
        "fundamentals?section=approximation": ("fundamentals_bumps",),
    },
}
# Records when the slider's message is sent, when the page last changes in the visible part, and when it last changes
# anywhere. Before it sends the message, Streamlit waits 0.2 s for further moves of the slider. Changes that nobody can
# see do not count: Streamlit removes hidden elements at the end of a script, and adds the text of a table for screen
# readers later.
WATCH = """() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (message) {
        window.sent ??= performance.now()
        send.call(this, message)
    }
    const fresh = part => part && !part.closest("canvas")
    const changed = ({target, addedNodes, removedNodes, previousSibling, nextSibling}) => {
        const beside = removedNodes.length && (previousSibling ?? nextSibling)
        return addedNodes.length ? [...addedNodes] : [beside || target]
    }
    const cleans = ({addedNodes, removedNodes}) => removedNodes.length && !addedNodes.length
        && [...removedNodes].every(({dataset}) => dataset?.stale === "true")
    const seen = part => {
        const {top, bottom} = part.getBoundingClientRect()
        return top < innerHeight && bottom > 0
    }
    const painted = parts => requestAnimationFrame(() => {
        window.last = performance.now()
        if (parts.some(seen)) window.seen = performance.now()
    })
    new MutationObserver(changes => {
        const shown = changes.filter(change => !cleans(change)).flatMap(changed)
        const parts = shown.map(part => part.nodeType === Node.ELEMENT_NODE ? part : part.parentElement)
        const news = [...new Set(parts)].filter(fresh)
        if (news.length) painted(news)
    }).observe(
        document.querySelector("[data-testid=stMain]"),
        {childList: true, characterData: true, attributeFilter: ["d", "transform", "x", "y"], subtree: true}
    )
}"""
SETTLE_MS = 1_500  # after this time nothing changes any more


def measure() -> Iterator[Measurement]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for name, sliders in SLIDERS.items():
            times = {}
            for address, keys in sliders.items():
                times |= response_times(browser, f"{server.url}/{address}", keys)
            details = ", ".join(
                f"{key.partition('_')[2]} {seen:.2f} ({last:.2f})" for key, (seen, last) in times.items()
            )
            slowest = max(seen for seen, _ in times.values())
            label = f"{name}: a control's answer in sight (all of it), slowest of {len(times)}"
            yield Measurement(label, slowest, high=0.1, unit="s", details=details)
        browser.close()


def response_times(browser: Browser, url: str, keys: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """For each slider, by its key: the median seconds to the last visible change, and to the last change anywhere."""
    page = browser.new_page()
    page.goto(url)
    page.locator(".nnkit-chart .main-svg").first.wait_for()
    page.wait_for_timeout(2_000)
    page.evaluate(WATCH)
    times = {key: [measure_response(page, key, number) for number in range(MOVES)] for key in keys}
    page.close()
    return {key: tuple(map(median, zip(*moves, strict=True))) for key, moves in times.items()}


def measure_response(page: Page, key: str, number: int) -> tuple[float, float]:
    """Seconds from the slider's message to the last visible change, and to the last change anywhere."""
    slider = page.locator(f".st-key-{key}").get_by_role("slider")
    slider.evaluate("slider => slider.scrollIntoView({block: 'center'})")
    page.evaluate("window.sent = window.seen = window.last = undefined")
    slider.press(("ArrowLeft", "ArrowRight")[number % 2])
    page.wait_for_timeout(SETTLE_MS)
    seen, last = page.evaluate("[window.seen - window.sent, window.last - window.sent]")
    return seen / 1000, last / 1000
