"""Run the app on a free port as visitors get it, for browser tests and benchmarks."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    process: subprocess.Popen
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid


@contextmanager
def serving(
    folder: Path, seconds: float = 60.0, port: int | None = None, log: str = "server.log", engine: str = ""
) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it afterwards with its workers.

    folder: for the server's cache and its log. port: a free one unless it is given. log: the name of the log, of which
    each of several servers with the same folder needs its own. engine: another one than worker processes, such as
    inline where nothing is trained. Raises RuntimeError where the server does not answer within so many seconds.
    """
    environment = {"NNKIT_CACHE": str(folder / "cache"), **({"NNKIT_ENGINE": engine} if engine else {})}
    server = start(folder / log, port or free_port(), environment)
    try:
        wait_for(server, seconds)
        yield server
    finally:
        end(server)


def start(log: Path, port: int, environment: dict[str, str]) -> Server:
    """Start a server at once, with these environment variables besides."""
    options = {"port": port, "address": "127.0.0.1", "headless": "true"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output)
    return Server(f"http://127.0.0.1:{port}", process, log)


def end(server: Server) -> None:
    """End a server with its workers."""
    server.process.terminate()
    try:
        server.process.wait(10)
    except subprocess.TimeoutExpired:
        server.process.kill()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: Server, seconds: float) -> None:
    """Wait until the server answers. Raises RuntimeError where it does not within so many seconds."""
    latest = time.monotonic() + seconds
    while time.monotonic() < latest and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text()}")
