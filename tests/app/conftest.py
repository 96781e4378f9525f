"""Trainings run in the test's own process, each test with a store of its own."""

import pytest

from nnkit import jobs
from tests.app.visitor import Visitor


@pytest.fixture(autouse=True)
def inline_queue(monkeypatch, tmp_path):
    jobs.shutdown()
    monkeypatch.setenv("NNKIT_ENGINE", "inline")
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "cache"))
    yield
    jobs.shutdown()


@pytest.fixture
def use_queue(monkeypatch):
    """Have the app use this queue instead of the one it would make."""
    return lambda queue: monkeypatch.setattr(jobs, "_queue", queue)


@pytest.fixture
def small():
    """A visitor of the MNIST page by a link with settings that train in a moment, and the same program for all."""

    def open_page(**settings):
        return Visitor("mnist", **{"digits": 300, "epochs": 2, "batch": 8, **settings}).run()

    return open_page
