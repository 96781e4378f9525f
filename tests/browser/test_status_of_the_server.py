"""The status of a real server, by the link in its log."""

import re
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from tests.unit.test_dockerfile import health_check
from tools.serve import free_port


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


def test_the_health_check_of_the_container_tells_whether_the_server_answers(server):
    _, *check = health_check()

    def fails_at(address):
        command = [sys.executable, *(part.replace("127.0.0.1:8501", address) for part in check)]
        return subprocess.run(command, capture_output=True).returncode != 0

    assert not fails_at(server.url.removeprefix("http://"))
    assert fails_at(f"127.0.0.1:{free_port()}")
