"""Who may connect, and that nobody else costs the server any time."""

import socket
import threading

import pytest
from starlette.responses import PlainTextResponse
from streamlit import net_util
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from tests.unit.ui.server.asgi import headers_of, request
from ui.server.gate import Gate, is_among
from ui.server.settings import Settings

LMS = "https://lms.example.org"
OWN = "https://class.example.org"
OPENING = {"type": "websocket.connect"}


async def streamlit(scope, receive, send):
    """Decide as Streamlit does on whom it lets connect."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    allowed = _is_origin_allowed(headers.get("origin"), headers.get("host"))
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept" if allowed else "websocket.close"})
    else:
        await PlainTextResponse("let through" if allowed else "refused")(scope, receive, send)


def connect(gate, origin=None, host="class.example.org"):
    """Whether a websocket is accepted."""
    origins = {} if origin is None else {"origin": origin}
    (answer,) = request(gate, "/_stcore/stream", "websocket", [OPENING], host=host, **origins)
    return answer["type"] == "websocket.accept"


class Taken(list):
    """Connections. hangs_up: whether each is closed at once, for who would wait."""

    hangs_up = False


@pytest.fixture
def silent_internet(monkeypatch):
    """The way to the internet is a proxy that takes connections and never answers; yields those that it has taken."""
    taken = Taken()
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(net_util, "_external_ip", None)

        def take():
            while True:
                try:
                    connection, _ = proxy.accept()
                except OSError:
                    return
                taken.append(connection)
                if taken.hangs_up:
                    connection.close()

        threading.Thread(target=take, daemon=True).start()
        yield taken
        for connection in taken:
            connection.close()


def test_a_foreign_site_is_refused_at_once_where_the_internet_does_not_answer(silent_internet):
    gate = Gate(streamlit, Settings(origins=frozenset({LMS})))
    foreign = ("https://evil.example", "null", "", "http://[", f"{OWN}.evil.example", "http://localhost:99", "\x00")
    assert not any(connect(gate, origin) for origin in foreign)
    assert connect(gate, LMS)
    assert connect(gate, LMS.upper())
    assert connect(gate, OWN)
    assert connect(gate)
    assert not silent_internet


def test_without_the_gate_streamlit_asks_the_internet(silent_internet):
    silent_internet.hangs_up = True
    request(streamlit, "/_stcore/stream", "websocket", [OPENING], host="class.example.org", origin=LMS)
    assert silent_internet


def test_an_allowed_site_may_read_answers_and_another_one_may_not(silent_internet):
    gate = Gate(streamlit, Settings(origins=frozenset({LMS})))
    answer = request(gate, host="class.example.org", origin=LMS)
    assert answer[1]["body"] == b"let through"
    assert headers_of(answer)["access-control-allow-origin"] == LMS
    assert headers_of(answer)["vary"] == "Origin"
    refused = request(gate, host="class.example.org", origin="https://evil.example")
    assert refused[0]["status"] == 403
    assert "access-control-allow-origin" not in headers_of(refused)
    assert not silent_internet


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("class.example.org", True),
        ("CLASS.example.org:8501", True),
        ("a.b.school.example", True),
        ("school.example", False),
        ("class.example.org.evil.example", False),
        ("evilschool.example", False),
        ("192.0.2.7", False),
        ("", False),
        ("[", False),
    ],
)
def test_only_allowed_hosts_are_served_if_there_are_any(host, allowed):
    names = ("class.example.org", "*.school.example")
    assert is_among(host, names) == allowed
    assert connect(Gate(streamlit, Settings(hosts=names)), host=host) == allowed
    status = request(Gate(streamlit, Settings(hosts=names)), host=host)[0]["status"]
    assert status == (200 if allowed else 400)


def test_the_metrics_are_closed_unless_they_are_opened():
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/below/a/path/_stcore/metrics"):
        assert request(Gate(streamlit, Settings()), path, host="a")[0]["status"] == 404
        assert request(Gate(streamlit, Settings(metrics=True)), path, host="a")[0]["status"] == 200
