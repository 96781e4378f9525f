"""The kept runs of the session, with what the store of runs knows of them."""

import streamlit as st

from nnkit.jobs import default_queue
from ui.kept.runs import KeptRun, KeptRuns

KEY = "kept.runs"


def kept_runs() -> KeptRuns:
    """Return those of this session."""
    found: KeptRuns = st.session_state.setdefault(KEY, KeptRuns())
    return found


def find_results() -> None:
    """Look in the store for the results of kept runs of which only the settings are known, or whose values are gone."""
    for item in kept_runs().items:
        if item.run is not None and default_queue().has_lost([item.run]):
            item.run = None
        if item.run is None:
            item.run = default_queue().find(item.experiment)


def without_result() -> list[KeptRun]:
    """Return the kept runs that have to be trained again before they can be shown."""
    return [item for item in kept_runs().items if item.run is None]
