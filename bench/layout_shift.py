"""How far the page jumps: cumulative layout shift while it loads, after a control is moved and while a network trains.

`python -m bench.layout_shift [address …]` lists every shift of these sections, of all unless some are named. The shifts
right after an input count too, and all shifts of one phase are added up, however far apart in time they are.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.sections import addresses
from tools.serve import serving

MAX_SHIFT = 0.05
MAX_SECONDS = 600  # for the trainings of a section
START_MS = 500  # until a training is under way, or over already
WINDOW = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
HOME = ""
# Sections in which a press of Train or another seed trains for some seconds, by the key of what is pressed or moved.
TRAININGS = {
    "mnist?section=train&mnist_seed=3&mnist_epochs=30": "mnist.train",
    "overfitting?section=depth&overfitting_epochs=20000": "overfitting_layers",
    "imdb?section=own&imdb_seed=3": "imdb.train",
}
# What Chromium reports: each shift, how far it was, and what has moved from where to where.
WATCH = """
window.shifts = []
const name = node => {
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement
    if (!element) return "?"
    const key = [...(element.closest("[class*=st-key-]")?.classList ?? [])].find(each => each.startsWith("st-key-"))
    return `${element.dataset.testid ?? element.tagName} ${key ?? ""} “${element.textContent.slice(0, 30)}”`
}
const place = ({x, y, width, height}) => [x, y, width, height].map(Math.round).join(" ")
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(({value, startTime, sources}) => ({
    value,
    time: startTime,
    moved: sources.map(({node, previousRect, currentRect}) =>
        `${name(node)}: ${place(previousRect)} → ${place(currentRect)}`),
})))).observe({type: "layout-shift", buffered: true})
new MutationObserver(() => { window.lastChange = performance.now() })
    .observe(document, {attributes: true, characterData: true, childList: true, subtree: true})
"""
# The page has been drawn, no script runs, nothing trains, and nothing has changed for a while.
STILL = """() => document.querySelector("h1")
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && ![...document.querySelectorAll("button:enabled")].some(({textContent}) => textContent.endsWith("Stop"))
    && performance.now() - window.lastChange > 1000"""


@dataclass(frozen=True)
class Phase:
    """What was shifted in one phase of a visit. total: the sum of the scores. shifts: as the browser reported them."""

    address: str
    name: str  # "load", "control" or "training"
    total: float
    shifts: tuple[dict, ...]


def measure() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        phases = list(measure_phases(server.url, [HOME, *addresses(), *TRAININGS]))
    for name in ("load", "control", "training"):
        totals = {phase.address: phase.total for phase in phases if phase.name == name}
        over = ", ".join(f"{address or 'home'} {total:.3f}" for address, total in totals.items() if total > MAX_SHIFT)
        label = f"cumulative layout shift, {name}, largest of {len(totals)}"
        yield Measurement(label, max(totals.values()), high=MAX_SHIFT, details=over)


def measure_phases(url: str, wanted: Sequence[str], window: dict[str, int] = WINDOW) -> Iterator[Phase]:
    """Visit each address in a browser that knows nothing of the app yet; yield the phases of the visit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for address in wanted:
            yield from measure_section(browser, url, address, window)
        browser.close()


def measure_section(browser: Browser, url: str, address: str, window: dict[str, int]) -> Iterator[Phase]:
    page = browser.new_page(viewport=window)
    page.set_default_timeout(1000 * MAX_SECONDS)
    page.add_init_script(WATCH)
    page.goto(f"{url}/{address}")
    yield take_phase(page, address, "load")
    if address in TRAININGS:
        start_training(page, TRAININGS[address])
        yield take_phase(page, address, "training")
    elif move_control(page):
        yield take_phase(page, address, "control")
    page.close()


def take_phase(page: Page, address: str, name: str) -> Phase:
    """Wait until nothing moves any more; return the shifts since the last phase."""
    page.wait_for_function(STILL, polling=100)
    shifts = page.evaluate("window.shifts.splice(0)")
    return Phase(address, name, sum(shift["value"] for shift in shifts), tuple(shifts))


def start_training(page: Page, key: str) -> None:
    """Press the button with this key, or move the slider."""
    place = page.locator(f".st-key-{key.replace('.', '-')}")
    if place.get_by_role("button").count():
        place.get_by_role("button").first.click()
    else:
        place.get_by_role("slider").first.press("ArrowRight")
    page.wait_for_timeout(START_MS)


def move_control(page: Page) -> bool:
    """Move the first slider of the section, else choose another of a few options; return whether there are any."""
    main = page.get_by_test_id("stMain")
    sliders = main.locator("input[type=range]").locator("visible=true")  # not those of figures
    options = main.locator("[role=radio][aria-checked=false]:not([class*=sections] *)").locator("visible=true")
    for control, act in ((sliders, move_slider), (options, lambda option: option.click())):
        if control.count():
            act(control.first)
            return True
    return False


def move_slider(slider) -> None:
    value = slider.get_attribute("aria-valuenow") or slider.input_value()
    slider.press("ArrowLeft")
    if (slider.get_attribute("aria-valuenow") or slider.input_value()) == value:
        slider.press("ArrowRight")


def main() -> None:
    """List the phases of the sections that the command names, of all without a name. --phone: on a phone."""
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    window = PHONE if "--phone" in sys.argv else WINDOW
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        for phase in measure_phases(server.url, named or [HOME, *addresses(), *TRAININGS], window):
            verdict = "" if phase.total <= MAX_SHIFT else " MISSED"
            print(f"{phase.total:.4f} {phase.name:9}{phase.address or 'home'}{verdict}", flush=True)
            for shift in phase.shifts:
                if shift["value"] > MAX_SHIFT / 5:
                    print(f"    {shift['value']:.4f} at {shift['time']:.0f} ms", *shift["moved"], sep="\n        ")


if __name__ == "__main__":
    main()
