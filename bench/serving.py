"""The app for its first visitor: seconds to the first content and to the result, memory of the server."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import Browser, sync_playwright

from bench.timing import Measurement
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving


def measure() -> Iterator[Measurement]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visits = [first_visit(browser) for _ in range(3)]
        browser.close()
    contents, results, memories = zip(*visits, strict=True)
    yield Measurement(
        "just started server: first content", median(contents), high=1.5, unit="s", details=join_values(contents)
    )
    yield Measurement(
        "just started server: result of the preset", median(results), high=2.5, unit="s", details=join_values(results)
    )
    yield Measurement("Streamlit process, page open", max(memories), high=250, unit="MB", details=join_values(memories))


def first_visit(browser: Browser) -> tuple[float, float, float]:
    """Start a server and open the MNIST page.

    Returns the seconds to the first content, the seconds to the result of the preset, and the memory of the server in
    MB.
    """
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        page, start = browser.new_page(), time.perf_counter()
        page.goto(f"{server.url}/mnist?section=train", wait_until="commit")
        page.wait_for_selector("h1")
        content = time.perf_counter() - start
        page.get_by_text("Test accuracy").wait_for(timeout=60_000)
        result = time.perf_counter() - start
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        page.close()
    return content, result, memory


def join_values(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.3g}" for value in values)
