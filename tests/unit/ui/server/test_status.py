"""The status of the server: who may see it, and what it says."""

import asyncio
import re
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from nnkit.jobs.statistics import Status
from ui.server import status

SECRET = "a secret of the teacher"
KNOWN = Status(1, 4, 20, 2, 3, 5, 1.25, 8.5, {77: 640_000_000, 78: 700_000_000}, ((0.0, "It failed <b>&</b> ended."),))


class Queue:
    def __init__(self, status=KNOWN):
        self.status = lambda: status


def get(path, **query):
    scope = {"type": "http", "path": path, "headers": [], "query_string": urlencode(query).encode()}
    return asyncio.run(status.show_status(Request(scope)))


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setenv(status.VARIABLE, SECRET)
    monkeypatch.setattr(status, "default_queue", Queue)
    monkeypatch.setattr(status, "open_pages", lambda: 12)
    status.secret.cache_clear()
    yield get
    status.secret.cache_clear()


@pytest.mark.parametrize("address", ["/status", "/status.txt"])
@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "é"])
def test_without_the_secret_there_is_no_such_page(client, address, secret):
    answer = client(address, **({} if secret is None else {"secret": secret}))
    assert (answer.status_code, answer.body) == (404, b"Not Found")


def test_a_monitor_gets_a_line_for_each_number(client):
    for answer in (
        client("/status", secret=SECRET, format="text"),
        client("/status.txt", secret=SECRET),
    ):
        assert answer.headers["content-type"].startswith("text/plain")
        lines = answer.body.decode().splitlines()
        values = dict(line.split(" ", 1) for line in lines)
        expected = {"sessions": "12", "running": "1", "waiting": "4", "finished": "20", "failed": "2", "stopped": "3"}
        expected |= {"refused": "5", "seconds_median": "1.2", "seconds_slowest": "8.5", "worker_77_mb": "640"}
        assert values.items() >= expected.items()
        assert float(values["server_mb"]) > 10
        assert lines[-1] == "error 1970-01-01 00:00:00 UTC: It failed <b>&</b> ended."


def test_before_the_first_training_there_are_no_seconds(client, monkeypatch):
    monkeypatch.setattr(status, "default_queue", lambda: Queue(Status(0, 0, 0, 0, 0, 0, None, None, {}, ())))
    assert "seconds_median nan\n" in client("/status.txt", secret=SECRET).body.decode()
    page = client("/status", secret=SECRET).body.decode()
    assert "None since the start." in page


def test_the_page_names_each_number_and_quotes_what_it_shows(client):
    answer = client("/status", secret=SECRET)
    assert "It failed &lt;b&gt;&amp;&lt;/b&gt; ended." in answer.body.decode()
    rows = dict(re.findall("<tr><th>(.*?)</th><td>(.*?)</td></tr>", answer.body.decode()))
    assert rows["Open pages"] == "12"
    assert rows["Memory of the training process 78 (MB)"] == "700"
    assert set(rows) >= set(status.LABELS.values())
    assert f'http-equiv="refresh" content="{status.REFRESH_SECONDS}"' in answer.body.decode()
    assert SECRET not in answer.body.decode()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_made_secret_is_long_and_told_once(client, monkeypatch, capsys):
    status.announce_link()
    assert capsys.readouterr().out == ""  # who has set the secret knows it
    monkeypatch.delenv(status.VARIABLE)
    status.secret.cache_clear()
    status.announce_link()
    link = re.search(r"http://localhost:\d+/status\?secret=(\S+)", capsys.readouterr().out)
    assert len(link[1]) >= 32
    assert client("/status", secret=link[1]).status_code == 200
    assert client("/status", secret=SECRET).status_code == 404
