"""Trainings run in the test's own process. All tests share one queue and its store, so each network is trained once."""

import os
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import local_script_runner

from nnkit import jobs
from nnkit.jobs import BUNDLED_RUNS, InlineEngine, JobQueue, RunStore
from tests.app.visitor import Visitor
from tests.unit.nnkit.jobs.stand_ins import StuckEngine


@pytest.fixture(scope="session", autouse=True)
def quick_script_runs():
    """Leave out what every run of a script would repeat, and what no test looks at."""
    with pytest.MonkeyPatch.context() as patch:
        # For every session, AppTest reads the metadata of all installed packages.
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        # After every run, Streamlit has Keras collect garbage if it is loaded. In the app it never is: workers train.
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        patch.setattr("ui.flush.time", SimpleNamespace(sleep=lambda seconds: None))  # there is no browser to wait for
        patch.setattr("nnkit.jobs.worker._return_memory", lambda: None)  # the workers of a server do so after each run
        # AppTest looks a thousand times a second whether the script has ended, which interrupts the script as often.
        look = local_script_runner.require_widgets_deltas
        patch.setattr(local_script_runner, "require_widgets_deltas", partial(wait_for_script, look))
        yield


def wait_for_script(look, runner, timeout):
    """Wait for the thread of the script, at most `timeout` seconds."""
    runner._script_thread.join(timeout)
    look(runner, 1)  # raises an error if the script has not ended


@pytest.fixture(scope="session")
def shared_queue():
    """The queue of all tests. Runs are keyed by their experiment, and the same experiment gives the same run."""
    return JobQueue(InlineEngine(), RunStore(Path(os.environ["NNKIT_CACHE"]) / "runs", bundled=BUNDLED_RUNS))


@pytest.fixture(autouse=True)
def use_queue(monkeypatch, shared_queue):
    """The app uses the shared queue. Call the fixture with another queue to have the app use that one."""
    monkeypatch.setenv("NNKIT_ENGINE", "inline")

    def use(queue):
        monkeypatch.setattr(jobs, "_queue", queue)

    use(shared_queue)
    return use


@pytest.fixture(autouse=True)
def links_wait(monkeypatch):
    """Settings of an address wait for the visitor, whatever earlier tests have trained. Call it with other seconds."""

    def limit(seconds):
        monkeypatch.setattr("ui.training.jobs.MAX_UNASKED_SECONDS", seconds)

    limit(-1.0)
    return limit


@pytest.fixture
def fresh_queue(use_queue, monkeypatch, tmp_path):
    """Have the app make its own queue, with an empty store; for tests of what is trained and what is stored."""
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "cache"))
    use_queue(None)
    yield
    jobs.shutdown()


@pytest.fixture
def small():
    """A visitor of MNIST's section Train by a link with settings that train in a moment, the same program for all."""

    def open_page(**settings):
        return Visitor("mnist", "train", **{"digits": 300, "epochs": 2, "batch": 8, "validation": 0, **settings}).run()

    return open_page


@pytest.fixture
def stuck_queue(use_queue):
    """A queue whose trainings never begin."""
    queue = JobQueue(StuckEngine(), RunStore(None))
    use_queue(queue)
    yield queue
    queue.shutdown()
