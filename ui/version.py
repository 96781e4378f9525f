"""The name of the app, and its version as pyproject.toml has it."""

import tomllib
from functools import cache
from pathlib import Path

APP = "Neural networks, explored"
PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


@cache
def version() -> str:
    """Return the version. The app runs from its folder and is not installed, so no metadata holds it."""
    return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
