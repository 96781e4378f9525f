"""The first visit of a browser that has kept nothing: its weight on the wire, and when home is painted."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.sections import addresses
from tools.serve import serving

WINDOW = {"width": 1280, "height": 800}
VISITS = 5  # of home
SETTLE_MS = 2_000  # after this time nothing more is loaded
# When the largest text or picture so far was painted. The film is a canvas, which does not count.
WATCH = """new PerformanceObserver(list => { window.painted = list.getEntries().at(-1).startTime / 1000 })
    .observe({type: "largest-contentful-paint", buffered: true})"""
IS_DRAWN = """() => document.querySelector("h1")
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning" """


def measure() -> Iterator[Measurement]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visit(browser, server.url)  # the first script of a server loads what others find
        painted = [visit(browser, server.url)[1] for _ in range(VISITS)]
        weights = {address: visit(browser, f"{server.url}/{address}")[0] for address in ("", *addresses())}
        browser.close()
    values = ", ".join(f"{each:.2f}" for each in painted)
    yield Measurement("home: largest contentful paint", median(painted), high=1.2, unit="s", details=values)
    heaviest = sorted(weights, key=weights.__getitem__)[-4:]
    details = ", ".join(f"{address or 'home'} {weights[address]:.2f}" for address in ("", *reversed(heaviest)))
    yield Measurement(
        "first visit, on the wire, heaviest section", weights[heaviest[-1]], high=4.0, unit="MB", details=details
    )


def visit(browser: Browser, address: str) -> tuple[float, float]:
    """Open the address with an empty cache; return its weight in MB and the seconds to the largest paint."""
    context = browser.new_context(viewport=WINDOW)
    page, received = context.new_page(), [0]
    page.add_init_script(WATCH)
    count_bytes(page, received)
    page.goto(address)
    page.wait_for_function(IS_DRAWN, timeout=60_000)
    page.wait_for_timeout(SETTLE_MS)
    painted = page.evaluate("window.painted")
    context.close()
    return received[0] / 1e6, painted


def count_bytes(page: Page, received: list[int]) -> None:
    """Add up in `received` what comes as answers, compressed as they are, and by websockets."""

    def add(payload: bytes | str) -> None:
        received[0] += len(payload)

    def add_answer(event: dict) -> None:
        received[0] += int(event["encodedDataLength"])

    page.on("websocket", lambda socket: socket.on("framereceived", add))
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", add_answer)


def main() -> None:
    for measurement in measure():
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
