"""The log of a server in a file of bounded size, for those that run for months: NNKIT_LOG names the file."""

import logging
import os
import sys
import threading
from pathlib import Path
from typing import TextIO

FILE = "NNKIT_LOG"
MAX_BYTES, FILES = 5_000_000, 3  # the oldest of the files goes when a new one begins


class BoundedLog:
    """A stream into a file. When that is full, it is renamed, and a new one begins."""

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES, files: int = FILES):
        self._path, self._max_bytes, self._files = path, max_bytes, files
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open()

    def write(self, text: str) -> int:
        encoded = text.encode(errors="backslashreplace")[: self._max_bytes]
        with self._lock:
            if self._size + len(encoded) > self._max_bytes:
                self._rotate()
            self._file.write(encoded)
            self._size += len(encoded)
        return len(text)

    def flush(self) -> None:
        """Do nothing: what is written is in the file."""

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()

    def _open(self) -> None:
        self._file = self._path.open("ab", buffering=0)
        self._size = self._path.stat().st_size

    def _rotate(self) -> None:
        self._file.close()
        for number in range(self._files - 1, 0, -1):
            before = self._path if number == 1 else self._numbered(number - 1)
            if before.exists():
                before.replace(self._numbered(number))
        self._path.unlink(missing_ok=True)
        self._open()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def bound_log() -> None:
    """Write what this process logs into the file of NNKIT_LOG, if it is set. Its workers keep the standard error."""
    if name := os.environ.get(FILE):
        redirect(BoundedLog(Path(name)))


def redirect(log: BoundedLog) -> None:
    """Have the standard streams, and all handlers that write to them, write to the log."""
    streams = {sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__}
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for logger in loggers:
        for handler in getattr(logger, "handlers", ()):
            if isinstance(handler, logging.StreamHandler) and handler.stream in streams:
                handler.setStream(log)
    stream: TextIO = log  # type: ignore[assignment]  # it has what Python asks of these streams
    sys.stdout = sys.stderr = stream
