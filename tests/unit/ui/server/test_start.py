"""What a server begins with."""

import os

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config

from tests.unit.ui.server.asgi import request
from ui.server.settings import FRAME_ANCESTORS
from ui.server.start import below_base_path, middleware


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """The file of secrets that Streamlit reads, and an environment that is restored afterwards."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.delenv(FRAME_ANCESTORS, raising=False)
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    st.secrets._reset()
    yield tmp_path / "secrets.toml"
    st.secrets._reset()
    config.set_option("secrets.files", before)


def frames():
    return middleware()[0].kwargs["settings"].frame_ancestors


def test_settings_may_stand_in_the_secrets_of_streamlit(secrets):
    secrets.write_text(f'{FRAME_ANCESTORS} = "https://lms.example.org"\n', encoding="utf-8")
    assert frames() == ("https://lms.example.org",)


@pytest.mark.parametrize("text", [None, "no TOML ="])
def test_without_secrets_that_can_be_read_the_server_starts_all_the_same(text, secrets):
    if text is not None:
        secrets.write_text(text, encoding="utf-8")
    assert frames() == ()


@pytest.mark.parametrize(("base", "path"), [("", "/status"), ("nn", "/nn/status"), ("/nn/", "/nn/status")])
def test_own_addresses_lie_where_the_app_lies(base, path, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    app = Starlette(routes=below_base_path([Route("/status", lambda request: PlainTextResponse("here"))]))
    assert request(app, path)[0]["status"] == 200
    assert request(app, "/elsewhere/status")[0]["status"] == 404
