"""Keras's own reviews, downloaded on request and kept in our own layout."""

import errno
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nnkit.datasets.files import DataFileError, read_arrays
from nnkit.datasets.imdb.keras_reviews import convert
from nnkit.datasets.imdb.review_file import KERAS_FOLDER, REVIEW_FILE
from nnkit.datasets.imdb.transfer import POLL_SECONDS, DownloadError, DownloadStopped, Limits, RemoteFile, transfer
from nnkit.experiment.callbacks import ShouldStop

__all__ = ["DownloadError", "DownloadStopped", "fetch_keras_reviews", "has_keras_reviews"]

KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
# Checksums as in keras.src.datasets.imdb. The second file is no pickle, so that MD5 is enough against damage.
FILES = (
    RemoteFile("imdb.npz", 17_464_789, "sha256", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"),
    RemoteFile("imdb_word_index.json", 1_641_221, "md5", "bfafd718b763782e994055a2d397834f"),
)
ROOM = 70_000_000  # bytes on disk: both files, and ours beside them until they are deleted
ABANDONED_SECONDS = 3_600.0  # since a folder was begun whose process must have died

OnProgress = Callable[[int, int], None]  # bytes so far, bytes in all

_ONE_AT_A_TIME = threading.Lock()  # a class that presses the button together downloads once


def has_keras_reviews(folder: Path) -> bool:
    """Whether they are there and as they were written."""
    try:
        read_arrays(REVIEW_FILE, folder / KERAS_FOLDER)
    except DataFileError:
        return False
    return True


def fetch_keras_reviews(
    folder: Path, on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None, url: str = KERAS_URL
) -> Path:
    """Where the reviews lie, once they are downloaded and converted; at once where they are there already.

    Takes at most two minutes, and a few seconds more to convert them. Raises DownloadError, and DownloadStopped where
    should_stop said so; nothing half done is left then. Threads and processes may fetch at the same time.
    """
    limits, target = Limits(should_stop), folder / KERAS_FOLDER
    while not _ONE_AT_A_TIME.acquire(timeout=POLL_SECONDS):
        limits.check()
    try:
        if not has_keras_reviews(folder):
            _fetch(folder, target, limits, on_progress or (lambda done, total: None), url)
    except OSError as error:
        raise _disk_error(error, folder) from None
    finally:
        _ONE_AT_A_TIME.release()
    return target / REVIEW_FILE


def _fetch(folder: Path, target: Path, limits: Limits, on_progress: OnProgress, url: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, "less than ROOM")
    total, before = sum(file.bytes for file in FILES), 0
    # A folder of its own in the one where it ends up: other downloads don't meet it, and a rename moves it as a whole.
    with tempfile.TemporaryDirectory(
        prefix=f"{KERAS_FOLDER}-", suffix=".part", dir=folder, ignore_cleanup_errors=True
    ) as scratch:
        for file in FILES:
            path = Path(scratch) / file.name
            transfer(url + file.name, file, path, limits, lambda got, before=before: on_progress(before + got, total))
            before += file.bytes
        done = Path(scratch) / "done"
        done.mkdir()
        convert(*(Path(scratch) / file.name for file in FILES), done)
        _move(done, target)


def _move(done: Path, target: Path) -> None:
    """Into place, unless another process was first. What is damaged there gives way."""
    try:
        done.rename(target)  # which replaces nothing that holds files
    except OSError:
        if has_keras_reviews(target.parent):
            return
        shutil.rmtree(target, ignore_errors=True)
        done.rename(target)


def _sweep(folder: Path) -> None:
    """Delete what a process that died has left of its download."""
    for left in folder.glob(f"{KERAS_FOLDER}-*.part"):
        with suppress(OSError):  # another process sweeps too
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _disk_error(error: OSError, folder: Path) -> DownloadError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DownloadError(
            f"There is no room for the reviews in {folder} ({ROOM / 1e6:.0f} MB): make some, or stay with the bundled "
            f"reviews."
        )
    return DownloadError(
        f"The reviews can't be written to {folder} ({error.strerror}): set NNKIT_CACHE to a folder that can, or stay "
        f"with the bundled reviews."
    )
