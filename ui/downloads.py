"""Download buttons for the files of a run."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from nnkit import Run
from nnkit.jobs import default_queue
from nnkit.training import export
from ui.server.downloads import WorkerFile


def offer_files(page: str, run: Run) -> None:
    """Show a button for each file. A worker makes a file for Keras when the visitor asks for it."""
    with st.container(horizontal=True):
        for name, make in (
            ("model.keras", export.keras_archive),
            ("model.json", export.architecture_json),
            ("model.weights.h5", export.weights_h5),
        ):
            _offer(page, name, WorkerFile(partial(default_queue().start_call, make, run)))
        _offer(page, "history.csv", export.history_csv(run))
    st.caption(
        "The server makes the files for Keras when you ask for them. If a training is under way, it makes them "
        "afterwards."
    )


def _offer(page: str, name: str, data: str | Callable[[], bytes]) -> None:
    st.download_button(
        name,
        data,
        name,
        on_click="ignore",
        icon=":material/download:",
        key=f"{page}.{name}",
        mime="application/octet-stream",
    )
