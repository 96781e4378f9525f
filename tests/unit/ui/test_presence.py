"""A visitor is here as long as the browser is connected, also after connecting anew."""

from types import SimpleNamespace

import pytest

from ui.training import presence


@pytest.fixture
def connected(monkeypatch):
    """The ids of Streamlit's sessions that are connected; `arrive` runs the script for a visitor in one of them."""
    ids = set()
    current = SimpleNamespace(session_id="")
    server = SimpleNamespace(is_active_session=ids.__contains__)
    monkeypatch.setattr(presence, "_connections", {})
    monkeypatch.setattr(presence, "get_script_run_ctx", lambda: current)
    monkeypatch.setattr(presence.runtime, "get_instance", lambda: server)

    def arrive(visitor, connection):
        ids.add(connection)
        current.session_id = connection
        presence.note_visitor(visitor)

    return SimpleNamespace(ids=ids, arrive=arrive)


def test_all_parts_of_a_visitors_pages_are_here_until_the_connection_ends(connected):
    connected.arrive("ann", "1")
    connected.arrive("bob", "2")
    assert presence.is_here("ann.mnist")
    assert presence.is_here("ann.overfitting_width")
    connected.ids.remove("1")
    assert not presence.is_here("ann.mnist")
    assert presence.is_here("bob.mnist")
    connected.arrive("ann", "3")
    assert presence.is_here("ann.mnist")


def test_nobody_is_here_who_never_arrived(connected):
    assert not presence.is_here("eve.mnist")


def test_who_has_gone_is_forgotten_when_somebody_arrives(connected):
    connected.arrive("ann", "1")
    connected.ids.clear()
    connected.arrive("bob", "2")
    assert list(presence._connections) == ["bob"]
