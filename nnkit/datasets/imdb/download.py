"""Download Keras's own reviews on request, and keep them as our arrays in the cache folder.

pooch downloads and compares checksums too, but it does not serve here. It receives in the thread that calls it, so that
a request to stop and a limit on the whole time would wait for the next bytes, or for the look-up of a name. It also has
no limit on the size, and no sentence for a network that answers with a sign-in page. All of `transfer` would remain.
"""

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
from nnkit.datasets.imdb.review_arrays import KERAS_FOLDER, REVIEWS
from nnkit.datasets.imdb.transfer import POLL_SECONDS, DownloadError, DownloadStopped, Limits, RemoteFile, transfer
from nnkit.experiment.callbacks import ShouldStop

__all__ = ["DownloadError", "DownloadStopped", "fetch_keras_reviews", "has_keras_reviews"]

KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
# Checksums as in keras.src.datasets.imdb. MD5 is enough for the second file: it only has to show damage, since the
# file is not a pickle.
FILES = (
    RemoteFile("imdb.npz", 17_464_789, "sha256", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"),
    RemoteFile("imdb_word_index.json", 1_641_221, "md5", "bfafd718b763782e994055a2d397834f"),
)
MIN_FREE_BYTES = 70_000_000  # on the disk: for both files, and our arrays beside them until the files are deleted
ABANDONED_SECONDS = 3_600.0  # after so long, the process that began a folder must have died

OnProgress = Callable[[int, int], None]  # bytes received, bytes in all

_ONE_AT_A_TIME = threading.Lock()  # visitors who press the button at the same time start one download


def has_keras_reviews(folder: Path) -> bool:
    """Return whether the cache folder holds Keras's reviews undamaged. Reads all of their files."""
    try:
        read_arrays(REVIEWS, folder / KERAS_FOLDER)
    except DataFileError:
        return False
    return True


def fetch_keras_reviews(
    folder: Path, on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None, url: str = KERAS_URL
) -> Path:
    """Download and convert the reviews unless the cache folder has them already; return the folder of their arrays.

    The download takes at most two minutes, the conversion a few seconds more. Raises DownloadError where it fails,
    and DownloadStopped where should_stop returned True; then nothing unfinished is left. Threads and processes may
    call this at the same time.
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
    return target / REVIEWS


def _fetch(folder: Path, target: Path, limits: Limits, on_progress: OnProgress, url: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _delete_abandoned(folder)
    if shutil.disk_usage(folder).free < MIN_FREE_BYTES:
        raise OSError(errno.ENOSPC, "less than MIN_FREE_BYTES")
    total, before = sum(file.bytes for file in FILES), 0

    def report(received: int) -> None:
        on_progress(before + received, total)

    # A folder of its own: other downloads don't use it. In the cache folder: one rename moves all files into place.
    with tempfile.TemporaryDirectory(
        prefix=f"{KERAS_FOLDER}-", suffix=".part", dir=folder, ignore_cleanup_errors=True
    ) as scratch:
        for file in FILES:
            path = Path(scratch) / file.name
            transfer(url + file.name, file, path, limits, report)
            before += file.bytes
        done = Path(scratch) / "done"
        done.mkdir()
        reviews, word_index = (Path(scratch) / file.name for file in FILES)
        convert(reviews, word_index, done)
        _move(done, target)


def _move(done: Path, target: Path) -> None:
    """Move the finished folder into place, unless another process did so first. A damaged one is replaced."""
    try:
        done.rename(target)  # fails where the target holds files
    except OSError:
        if has_keras_reviews(target.parent):
            return
        shutil.rmtree(target, ignore_errors=True)
        done.rename(target)


def _delete_abandoned(folder: Path) -> None:
    """Delete the unfinished downloads of processes that died."""
    for unfinished in folder.glob(f"{KERAS_FOLDER}-*.part"):
        with suppress(OSError):  # another process may delete it at the same time
            if time.time() - unfinished.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(unfinished, ignore_errors=True)


def _disk_error(error: OSError, folder: Path) -> DownloadError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DownloadError(
            f"There is no room for the reviews in {folder} ({MIN_FREE_BYTES / 1e6:.0f} MB): make some, or stay with "
            f"the bundled reviews."
        )
    return DownloadError(
        f"The reviews can't be written to {folder} ({error.strerror}): set NNKIT_CACHE to a folder that can, or stay "
        f"with the bundled reviews."
    )
