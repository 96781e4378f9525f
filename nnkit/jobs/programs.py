"""The folders in which TensorFlow keeps compiled programs: checked, sealed with checksums, and bounded.

TensorFlow believes what it reads: of 54 damaged programs, two gave wrong numbers and no error.
"""

import hashlib
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MAX_BYTES = 500 * 2**20  # of one folder; a program takes 0.1 to 1 MB
SEAL = ".sha256"  # a file of this name beside each program holds its checksum
UNFINISHED_SECONDS = 600.0  # after which nobody writes a temporary file any more
OLD_SECONDS = 7 * 24 * 3600.0  # after which the folder of another version counts as no longer used

logger = logging.getLogger(__name__)


def keep_valid(folder: Path, max_bytes: int = MAX_BYTES) -> None:
    """Delete programs without a valid checksum, and the oldest ones beyond the limit. Call it before TensorFlow reads.

    Several processes may share the folder.
    """
    total = 0
    with suppress(OSError):  # no folder yet
        programs = sorted(_programs(folder), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in programs:
            total += path.stat().st_size
            if total > max_bytes or not _is_valid(path):
                _delete(path)
        for path in folder.glob("*.tmp"):
            if _age(path) > UNFINISHED_SECONDS:
                path.unlink(missing_ok=True)


def seal(folder: Path) -> None:
    """Write the checksum of each program that has none: those that TensorFlow has just made."""
    with suppress(OSError):  # a full or read-only disk: the programs are dropped at the next start
        for path in _programs(folder):
            if not _seal_of(path).exists():
                _seal_of(path).write_text(_checksum(path), encoding="ascii")


def remove_old_versions(folder: Path) -> None:
    """Delete the folders beside this one, of the same machine, that other versions of the code have left.

    folder: its name is that of the machine, a hyphen and the version.
    """
    machine = folder.name.rpartition("-")[0]
    with suppress(OSError):
        for other in folder.parent.glob(f"{machine}-*"):
            if other != folder and other.name.rpartition("-")[0] == machine and _age(other) > OLD_SECONDS:
                shutil.rmtree(other, ignore_errors=True)


def _programs(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.suffix == ".pb")


def _is_valid(path: Path) -> bool:
    try:
        return _seal_of(path).read_text(encoding="ascii") == _checksum(path)
    except (OSError, ValueError):  # no checksum, or what is no text
        return False


def _seal_of(path: Path) -> Path:
    return path.with_name(path.name + SEAL)


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _delete(path: Path) -> None:
    logger.info("a compiled program is dropped: %s", path)
    for each in (path, _seal_of(path)):
        each.unlink(missing_ok=True)


def _age(path: Path) -> float:
    """Seconds since the file or folder was last changed."""
    return time.time() - path.stat().st_mtime
