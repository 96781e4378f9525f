"""The status of a real server, by the link in its log."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest


def test_the_link_of_the_log_shows_the_server_in_numbers(server, chromium):
    secret = re.search(r"/status\?secret=(\S+)", server.log.read_text())[1]
    page = chromium.new_page()
    page.goto(f"{server.url}/status?secret={secret}")
    assert page.locator("h1").inner_text() == "Status of the server"
    page.close()
    with urlopen(f"{server.url}/status.txt?secret={secret}") as answer:
        lines = dict(line.split(" ", 1) for line in answer.read().decode().splitlines())
    assert float(lines["sessions"]) >= 0
    resident = psutil.Process(server.pid).memory_info().rss / 1e6
    assert float(lines["server_mb"]) == pytest.approx(resident, rel=0.3)
    for address in ("/status", "/status?secret=wrong", "/status.txt", f"/status?Secret={secret}"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(server.url + address)
