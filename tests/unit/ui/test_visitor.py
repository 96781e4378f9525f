"""Who submits: a browser, its address and its tab. A tab is here as long as it is connected."""

from types import SimpleNamespace

import pytest

from nnkit.jobs.turns import address_of, visitor_of
from ui.server.visitor_cookie import COOKIE
from ui.training import visitor as visitors


@pytest.fixture
def connected(monkeypatch):
    """The ids of Streamlit's sessions that are connected; `arrive` runs the script for a tab in one of them."""
    ids = set()
    current = SimpleNamespace(session_id="")
    server = SimpleNamespace(is_active_session=ids.__contains__)
    monkeypatch.setattr(visitors, "_connections", {})
    monkeypatch.setattr(visitors, "get_script_run_ctx", lambda: current)
    monkeypatch.setattr(visitors.runtime, "get_instance", lambda: server)

    def arrive(tab, connection):
        ids.add(connection)
        current.session_id = connection
        visitors.note_tab(tab)

    return SimpleNamespace(ids=ids, arrive=arrive)


@pytest.fixture
def open_tab(monkeypatch, connected):
    """Open a tab with these cookies at this address; returns the name of a part in it."""

    def open_tab(cookies, address, part="mnist.train"):
        streamlit = SimpleNamespace(session_state={}, context=SimpleNamespace(cookies=cookies, ip_address=address))
        monkeypatch.setattr(visitors, "st", streamlit)
        assert visitors.session_of(part) == visitors.session_of(part)
        return visitors.session_of(part)

    return open_tab


def test_the_tabs_of_a_browser_are_one_visitor(open_tab):
    cookies = {COOKIE: "0123456789abcdef" * 2}
    one, two = open_tab(cookies, "192.0.2.7"), open_tab(cookies, "192.0.2.7")
    assert visitor_of(one) == visitor_of(two)
    assert visitors.tab_of(one) != visitors.tab_of(two)
    assert one.endswith(".mnist.train")
    assert "192.0.2.7" not in one


@pytest.mark.parametrize("cookies", [{}, {COOKIE: ""}, {COOKIE: "x.y@z"}, {COOKIE: "0" * 33}])
def test_without_a_cookie_of_ours_each_tab_is_a_visitor(open_tab, cookies):
    one, two = open_tab(cookies, "192.0.2.7"), open_tab(cookies, "192.0.2.7")
    assert visitor_of(one) != visitor_of(two)
    assert address_of(one) == address_of(two) != address_of(open_tab(cookies, "192.0.2.8"))
    assert address_of(open_tab(cookies, None)) == ""  # the server's own machine


def test_all_parts_of_a_tab_are_here_until_the_connection_ends(connected):
    connected.arrive("1st", "1")
    connected.arrive("2nd", "2")
    assert visitors.is_here("ann@.1st.mnist")
    assert visitors.is_here("ann@.1st.overfitting_width")
    connected.ids.remove("1")
    assert not visitors.is_here("ann@.1st.mnist")
    assert visitors.is_here("bob@.2nd.mnist")
    connected.arrive("1st", "3")
    assert visitors.is_here("ann@.1st.mnist")


def test_nobody_is_here_who_never_arrived(connected):
    assert not visitors.is_here("eve@.3rd.mnist")


def test_who_has_gone_is_forgotten_when_somebody_arrives(connected):
    connected.arrive("1st", "1")
    connected.ids.clear()
    connected.arrive("2nd", "2")
    assert list(visitors._connections) == ["2nd"]
