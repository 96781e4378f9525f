"""Run the app as Community Cloud does: packages of requirements.txt alone, a read-only checkout and an empty home.

It needs Linux, as Community Cloud has it.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools.serve import ROOT, Server, end, free_port, wait_for

# What the documentation of Community Cloud says that it sets, whatever .streamlit/config.toml says:
FORCED = {
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "false",
    "STREAMLIT_RUNNER_FAST_RERUNS": "true",
    "STREAMLIT_SERVER_RUN_ON_SAVE": "true",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}
# root may write everywhere unless it gives up this right.
BOUND_BY_MODES = ("setpriv", "--bounding-set=-dac_override", "--") if os.geteuid() == 0 else ()


@dataclass(frozen=True)
class Place:
    """A folder with the checkout, the environment of packages and the home."""

    folder: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def python(self) -> Path:
        return self.folder / "venv/bin/python"

    @property
    def environment(self) -> dict[str, str]:
        """All variables of the server: none of them comes from the caller."""
        return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.home), "HOSTNAME": "streamlit", **FORCED}

    def start(self, *command: str, output: int | None = None) -> subprocess.Popen:
        """Start the environment's Python in the checkout, with the rights and the variables of the Cloud."""
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [*BOUND_BY_MODES, self.python, *command],
                cwd=self.checkout,
                env=self.environment,
                stdout=output or log,
                stderr=output or log,
                text=True,
            )


@contextmanager
def made(python: str) -> Iterator[Place]:
    """Make the place with this Python; it takes minutes. It is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="nnkit-cloud-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder))
        place.home.mkdir()
        copy_checkout(place.checkout)
        subprocess.run([python, "-m", "venv", place.python.parents[1]], check=True)
        pip = [place.python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", "-r", place.checkout / "requirements.txt"], check=True)
        _set_writable(place.checkout, False)
        try:
            yield place
        finally:
            _set_writable(place.checkout, True)


@contextmanager
def serving(place: Place, seconds: float = 120.0) -> Iterator[Server]:
    """Start the server, wait until it answers, and end it afterwards."""
    port = free_port()
    options = {"port": port, "address": "127.0.0.1", "headless": "true"}
    process = place.start("-m", "streamlit", "run", "app.py", *(f"--server.{a}={b}" for a, b in options.items()))
    server = Server(f"http://127.0.0.1:{port}", process, place.folder / "server.log")
    try:
        wait_for(server, seconds)
        yield server
    finally:
        end(server)


def copy_checkout(target: Path) -> None:
    """Copy the files that git knows, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


def memory_of(server: Server) -> dict[str, tuple[int, int]]:
    """Return the bytes that each process has resident now and had at most, the server first, its workers after it."""
    found = {}
    root = psutil.Process(server.pid)
    for process in (root, *root.children(recursive=True)):
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith(" kB")}
        found[" ".join(process.cmdline()[1:4])] = sizes["VmRSS"], sizes["VmHWM"]
    return found


def _set_writable(folder: Path, may_write: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200 if may_write else path.stat().st_mode & ~0o222)
