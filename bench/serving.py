"""The app as a visitor meets it: time to the first content, memory of the server."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from bench.timing import Figure
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        browser.new_page().goto("about:blank")
        with serving(Path(folder)) as server:
            page, start = browser.new_page(), time.perf_counter()
            page.goto(f"{server.url}/mnist")
            page.wait_for_selector("h1")
            first_content = time.perf_counter() - start
            page.get_by_text("Test accuracy").wait_for(timeout=60_000)
            result = time.perf_counter() - start
            page.get_by_text("history.csv").wait_for()
            memory = psutil.Process(server.pid).memory_info().rss / 1e6
        browser.close()
    yield Figure("just started server: first content", first_content, high=2, unit="s")
    yield Figure("just started server: result of the preset", result, unit="s")
    yield Figure("Streamlit process, page open", memory, high=250, unit="MB")
