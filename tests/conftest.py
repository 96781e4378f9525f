"""What all tests share: none of them touches the reader's own cache of runs."""

import pytest

# What these assert is told as fully as what tests assert themselves.
pytest.register_assert_rewrite("tests.app.visitor", "tests.browser.visitor", "tests.unit.nnkit.figures.checks")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """A folder of this session for runs and compiled programs; a test that needs a fresh one sets its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NNKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
