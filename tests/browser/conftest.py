"""The app as visitors get it: a server with its workers, and Chromium."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.visitor import Visitor
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")  # Playwright keeps an event loop running, in which other tests may not start theirs
def chromium():
    path = find_chromium()
    assert path, "no Chromium was found: `python -m tools.chromium` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, tmp_path):
    """`with visit(url) as visitor`: a window of its own, in which nothing may go wrong unseen."""

    @contextmanager
    def open_window(url, **options):
        window = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        visitor = Visitor(window.new_page())
        try:
            visitor.open(url)
            yield visitor
            visitor.check()
        except BaseException:
            visitor.page.screenshot(path=tmp_path / "failed.png", full_page=True)
            print(f"a picture of the page: {tmp_path / 'failed.png'}", *visitor.complaints, sep="\n")
            raise
        finally:
            window.close()

    return open_window
