"""Addresses that other devices can open."""

import socket
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from ui.links import address
from ui.links.address import is_this_machine, network_address, reachable, with_parameters


@pytest.mark.parametrize(
    "page", ["http://class.example/overfitting", "https://host/apps/nn/mnist", "http://10.0.0.7:8501"]
)
def test_an_address_that_others_can_open_stays(page):
    assert reachable(page, "192.168.1.5") == page


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "app.localhost", "127.1.2.3"])
def test_the_own_machine_is_named_by_its_address_on_the_network(host):
    assert reachable(f"http://{host}:8501/base/mnist", "192.168.1.5") == "http://192.168.1.5:8501/base/mnist"
    assert reachable(f"https://{host}/mnist", "192.168.1.5") == "https://192.168.1.5/mnist"
    assert reachable(f"http://{host}:8501/mnist", None) is None


def test_names_of_other_machines_are_not_this_one():
    assert not any(map(is_this_machine, ["localhost.example", "class", "192.168.1.5", "::2"]))


def test_parameters_survive_the_address():
    parameters = {"section": ("width",), "units": ("1, 3 & 5",), "features": ("x1", "x1²"), "none": ("",)}
    query = urlsplit(with_parameters("http://host/page", parameters)).query
    assert parse_qs(query, keep_blank_values=True) == {name: list(texts) for name, texts in parameters.items()}
    assert with_parameters("http://host/", {}) == "http://host/"


def interfaces(monkeypatch, **numbers):
    """The machine has no way beyond its network, and these interfaces; those that begin with "down" are down."""
    monkeypatch.setattr(address, "_routed_address", lambda: None)
    entry = {name: [SimpleNamespace(family=socket.AF_INET, address=number)] for name, number in numbers.items()}
    states = {name: SimpleNamespace(isup=not name.startswith("down")) for name in numbers}
    monkeypatch.setattr(address.psutil, "net_if_addrs", lambda: entry)
    monkeypatch.setattr(address.psutil, "net_if_stats", lambda: states)


def test_a_network_without_a_way_out_is_found_too(monkeypatch):
    interfaces(monkeypatch, lo="127.0.0.1", down="10.0.0.2", eth0="192.168.1.5")
    assert network_address() == "192.168.1.5"


def test_a_machine_without_a_network_has_no_address(monkeypatch):
    interfaces(monkeypatch, lo="127.0.0.1")
    assert network_address() is None


def test_a_machine_without_a_route_raises_nothing(monkeypatch):
    def refuse(*_):
        raise OSError("Network is unreachable")

    monkeypatch.setattr(address.socket, "socket", lambda *_: Refusing(refuse))
    assert address._routed_address() is None


class Refusing:
    """A socket without a network."""

    def __init__(self, connect):
        self.connect = connect

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass
