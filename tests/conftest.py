"""What all tests share: a cache of their own, reproducible examples, and how several workers divide the tests."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# An assertion in these modules that fails shows its values, as one in a test does.
pytest.register_assert_rewrite("tests.app.visitor", "tests.browser.visitor", "tests.unit.nnkit.figures.checks")

# The same examples in every run, and no limit on the time they take: a busy machine fails no test.
settings.register_profile(
    "reproducible", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("reproducible")

# What takes longest comes first, so that at the end no worker waits long for another.
FOLDERS = ("tests/browser/", "tests/app/", "tests/oracle/", "tests/processes/", "tests/unit/")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in FOLDERS])


def pytest_collection_finish():
    """Spare Python's collector what the imports made: it would look through all of TensorFlow time and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `-n 2`, the tests of a file run in one worker, as do all browser tests: they share a Chromium."""
    from xdist.scheduler import LoadScopeScheduling

    class FileScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return FOLDERS[0] if nodeid.startswith(FOLDERS[0]) else nodeid.split("::")[0]

    config.option.loadscopereorder = False  # which would begin with the files that have many tests
    return FileScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """A folder of this session for runs and compiled programs, not the reader's; all workers share it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each worker has a folder below the session's
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NNKIT_CACHE", str(folder / "cache"))
        yield
