"""Download one file over HTTP within limits of time and size, and accept it only with the expected checksum."""

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

MAX_ANSWER_SECONDS = 5.0  # until the answer begins, with the look-up of the name and the connection
MAX_STALL_SECONDS = 10.0  # between two pieces of the answer
MAX_TOTAL_SECONDS = 120.0  # for all files together
POLL_SECONDS = 0.1  # between two calls of should_stop
PIECE = 65_536  # bytes

OnBytes = Callable[[int], None]  # bytes received so far


class DownloadError(Exception):
    """A download failed; the message is one sentence for the visitor."""


class DownloadStopped(DownloadError):
    """The visitor stopped the download."""


class RemoteFile(NamedTuple):
    """A file on a server, as it must arrive."""

    name: str
    bytes: int
    algorithm: str  # of the checksum, by its name in hashlib
    digest: str  # the checksum in hexadecimal digits


class Limits:
    """The reasons to end a download early: a request to stop, and limits on the time."""

    def __init__(self, should_stop: ShouldStop | None) -> None:
        self._should_stop, self._end = should_stop, time.monotonic() + MAX_TOTAL_SECONDS

    def check(self) -> None:
        """Raise DownloadStopped if should_stop returns True, DownloadError if the whole time is over."""
        if self._should_stop is not None and self._should_stop():
            raise DownloadStopped("The download was stopped, and nothing of it was kept.")
        if time.monotonic() > self._end:
            raise _too_slow(f"it was not done after {MAX_TOTAL_SECONDS:g} seconds")

    def wait_for_piece(self, pieces: queue.Queue, seconds: float, failure: str) -> bytes:
        """Return the next piece, or raise the exception that is in its place.

        Raises as `check` does, and DownloadError, with the failure in words, where nothing comes for so many seconds.
        """
        end = time.monotonic() + seconds
        while True:
            self.check()
            try:
                piece = pieces.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > end:
                    raise _too_slow(f"{failure} for {seconds:g} seconds") from None
                continue
            if isinstance(piece, Exception):
                raise piece
            return piece


def transfer(url: str, expected: RemoteFile, path: Path, limits: Limits, on_bytes: OnBytes) -> None:
    """Download the file at the url to the path; on_bytes is called after each piece.

    Raises DownloadError, or OSError where the path can't be written.

    Another thread receives, because a request to stop can interrupt neither the look-up of a name nor a read.
    """
    pieces: queue.Queue[bytes | Exception] = queue.Queue()
    given_up = threading.Event()
    threading.Thread(target=_receive, args=(url, expected, pieces, given_up), daemon=True).start()
    digest, received = hashlib.new(expected.algorithm, usedforsecurity=False), 0
    try:
        limits.wait_for_piece(pieces, MAX_ANSWER_SECONDS, "nothing was answered")
        with path.open("wb") as file:
            while piece := limits.wait_for_piece(pieces, MAX_STALL_SECONDS, "nothing more came"):
                received += len(piece)
                if received > expected.bytes:
                    raise _damaged(expected.name, f"it is longer than {expected.bytes:,} bytes")
                digest.update(piece)
                file.write(piece)
                on_bytes(received)
    finally:
        given_up.set()
    if received < expected.bytes:
        raise _damaged(expected.name, f"it ended after {received:,} of {expected.bytes:,} bytes")
    if digest.hexdigest() != expected.digest:
        raise _damaged(expected.name, "its checksum is wrong")


def _receive(url: str, expected: RemoteFile, pieces: queue.Queue, given_up: threading.Event) -> None:
    """Put into the queue: an empty piece when the answer begins, its pieces, and an empty one at its end.

    An exception is put into the queue as well, and ends it.
    """
    try:
        with urlopen(url, timeout=MAX_STALL_SECONDS) as answer:
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
    except Exception as error:  # of any type: the visitor must not wait for a thread that has ended
        pieces.put(error if isinstance(error, DownloadError) else _download_error(error, expected.name))


def _download_error(error: Exception, name: str) -> DownloadError:
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
        return _damaged(name, "the connection broke")
    return DownloadError(
        "The server can't be reached: check the connection to the internet, or stay with the bundled reviews."
    )


def _damaged(name: str, how: str) -> DownloadError:
    return DownloadError(f"What came as {name} is damaged ({how}): try again, or stay with the bundled reviews.")


def _too_slow(why: str) -> DownloadError:
    return DownloadError(f"The download was too slow ({why}): try again, or stay with the bundled reviews.")
