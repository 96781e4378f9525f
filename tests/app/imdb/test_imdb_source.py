"""Choosing Keras's reviews and downloading them, without the internet."""

import functools
import threading

import pytest

from nnkit.datasets.imdb.download import DownloadStopped, fetch_keras_reviews
from pages.imdb import source
from tests.app.visitor import Part

NOBODY = "http://127.0.0.1:9/"  # where nothing answers
SECONDS = 60


def choosing():
    import streamlit as st

    from pages.imdb.source import choose_source

    st.session_state["chosen"] = choose_source()


class Transfer:
    """A download that goes on when the test sets `go_on`."""

    def __init__(self):
        self.go_on, self.reported = threading.Event(), threading.Event()
        self.times = 0

    def __call__(self, folder, on_progress, should_stop):
        self.times += 1
        on_progress(5_000_000, 20_000_000)
        self.reported.set()
        while not self.go_on.wait(0.01):
            if should_stop():
                raise DownloadStopped


@pytest.fixture(autouse=True)
def _a_server_just_started(monkeypatch):
    monkeypatch.setattr(source, "_download", None)
    monkeypatch.setattr(source, "_found", False)


@pytest.fixture
def transfer(monkeypatch):
    transfer = Transfer()
    monkeypatch.setattr(source, "fetch_keras_reviews", transfer)
    monkeypatch.setattr(source, "has_keras_reviews", lambda folder: transfer.go_on.is_set())
    yield transfer
    transfer.go_on.set()


def start_download():
    part = Part(choosing)
    part.set("imdb_source", "keras")
    part.app.button(key="imdb.download").click()
    return part.run()


def buttons(part):
    return {button.key for button in part.app.button}


def finish():
    source._download.thread.join(SECONDS)
    assert not source._download.running


def test_the_bundled_reviews_are_chosen_at_first_and_stay_until_the_others_are_here():
    part = Part(choosing)
    assert part.app.session_state["chosen"] == "bundled"
    assert buttons(part) == set()
    part.set("imdb_source", "keras")
    assert part.app.session_state["chosen"] == "bundled"
    assert buttons(part) == {"imdb.download"}
    assert part.says("Until Keras's reviews are here, the page uses the bundled reviews")


def test_without_internet_it_says_so_and_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(source, "fetch_keras_reviews", functools.partial(fetch_keras_reviews, url=NOBODY))
    part = start_download()
    finish()
    part.run()
    assert "still uses the bundled reviews" in part.app.error[0].value
    assert part.says("internet")
    assert part.app.session_state["chosen"] == "bundled"
    assert buttons(part) == {"imdb.download"}  # to try again


def test_progress_is_shown_to_everyone_and_one_download_serves_all(transfer):
    part = start_download()
    assert transfer.reported.wait(SECONDS)
    part.run()
    (bar,) = part.app.get("progress")
    assert (bar.proto.value, bar.proto.text) == (25, "5.0 of 20.0 MB")
    other = Part(choosing)
    other.set("imdb_source", "keras")
    assert buttons(other) == {"imdb.download_stop"}
    transfer.go_on.set()
    finish()
    for each in (part, other):
        assert each.run().app.session_state["chosen"] == "keras"
        assert buttons(each) == set()
    assert transfer.times == 1


def test_a_download_is_stopped_and_can_begin_again(transfer):
    part = start_download()
    assert transfer.reported.wait(SECONDS)
    part.run()
    part.app.button(key="imdb.download_stop").click()
    part.run()
    finish()
    part.run()
    assert part.app.session_state["chosen"] == "bundled"
    assert not part.app.error
    part.app.button(key="imdb.download").click()
    part.run()
    assert transfer.times == 2
