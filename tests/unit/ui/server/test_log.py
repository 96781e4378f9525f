"""The log in a file of bounded size."""

import os
import subprocess
import sys
from contextlib import closing

from tools.serve import ROOT
from ui.server.log import BoundedLog


def test_old_lines_go_and_the_newest_stay(tmp_path):
    with closing(BoundedLog(tmp_path / "logs" / "server.log", max_bytes=1_000, files=3)) as log:
        for number in range(1_000):
            log.write(f"line {number}\n")
    files = sorted((tmp_path / "logs").iterdir())
    assert [path.name for path in files] == ["server.log", "server.log.1", "server.log.2"]
    assert all(path.stat().st_size <= 1_000 for path in files)
    lines = "".join(path.read_text() for path in reversed(files)).splitlines()
    assert lines == [f"line {number}" for number in range(1_000 - len(lines), 1_000)]
    assert len(lines) > 200


def test_a_line_that_is_too_long_is_cut_and_a_server_that_starts_again_goes_on(tmp_path):
    path = tmp_path / "server.log"
    for letter in "ab":
        with closing(BoundedLog(path, max_bytes=100)) as log:
            log.write(f"{letter}\n")
    assert path.read_text() == "a\nb\n"
    with closing(BoundedLog(path, max_bytes=100)) as log:
        log.write("\ud800" + "x" * 10_000)
    assert path.stat().st_size == 100
    assert (tmp_path / "server.log.1").read_text() == "a\nb\n"


def test_loggers_and_the_standard_streams_write_to_it(tmp_path):
    script = (
        "import logging, sys; from ui.server.log import bound_log; logging.basicConfig(format='%(message)s')\n"
        "bound_log(); logging.error('an error'); print('printed'); print('too', file=sys.stderr); 1 / 0"
    )
    environment = {**os.environ, "NNKIT_LOG": str(tmp_path / "server.log")}
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (ended.stdout, ended.stderr) == (b"", b"")
    lines = (tmp_path / "server.log").read_text().splitlines()
    assert lines[:3] == ["an error", "printed", "too"]
    assert lines[-1] == "ZeroDivisionError: division by zero"
