"""The app as visitors use it: a server with its workers, and Chromium."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from tests.browser.visitor import DESKTOP, Visitor
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving


# Of the package and not of the session: Playwright keeps an event loop running in its thread, in which no other test
# may start its own. All browser tests of a process share one server and one Chromium, which end with the last of them.
@pytest.fixture(scope="package")
def server():
    """A server with the cache of all tests: what it has trained, the tests without a browser need not train again."""
    name = f"server-{os.environ.get('PYTEST_XDIST_WORKER', '')}.log"
    with serving(Path(os.environ["NNKIT_CACHE"]).parent, log=name) as server:
        yield server


@pytest.fixture(scope="package")
def chromium():
    path = find_chromium()
    assert path, "no Chromium was found: `python -m tools.chromium` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def contexts(chromium):
    """Chromium's contexts by the options they were made with. What one of them has loaded, it need not load again."""
    return {}


@pytest.fixture(scope="package")
def shared_tabs(chromium):
    """Visitors of tabs that several tests use one after the other, by their address."""
    return {}


@pytest.fixture(scope="package")
def idle_tabs(chromium):
    """Visitors of empty tabs, by the options and the script they were made with.

    A page that is loaded in one of them takes half the time of a new tab, which compiles all scripts of the page.
    """
    return {}


@pytest.fixture
def visit(server, chromium, contexts, shared_tabs, idle_tabs, tmp_path):
    """`with visit(url) as visitor`: a tab of its own, in which every error fails the test.

    shared: use the tab as the last test with the same address left it, since loading a page takes seconds of
    processor time. This is for tests of different parts of a page, which do not depend on each other.
    script: JavaScript that runs in the page before its own.
    close: whether the tab is closed afterwards; otherwise the page is left, and a later test loads its own there.
    options: of a Playwright context, such as has_touch; a context is shared by all tabs with the same options.
    """

    def empty_tab(viewport, color_scheme, script, options):
        key = tuple(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chromium.new_context(**options)
        visitor = idle_tabs.pop((key, script), None)
        if visitor is None:
            page = contexts[key].new_page()
            page.add_init_script(script)
            visitor = Visitor(page)
        visitor.page.set_viewport_size(viewport)
        visitor.page.emulate_media(color_scheme=color_scheme)
        return visitor

    @contextmanager
    def open_tab(url, viewport=DESKTOP, color_scheme="light", shared=False, script="", close=False, **options):
        visitor = shared_tabs.pop(url, None) if shared else None
        is_new = visitor is None
        visitor = visitor or empty_tab(viewport, color_scheme, script, options)
        try:
            if is_new:
                visitor.open(url)
            yield visitor
            visitor.check()
        except BaseException:
            with suppress(PlaywrightError):  # it would hide what went wrong before
                visitor.page.screenshot(path=tmp_path / "failed.png", full_page=True)
            print(f"a picture of the page: {tmp_path / 'failed.png'}", *visitor.complaints, sep="\n")
            print("the server's log ends with:", *server.log.read_text().splitlines()[-80:], sep="\n")
            visitor.page.close()
            raise
        place = tuple(sorted(options.items())), script
        if shared:
            shared_tabs[url] = visitor
        elif close or place in idle_tabs:
            visitor.page.close()
        else:
            visitor.leave()
            idle_tabs[place] = visitor

    return open_tab
