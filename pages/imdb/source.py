"""The source of the reviews: bundled with the app, or those of Keras, downloaded when a reader asks for them."""

import threading

import streamlit as st

from nnkit import Imdb
from nnkit.datasets.cache import cache_folder
from nnkit.datasets.files import DataFileError
from nnkit.datasets.imdb.download import DownloadError, DownloadStopped, fetch_keras_reviews, has_keras_reviews
from nnkit.experiment import REVIEW_SOURCES
from ui.controls import choose_name
from ui.data import load_or_explain
from ui.layout import more
from ui.training.poller import poll

BUNDLED, KERAS = REVIEW_SOURCES


class Download:
    """A download in its own thread, shared by all visitors of this server."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0  # bytes
        self.error = ""  # a sentence if the download has failed
        self.stopping = False
        self.thread = threading.Thread(target=self._fetch, name="keras-reviews", daemon=True)
        self.thread.start()

    @property
    def running(self) -> bool:
        return self.thread.is_alive()

    def _fetch(self) -> None:
        try:
            fetch_keras_reviews(cache_folder(), self._report, lambda: self.stopping)
        except DownloadStopped:
            pass
        except (DownloadError, DataFileError) as error:
            self.error = str(error)

    def _report(self, done: int, total: int) -> None:
        self.done, self.total = done, total


_download: Download | None = None  # shared: a class that presses the button together downloads once
_found = False  # kept once it is True, since the check reads the whole file


def choose_source_rarely() -> str:
    """Return the source, which is chosen in an expander. If its reviews can't be read, say so and stop the page."""
    with more(("imdb_source",), "The reviews"):
        source = choose_source()
    load_or_explain(Imdb(source=source))
    return source


def choose_source() -> str:
    """Return the chosen source; the bundled one until the other has been downloaded."""
    hint = "Where the reviews come from. The bundled reviews come with the app and need no internet."
    source = choose_name("Reviews", REVIEW_SOURCES, BUNDLED, "imdb_source", hint)
    if source == BUNDLED or _find_keras_reviews():
        return source
    if _download is not None and _download.running:
        _follow(_download)
    else:
        _offer()
    st.info("Until Keras's reviews are here, the page uses the bundled reviews.")
    return BUNDLED


def _find_keras_reviews() -> bool:
    """Look for Keras's reviews unless they were found before; return whether they are here."""
    global _found
    if not _found and not (_download is not None and _download.running):
        try:
            _found = has_keras_reviews(cache_folder())
        except DataFileError:
            return False
    return _found


def _offer() -> None:
    global _download
    if _download is not None and _download.error:
        st.error("The download failed. The page still uses the bundled reviews.")
        st.text(_download.error)
    if st.button("Download Keras's reviews (19 MB)", icon=":material/download:", key="imdb.download"):
        _download = Download()
        st.rerun(scope="app")


def _follow(download: Download) -> None:
    """Show the progress again and again until the download is over."""
    poll("imdb.download", lambda: _show_progress(download), lambda: not download.running, "app")


def _show_progress(download: Download) -> None:
    share = download.done / download.total if download.total else 0.0
    text = f"{download.done / 1e6:.1f} of {download.total / 1e6:.1f} MB" if download.total else "Connecting"
    st.progress(min(1.0, share), text="Preparing the reviews" if share >= 1 else text)
    if st.button("Stop", icon=":material/stop:", key="imdb.download_stop", disabled=download.stopping):
        download.stopping = True
