"""Whether a window counts as narrow before the browser has told its width."""

from types import SimpleNamespace

import pytest

from ui.components import window

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148"


@pytest.mark.parametrize(
    ("headers", "narrow"),
    [({"User-Agent": FIREFOX}, False), ({"User-Agent": ANDROID}, True), ({"User-Agent": IPHONE}, True), ({}, False)],
)
def test_only_a_phones_window_is_narrow_before_its_width_is_known(headers, narrow, monkeypatch):
    monkeypatch.setattr(window, "st", SimpleNamespace(session_state={}, context=SimpleNamespace(headers=headers)))
    assert window.is_narrow() == narrow
    assert not window.is_tall()


def test_the_width_that_the_browser_has_told_counts(monkeypatch):
    state = {window.KEY: {"narrow": False, "tall": True}}
    context = SimpleNamespace(headers={"User-Agent": ANDROID})
    monkeypatch.setattr(window, "st", SimpleNamespace(session_state=state, context=context))
    assert not window.is_narrow()
    assert window.is_tall()
