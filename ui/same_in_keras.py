"""The lines of plain Keras that train the same as a network on screen."""

import json
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from nnkit import Run
from nnkit.code import data_file, data_file_name, notebook, script
from nnkit.jobs import default_queue
from ui.file_names import file_name
from ui.kept.keep import suggested_name
from ui.memoize import memoize_per_run
from ui.one_of_several import choose_one
from ui.server.downloads import WorkerFile

LABEL = "The same in Keras"
CODE_HEIGHT = 420  # px; the lines scroll
_HOW = (
    "Plain Keras, without this app: it loads the data, trains the network, draws it, and compares its result with the "
    "one here. Needed: `pip install keras tensorflow scikit-learn plotly`."
)


def show_code(part: str, runs: Sequence[Run], names: Sequence[str] = ("",)) -> None:
    """Show the lines of one of the runs, closed at first; until they are opened, nothing is written or sent.

    names: what to call the runs where there are several.
    """
    place = st.expander(LABEL, icon=":material/code:", key=f"{part}.code", on_change="rerun")
    if not place.open:
        return
    with place:
        number = choose_one(f"{part}.code.network", names)
        run = runs[number]
        st.markdown(_HOW)
        _offer_files(part, run, suggested_name(run.experiment, names[number] if len(runs) > 1 else ""))
        st.code(_script_of(run), language=None, height=CODE_HEIGHT)  # coloured, it is too pale to read


def _offer_files(part: str, run: Run, title: str) -> None:
    with st.container(horizontal=True):
        _offer(part, file_name(title, ".py"), _script_of(run), "text/x-python")
        _offer(part, file_name(title, ".ipynb"), partial(notebook_of, run), "application/x-ipynb+json")
        if (name := data_file_name(run.experiment.data)) is not None:
            make = partial(default_queue().start_call, data_file)  # packing the reviews takes a second
            _offer(part, name, WorkerFile(make), "application/octet-stream")


def notebook_of(run: Run) -> str:
    """Return the file of the notebook."""
    return json.dumps(notebook(run.experiment, run), ensure_ascii=False, indent=1)


def _offer(part: str, name: str, content: str | Callable[[], str | bytes], mime: str) -> None:
    key = f"{part}.code.{name.rpartition('.')[2]}"
    st.download_button(name, content, name, mime, key=key, on_click="ignore", icon=":material/download:")


@memoize_per_run
def _script_of(run: Run) -> str:
    return script(run.experiment, run)
