"""The app as on Community Cloud: it starts, shows every section, trains, and needs at most 1.5 GB.

`make test-cloud` runs this; `make test` does not look into files of this name, since installing takes minutes.
CLOUD_PYTHON names the Python.
"""

import asyncio
import os
import random
import re
import subprocess
import sys
from urllib.request import urlopen

import pytest

from bench.tab import Tab, new_visitor, opened
from tools.cloud import made, memory_of, serving
from tools.sections import addresses, sections

MAX_BYTES = 1.5e9  # Community Cloud gives an app at most 2.7 GB
TRAININGS = ("mnist?section=train", "imdb?section=own")  # the two largest kinds of network


@pytest.fixture(scope="module")
def place():
    with made(os.environ.get("CLOUD_PYTHON") or sys.executable) as place:
        yield place


@pytest.fixture(scope="module")
def files(place):
    """The files of the checkout before the server starts."""
    return sorted(place.checkout.rglob("*"))


@pytest.fixture(scope="module")
def server(place, files):
    with serving(place) as server:
        yield server


async def show(server, address: str) -> Tab:
    async with opened(server.url, address, new_visitor()) as tab:
        return tab


async def train(server, address: str) -> Tab:
    """Train a network that comes with no app: its seed is drawn."""
    async with opened(server.url, address, new_visitor()) as tab:
        await tab.wait_for(lambda tab: "Train" in tab.widgets)
        await tab.slide("Seed", random.randrange(1_000, 1_000_000))
        tab.progress.clear()
        await tab.press("Train")
        await tab.wait_for(lambda tab: tab.says("Network trained", "Training failed"))
        return tab


def test_the_checkout_cannot_be_written(place):
    attempt = place.start("-c", "open('app.py', 'a')", output=subprocess.PIPE)
    _, errors = attempt.communicate()
    assert "PermissionError" in errors


@pytest.mark.parametrize("path", ["", *sections()])
def test_every_page_answers(path, server):
    with urlopen(f"{server.url}/{path}") as answer:
        assert answer.status == 200
        assert "<title>" in answer.read().decode()


@pytest.mark.parametrize("address", addresses())
def test_every_section_is_shown(address, server):
    tab = asyncio.run(show(server, address))
    assert "Copy link" in tab.widgets
    assert not tab.errors


@pytest.mark.parametrize("address", TRAININGS)
def test_a_network_is_trained(address, server):
    tab = asyncio.run(train(server, address))
    assert tab.says("Network trained")
    assert not tab.errors


def test_server_and_worker_need_little_memory(server, capsys):
    sizes = memory_of(server)
    with capsys.disabled():
        print()
        for name, (now, most) in sizes.items():
            print(f"{now / 1e6:6.0f} MB now, {most / 1e6:6.0f} MB at most: {name}")
        now, most = (sum(column) / 1e6 for column in zip(*sizes.values(), strict=True))
        print(f"{now:6.0f} MB now, {most:6.0f} MB at most together")
    assert len(sizes) >= 2  # the server and its worker
    assert most * 1e6 <= MAX_BYTES


def test_the_log_has_no_error_and_the_checkout_is_as_before(place, files, server):
    log = server.log.read_text()
    assert "Traceback" not in log
    assert not re.search(r"\bERROR\b|\bCRITICAL\b", log)
    assert sorted(place.checkout.rglob("*")) == files
    assert [path.name for path in (place.home / ".cache").iterdir()] == ["nnkit"]
