"""The server's own address in a link."""

import pytest
import streamlit as st

from ui.links import copy_link


@pytest.mark.parametrize(
    ("listens_at", "own"),
    [
        (None, "192.168.1.5"),
        ("0.0.0.0", "192.168.1.5"),  # everywhere; no other device can open this number
        ("::", "192.168.1.5"),
        ("127.0.0.1", None),
        ("localhost", None),
        ("192.168.1.7", "192.168.1.7"),
    ],
)
def test_the_address_is_one_that_other_devices_can_open(listens_at, own, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.address": listens_at}.get)
    monkeypatch.setattr(copy_link, "network_address", lambda: "192.168.1.5")
    assert copy_link._own_address() == own
