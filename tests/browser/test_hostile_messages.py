"""Forged messages to a real server: it lives, others notice nothing, and the log has lines instead of tracebacks.

No browser is needed for this, but the server is the one of all tests in Chromium.
"""

import asyncio
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.hostile.amount import IS_LONG, tries
from tests.hostile.vandal import attack_beside
from tools.sections import addresses

MESSAGES = tries(40)
PACE = 60 / 500  # s for a message
FEW = ["overfitting?section=depth", "mnist?section=train", "imdb?section=own", "history?section=timeline"]
MAX_SECONDS = 1.0
BESIDE = "fundamentals?section=anatomy"


def run_apart(coroutine):
    """Run it in a thread of its own: Playwright has an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def test_forged_messages_harm_nobody(server):
    before = server.log.stat().st_size
    assert b"Dropped" not in server.log.read_bytes()  # what browsers have sent in the tests before
    attacked = addresses() if IS_LONG else FEW
    exceptions, seconds = run_apart(attack_beside(server.url, attacked, MESSAGES, PACE, BESIDE))
    assert exceptions == []
    assert server.process.poll() is None
    assert urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=60).read() == b"ok"
    assert seconds
    if IS_LONG:  # beside other tests a move says nothing of the server
        assert len(seconds) > 10
        assert sorted(seconds)[int(0.9 * len(seconds))] < MAX_SECONDS, f"the slowest moves: {sorted(seconds)[-5:]} s"
    with server.log.open("rb") as log:
        log.seek(before)
        written = log.read()
    assert b"Traceback" not in written
    assert b"Dropped" in written
    assert written.count(b"\n") < 10 * MESSAGES
