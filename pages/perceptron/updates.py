"""The table of all updates."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from nnkit.perceptron import Trace
from ui.numbers import counted

MOST_ROWS = 200  # a table that is sent again with every change of the rule


@st.fragment
def show_updates(trace: Trace) -> None:
    with st.expander(f"All {counted(len(trace.updates), 'update')}"):
        st.dataframe(_first_rows(trace), hide_index=True, height=260)
        if len(trace.updates) > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS} of {len(trace.updates):,}. The file has them all.")
        st.download_button(
            "All of them as CSV",
            lambda: updates_table(trace).to_csv(index=False),
            "updates.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="perceptron.updates_csv",
        )


@lru_cache(maxsize=16)
def _first_rows(trace: Trace) -> pd.DataFrame:
    return updates_table(trace, MOST_ROWS)


def updates_table(trace: Trace, most: int | None = None) -> pd.DataFrame:
    """A row for each update, or for the first so many."""
    rows = []
    for place in trace.updates[:most].tolist():
        step = trace.step(place)
        weights = {f"θ{axis}": float(value) for axis, value in enumerate(step.after)}
        point = {f"x{axis}": float(value) for axis, value in enumerate(step.x) if axis}
        told = {"update": len(rows) + 1, "step": place + 1, "epoch": step.epoch + 1, "sample": step.sample + 1}
        rows.append({**told, **point, "y": step.y, "y′": step.output, "z": float(step.z), **weights})
    return pd.DataFrame(rows)
