"""One file over HTTP, within limits of time and size, and only if it is the one expected."""

import hashlib
import http.client
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from nnkit.experiment.callbacks import ShouldStop

ANSWER_SECONDS = 5.0  # until the answer begins: name looked up, connected, asked
STALL_SECONDS = 10.0  # between two pieces of it
WHOLE_SECONDS = 120.0  # for all files together
POLL_SECONDS = 0.1  # between two looks whether to stop
PIECE = 65_536  # bytes

OnBytes = Callable[[int], None]


class DownloadError(Exception):
    """A file could not be had; the message is one sentence for the visitor."""


class DownloadStopped(DownloadError):
    """The visitor stopped it."""


class RemoteFile(NamedTuple):
    """What is expected."""

    name: str
    bytes: int
    algorithm: str  # of hashlib
    digest: str


class Limits:
    """When to give up: asked to, or out of time. Raises DownloadError then."""

    def __init__(self, should_stop: ShouldStop | None):
        self._should_stop, self._end = should_stop, time.monotonic() + WHOLE_SECONDS

    def check(self) -> None:
        if self._should_stop is not None and self._should_stop():
            raise DownloadStopped("The download was stopped, and nothing of it was kept.")
        if time.monotonic() > self._end:
            raise _too_slow(f"it was not done after {WHOLE_SECONDS:g} seconds")

    def next_of(self, pieces: queue.Queue, seconds: float, what: str) -> bytes | str | DownloadError:
        """The next in the queue, which must come within so many seconds."""
        patience = time.monotonic() + seconds
        while True:
            self.check()
            try:
                return pieces.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > patience:
                    raise _too_slow(f"{what} for {seconds:g} seconds") from None


def transfer(url: str, expected: RemoteFile, path: Path, limits: Limits, on_bytes: OnBytes) -> None:
    """Write what the address answers to the path; on_bytes gets the bytes so far. Raises DownloadError, or OSError
    where it can't be written.

    Another thread receives: looking up a name takes as long as it takes, and a read waits, whoever asks to stop.
    """
    pieces, given_up = queue.Queue(), threading.Event()
    threading.Thread(target=_receive, args=(url, expected, pieces, given_up), daemon=True).start()
    digest, received = hashlib.new(expected.algorithm, usedforsecurity=False), 0
    try:
        _next(pieces, limits, ANSWER_SECONDS, "nothing was answered")
        with path.open("wb") as file:
            while piece := _next(pieces, limits, STALL_SECONDS, "nothing more came"):
                received += len(piece)
                if received > expected.bytes:
                    raise damaged(expected.name, f"it is longer than {expected.bytes:,} bytes")
                digest.update(piece)
                file.write(piece)
                on_bytes(received)
    finally:
        given_up.set()
    if received < expected.bytes:
        raise damaged(expected.name, f"it ended after {received:,} of {expected.bytes:,} bytes")
    if digest.hexdigest() != expected.digest:
        raise damaged(expected.name, "its checksum is wrong")


def damaged(name: str, how: str) -> DownloadError:
    return DownloadError(f"What came as {name} is damaged ({how}): try again, or stay with the bundled reviews.")


def _next(pieces: queue.Queue, limits: Limits, seconds: float, what: str) -> bytes:
    item = limits.next_of(pieces, seconds, what)
    if isinstance(item, Exception):
        raise item
    return item


def _receive(url: str, expected: RemoteFile, pieces: queue.Queue, given_up: threading.Event) -> None:
    """Into the queue: an empty piece once the answer begins, its pieces, an empty one at its end; or an exception."""
    try:
        with urlopen(url, timeout=STALL_SECONDS) as answer:
            piece, received = answer.read1(PIECE), 0
            if answer.headers.get_content_type() == "text/html" or piece.lstrip()[:1] == b"<":
                raise DownloadError(
                    "A web page came instead of the file, as from networks that want a sign-in: sign in there, or stay "
                    "with the bundled reviews."
                )
            pieces.put(b"")
            while piece and received <= expected.bytes and not given_up.is_set():
                pieces.put(piece)
                received += len(piece)
                piece = answer.read1(PIECE)
            pieces.put(b"")
    except Exception as error:  # whatever it is, the visitor must not wait for a thread that has ended
        pieces.put(error if isinstance(error, DownloadError) else _told(error, expected.name))


def _told(error: Exception, name: str) -> DownloadError:
    if isinstance(error, HTTPError):
        error.close()
        return DownloadError(
            f"The server answered with error {error.code} instead of {name}: try later, or stay with the bundled "
            f"reviews."
        )
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return _too_slow("nothing came for a while")
    if isinstance(error, (http.client.HTTPException, ConnectionResetError)):
        return damaged(name, "the connection broke")
    return DownloadError(
        "The server can't be reached: check the connection to the internet, or stay with the bundled reviews."
    )


def _too_slow(why: str) -> DownloadError:
    return DownloadError(f"The download was too slow ({why}): try again, or stay with the bundled reviews.")
