"""What all tests share: a cache of their own, reproducible examples, and how several workers divide the tests."""

import gc
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# An assertion in these modules that fails shows its values, as one in a test does.
pytest.register_assert_rewrite(
    "tests.app.visitor",
    "tests.browser.contrast",
    "tests.browser.translator",
    "tests.browser.visitor",
    "tests.unit.nnkit.figures.checks",
)

# The same examples in every run, and no limit on the time they take: a busy machine fails no test.
settings.register_profile(
    "reproducible", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# `make test-hostile`: many examples, others in every run. One that fails prints how to run it again.
settings.register_profile("hostile", max_examples=10_000, deadline=None, database=None, print_blob=True)
settings.load_profile("reproducible")


def pytest_configure(config):
    """Keep runs and compiled programs in a folder of this session, not the reader's; all its processes share it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # it has the environment of the process that started it
    folder = Path(tempfile.mkdtemp(prefix="nnkit-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["NNKIT_CACHE"] = str(folder / "cache")
    # What one process has compiled, another need not compile again, nor the same one once it has dropped the program.
    programs = folder / "programs"
    programs.mkdir()
    os.environ["TF_XLA_FLAGS"] = f"--tf_xla_persistent_cache_directory='{programs}'"


# What takes longest comes first, so that at the end no worker waits long for another: the browser, and what waits for
# processes while others compute.
FOLDERS = ("tests/browser/", "tests/processes/", "tests/app/", "tests/oracle/", "tests/unit/")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in FOLDERS])


def pytest_collection_finish():
    """Spare Python's collector what the imports made: it would look through all of TensorFlow time and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    """Let tests that only compute give way to the browser, whose tests follow each other from first to last.

    They have the priority of the server's own workers then, for whose trainings the browser waits.
    """
    if "PYTEST_XDIST_WORKER" in os.environ and not item.nodeid.startswith(FOLDERS[:2]):
        _give_way()


@cache
def _give_way():
    if hasattr(os, "nice"):
        os.nice(19)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `-n 3`, the tests of a file run in one worker, as do all browser tests: they share a Chromium."""
    from xdist.scheduler import LoadScopeScheduling

    class FileScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return FOLDERS[0] if nodeid.startswith(FOLDERS[0]) else nodeid.split("::")[0]

    config.option.loadscopereorder = False  # which would begin with the files that have many tests
    return FileScheduling(config, log)
