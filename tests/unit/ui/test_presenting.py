"""Present mode: what turns it on and off, and how large figures are then."""

from types import SimpleNamespace

import pytest

from ui import presenting
from ui.components import window


@pytest.fixture
def visitor(monkeypatch):
    """A session without a page: its state, its address, and a browser that has not told its window."""
    state, address = {}, {}
    session = SimpleNamespace(session_state=state, query_params=address, context=SimpleNamespace(headers={}))
    monkeypatch.setattr(presenting, "st", session)
    monkeypatch.setattr(window, "st", session)
    return session


def arrive(visitor, page, **address):
    """Open an address of the app, as a link or the browser's own buttons do."""
    visitor.query_params.clear()
    visitor.query_params.update(address)
    presenting.follow_presenting(page)
    return presenting.is_presenting()


def test_an_address_turns_it_on_and_one_of_the_same_page_off(visitor):
    assert not arrive(visitor, "history")
    assert arrive(visitor, "history", present="1")
    assert not arrive(visitor, "history", section="line")


@pytest.mark.parametrize("text", ["", "0", "2", "true", "11"])
def test_no_other_value_turns_it_on(visitor, text):
    assert not arrive(visitor, "history", present=text)


def test_it_stays_on_the_way_to_another_page_and_returns_to_the_address(visitor):
    arrive(visitor, "history", present="1")
    assert arrive(visitor, "mnist", section="train")
    assert visitor.query_params == {"section": "train", "present": "1"}


def test_it_ends_for_all_pages(visitor):
    arrive(visitor, "history", present="1")
    presenting.stop_presenting()
    assert visitor.query_params == {}
    assert not arrive(visitor, "history")
    assert not arrive(visitor, "mnist")


@pytest.fixture
def clock(monkeypatch):
    """The time, which a test may set."""
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(presenting, "monotonic", lambda: clock.now)
    return clock


def test_a_browser_that_has_not_heard_of_a_press_does_not_undo_it(visitor, clock):
    arrive(visitor, "history", section="line")
    presenting.start_presenting()
    clock.now += 0.5
    assert arrive(visitor, "history", section="line")
    assert visitor.query_params == {"section": "line", "present": "1"}
    presenting.stop_presenting()
    clock.now += 0.5
    assert not arrive(visitor, "history", section="line", present="1")
    assert visitor.query_params == {"section": "line"}


def test_later_the_browsers_own_buttons_lead_out_and_in_again(visitor, clock):
    presenting.start_presenting()
    assert arrive(visitor, "history", present="1")
    clock.now += 3
    assert not arrive(visitor, "history")
    assert arrive(visitor, "history", present="1")
    presenting.stop_presenting()
    clock.now += 3
    assert arrive(visitor, "history", present="1")


def test_addresses_of_the_app_keep_it_only_while_it_is_on(visitor):
    assert presenting.keep_presenting({"section": "line"}) == {"section": "line"}
    arrive(visitor, "history", present="1")
    assert presenting.keep_presenting({"section": "line"}) == {"section": "line", "present": "1"}


def test_lengths_are_half_as_large_again(visitor):
    assert presenting.px(80) == 80
    arrive(visitor, "history", present="1")
    assert presenting.px(80) == 120


@pytest.mark.parametrize(("height", "scale"), [(720, 1.173), (900, 1.5), (1080, 1.5), (2160, 1.5)])
def test_an_enlarged_figure_and_texts_of_128_px_fill_the_window(visitor, height, scale):
    arrive(visitor, "history", present="1")
    visitor.session_state[window.KEY] = {"height": height}
    assert window.figure_scale() == pytest.approx(scale, abs=0.001)
    texts = 1.5 * (128 + 60)
    assert window.as_figure(window.figure_height(60)) + texts == pytest.approx(height, abs=2)


@pytest.mark.parametrize("height", [None, "tall", -5, 10**9, 300])
def test_a_window_that_is_unknown_or_tiny_has_a_usable_figure(visitor, height):
    arrive(visitor, "history", present="1")
    visitor.session_state[window.KEY] = {"height": height}
    assert window.figure_height() >= 450
    assert window.figure_height(400) >= 160
    assert 1 <= window.figure_scale() <= 1.5
