"""The Dockerfile copies what the app needs, and .dockerignore lets it through."""

import json
import re
import shlex
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What runs no app; a new folder belongs here or into the Dockerfile.
NOT_OF_THE_APP = {"bench", "deploy", "docs", "tests", "tools"}


def instructions():
    """Yield each instruction of the Dockerfile with its text, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line:
            yield line.split(maxsplit=1)


def copied():
    return [shlex.split(text)[0] for name, text in instructions() if name == "COPY"]


def health_check():
    """The command of the HEALTHCHECK, a list as Docker runs it."""
    (text,) = [text for name, text in instructions() if name == "HEALTHCHECK"]
    return json.loads(text.split("CMD", 1)[1])


def test_what_is_copied_exists_and_is_not_ignored():
    first, *others = [
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    assert first == "*"
    assert copied()
    assert all((ROOT / path).exists() for path in copied())
    let_through = {line[1:] for line in others if line.startswith("!")}
    ignored = [line for line in others if not line.startswith("!")]
    assert let_through == set(copied())
    assert not [path for path in copied() if any(fnmatch(path, pattern) for pattern in ignored)]


def test_every_folder_of_the_app_is_copied():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and re.fullmatch(r"[a-z]+", path.name)}
    assert folders - NOT_OF_THE_APP == {path for path in copied() if (ROOT / path).is_dir()}


def test_the_container_installs_what_is_pinned_and_runs_without_rights():
    found = list(instructions())
    assert ["COPY", "requirements.txt ./"] in found
    assert any("pip install" in text and "-r requirements.txt" in text for name, text in found if name == "RUN")
    assert [text for name, text in found if name == "USER"] == ["nnkit"]
    version = re.fullmatch(r"python:(3\.\d+)-slim-\w+", next(text for name, text in found if name == "FROM"))
    assert version[1] in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


def test_the_health_check_asks_the_port_at_which_the_server_listens():
    (command,) = [json.loads(text) for name, text in instructions() if name == "CMD"]
    (port,) = [part.partition("=")[2] for part in command if part.startswith("--server.port")]
    assert f"127.0.0.1:{port}/_stcore/health" in health_check()[-1]
    assert ["EXPOSE", port] in list(instructions())
