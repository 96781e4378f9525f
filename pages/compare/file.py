"""All kept runs as one file, which any server of the app loads again; and their table as CSV."""

from collections.abc import Sequence

import streamlit as st

from nnkit.jobs import default_queue
from nnkit.results.kept_file import Kept, read_kept, write_kept
from nnkit.results.kept_text import MAX_RUNS
from pages.compare.messages import say
from pages.compare.table import as_csv
from ui.kept.runs import KeptRun
from ui.kept.session import kept_runs
from ui.numbers import counted
from ui.server.uploads import content_of

NAME, MEGABYTES = "kept-runs.zip", 2
VERSION = "compare.file"  # in the session: how often the field for a file has begun anew
MAX_LETTERS = 200  # of what an error says about somebody's file


def offer_files(items: Sequence[KeptRun]) -> None:
    """Show the buttons that save the runs, and the place to load a file."""
    if items:
        with st.container(horizontal=True):
            saved = [Kept(item.named, item.run) for item in items]
            _offer("Save as a file", lambda: write_kept(saved)[0], NAME, "application/zip")
            _offer("Table as CSV", as_csv(items), "kept-runs.csv", "text/csv")
        st.caption(
            f"The file holds names, settings, curves and final weights. It has room for {MEGABYTES} MB: where final "
            "weights don’t fit, it holds only the settings of the largest networks. A reload of this page keeps names "
            "and settings, but this tab forgets them when it is closed."
        )
    key = f"{VERSION}.{st.session_state.setdefault(VERSION, 0)}"
    st.file_uploader(
        "Load such a file",
        ["zip"],
        max_upload_size=MEGABYTES,
        key=key,
        on_change=_load,
        args=(key,),
        help=f"Its runs come to those that you have, up to {MAX_RUNS} together.",
    )


def _offer(label: str, content: object, name: str, mime: str) -> None:
    icon = ":material/download:"
    st.download_button(label, content, name, mime, key=f"compare.{name}", on_click="ignore", icon=icon)  # type: ignore[arg-type]


def _load(key: str) -> None:
    """Read the file, and keep its runs. The field begins anew, so that the server forgets the file."""
    content = content_of(st.session_state.get(key))
    if content is None:
        return
    st.session_state[VERSION] += 1
    try:
        found = read_kept(content)
    except ValueError as error:
        why = str(error)[:MAX_LETTERS].removesuffix(".")
        kept = "Your kept runs are as they were. " if kept_runs().items else ""
        say(f"This file can't be used: {why}. {kept}Expected is a file that “Save as a file” made.")
        return
    count, refused = kept_runs().add(found, default_queue().keep_apart)
    say(f"The file has brought {counted(count, 'run')} that you did not have. {refused}".strip())
