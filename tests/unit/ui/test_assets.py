"""The scripts that browsers load for our components."""

import gzip

import pytest
from starlette.requests import Request
from starlette.routing import Match

from ui.components.assets import ROUTES, SCRIPTS, path_of


def get(path, encoding):
    """The server's answer to a request for the path."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", encoding.encode())]}
    (route,) = ROUTES
    match, found = route.matches(scope)
    assert match is Match.FULL
    return found["endpoint"](Request({**scope, **found}))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_travels_compressed_and_is_kept(name):
    answer = get(path_of(name), "gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(answer.body) == SCRIPTS[name].read_bytes()
    assert len(answer.body) < 0.5 * SCRIPTS[name].stat().st_size


def test_a_browser_that_knows_no_gzip_gets_it_as_it_is():
    answer = get(path_of("chart.js"), "identity")
    assert "content-encoding" not in answer.headers
    assert answer.body == SCRIPTS["chart.js"].read_bytes()


def test_another_name_is_not_found():
    assert get("/assets/x/app.py", "gzip").status_code == 404


def test_the_path_changes_with_the_content(monkeypatch, tmp_path):
    before = path_of("chart.js")
    changed = tmp_path / "chart.js"
    changed.write_bytes(SCRIPTS["chart.js"].read_bytes() + b"\n")
    monkeypatch.setitem(SCRIPTS, "chart.js", changed)
    path_of.cache_clear()
    assert path_of("chart.js") != before
    path_of.cache_clear()
